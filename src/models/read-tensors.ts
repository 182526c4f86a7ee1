import { type TensorLike, type TensorsLike, toTensor } from '../data/batches.ts';
import { OptionError, ShapeError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { describe } from '../options.ts';
import type { Tensors } from '../tensor/batch.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { type Dtype, Tensor, tensor, toFloat } from '../tensor/tensor.ts';
import type { PartlyGiven } from './fit-data.ts';

/** An input or output of a model, as its data is read. */
export interface Port {
  readonly name: string;
  /** What its numbers are made; undefined: they stay what they are. */
  readonly dtype?: Dtype | undefined;
}

/**
 * Values by position or by name in the order of the ports: a list, or an object by their names; undefined where `value`
 * is neither. A model of one port takes an object by name and no list, for a list is nested numbers there.
 *
 * @param what the ports are, as errors name them: `input`.
 * @param partly whether values may be left out.
 * @throws OptionError for another number of values, or a name that is unknown or missing.
 */
export function byPort<T>(
  value: unknown,
  ports: readonly Port[],
  { action, what, partly = false }: { action: string; what: string; partly?: boolean },
): readonly (T | undefined)[] | undefined {
  const names = ports.map(({ name }) => name);
  const listed = names.map((name) => `'${name}'`).join(', ');
  if (Array.isArray(value)) {
    if (ports.length === 1) return undefined;
    if (value.length === ports.length) return value;
    throw new OptionError(
      `Cannot ${action}: there must be a list of ${ports.length} ${what}s (${listed}), received a list of ${value.length}`,
    );
  }
  if (!isPlain(value)) return undefined;
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, names);
    throw new OptionError(
      `Cannot ${action}: names of ${what}s must be among ${listed}, received '${unknown}'`,
      near === undefined ? {} : { hint: `Did you mean '${near}'?` },
    );
  }
  const missing = names.find((name) => value[name] === undefined);
  if (missing !== undefined && !partly) {
    throw new OptionError(
      `Cannot ${action}: there must be one ${what} for each of ${listed}, received none for '${missing}'`,
    );
  }
  return names.map((name) => value[name] as T | undefined);
}

/** Tensors for a model's inputs or outputs: one where it has one, else a list. @throws OptionError as `byPort` does. */
export function readTensors(
  value: TensorsLike,
  ports: readonly Port[],
  action: string,
  what: 'input' | 'target',
): Tensors {
  if (value instanceof Tensor && ports.length === 1) return cast(value, ports[0]?.dtype);
  const values = isShaped(value) ? undefined : byPort<TensorLike>(value, ports, { action, what });
  if (values === undefined && ports.length > 1) {
    throw new OptionError(
      `Cannot ${action}: there must be a list of ${ports.length} ${what}s (${ports.map(({ name }) => `'${name}'`).join(', ')}), received ${describe(value)}`,
    );
  }
  const read = (each: TensorLike, { dtype }: Port): Tensor => cast(toTensor(each), dtype);
  if (values === undefined) return read(value as TensorLike, ports[0] as Port);
  const tensors = values.map((each, i) => read(each as TensorLike, ports[i] as Port));
  return ports.length === 1 ? (tensors[0] as Tensor) : tensors;
}

/** Weights of the samples: one for all outputs, or by output, where some may have none. */
export function readWeights(
  value: PartlyGiven,
  ports: readonly Port[],
  action: string,
): Tensor | readonly (Tensor | undefined)[] {
  const what = 'sampleWeight';
  const several = ports.length > 1 && Array.isArray(value) && typeof value[0] !== 'number';
  const values =
    several || (isPlain(value) && !isShaped(value))
      ? byPort<TensorLike>(value, ports, { action, what, partly: true })
      : undefined;
  if (values === undefined) return toTensor(value as TensorLike);
  const tensors = values.map((each) => (each === undefined || each === null ? undefined : toTensor(each)));
  return ports.length === 1 ? (tensors[0] as Tensor) : tensors;
}

/** Masks of the inputs, as a model takes them. @throws ShapeError or OptionError unless they say 0 or 1 for each step. */
export function readMasks(
  value: PartlyGiven,
  input: Tensors,
  ports: readonly Port[],
  action: string,
): Tensor | readonly (Tensor | undefined)[] {
  if (input instanceof Tensor) return readMask(toTensor(value as TensorLike), input, action);
  const masks = byPort<TensorLike>(value, ports, { action, what: 'mask', partly: true });
  if (masks === undefined) {
    throw new OptionError(
      `Cannot ${action}: mask must be a list, or an object by the names of the inputs, received ${describe(value)}`,
    );
  }
  return masks.map((mask, i) =>
    mask === undefined || mask === null ? undefined : readMask(toTensor(mask), input[i] as Tensor, action),
  );
}

function readMask(mask: Tensor, input: Tensor, action: string): Tensor {
  if (input.rank < 2 || !sameShape(mask.shape, input.shape.slice(0, 2))) {
    throw new ShapeError(
      `Cannot ${action}: mask must be [B, T] for an input [B, T, …], received mask ${formatShape(mask.shape)} for input ${formatShape(input.shape)}`,
    );
  }
  const wrong = mask.data.find((value) => value !== 0 && value !== 1);
  if (wrong === undefined) return toFloat(mask);
  throw new OptionError(`Cannot ${action}: mask must hold 1 or 0 for each step, received ${wrong}`);
}

function cast(x: Tensor, dtype: Dtype | undefined): Tensor {
  return dtype === 'int32' && x.dtype !== 'int32' ? tensor(x.data, x.shape, 'int32') : x;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A flat array with its shape. */
function isShaped(value: unknown): boolean {
  return isPlain(value) && 'data' in value && 'shape' in value;
}
