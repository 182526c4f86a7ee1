import { OptionError, ShapeError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import type { Random } from '../random.ts';
import type { Batch, PerTensor, Tensors } from '../tensor/batch.ts';
import { formatShape, type Shape, sizeOf } from '../tensor/shape.ts';
import { newData, Tensor, type TensorData, type TensorValues, tensor } from '../tensor/tensor.ts';

/** Whatever stands for a tensor: a tensor, nested arrays, or a flat array with its shape. */
export type TensorLike = Tensor | TensorValues | { readonly data: TensorValues; readonly shape: Shape };

/** For a model of several inputs or outputs: a list in its order, or an object by their names. */
export type TensorsLike = TensorLike | readonly TensorLike[] | Readonly<Record<string, TensorLike>>;

/** Arrays of samples: axis 0 of all of them counts the samples. A batch is such a thing, too. */
export type Samples<T extends Tensors = Tensor> = Batch<T>;

/** Makes a tensor of whatever stands for one. */
export function toTensor(value: TensorLike): Tensor {
  if (value instanceof Tensor) return value;
  const shaped = typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
  return shaped ? tensor(value.data, value.shape) : tensor(value);
}

/** Puts inputs and targets together. @throws ShapeError if their numbers of samples differ or there are none. */
export function samplesOf<T extends Tensors>(
  input: T,
  target: T,
  action: string,
  weight?: PerTensor<T> | undefined,
): Samples<T> {
  const first = listOf(input)[0] as Tensor;
  const count = countOf(input);
  if (first.rank === 0 || count === 0) {
    throw new ShapeError(`Cannot ${action}: input must have at least one sample, received ${formatShape(first.shape)}`);
  }
  const check = (what: string, others: Tensor | readonly (Tensor | undefined)[]): void => {
    const list = listOf<Tensor | undefined>(others);
    list.forEach((other, i) => {
      if (other === undefined || other.shape[0] === count) return;
      const name = list.length === 1 ? what : `${what} ${i + 1}`;
      throw new ShapeError(
        `Cannot ${action}: ${name} must have as many samples as the ${listOf(input).length === 1 ? 'input' : 'first input'}, received ${formatShape(other.shape)} for ${formatShape(first.shape)}`,
      );
    });
  };
  check('input', input);
  check('target', target);
  if (weight) check('sampleWeight', weight);
  return weight ? { input, target, weight } : { input, target };
}

/** Number of samples. */
export function countOf(input: Tensors): number {
  return (listOf(input)[0] as Tensor).shape[0] as number;
}

/** One tensor or many as a list. */
export function listOf<T extends Tensor | undefined>(tensors: T | readonly T[]): readonly T[] {
  return Array.isArray(tensors) ? tensors : [tensors as T];
}

/** Batches in order, or shuffled where `random` is given, but for the first `skip`; the last one may be smaller. */
export function* batchesOf<T extends Tensors>(
  samples: Samples<T>,
  batchSize: number,
  random?: Random,
  skip = 0,
): Generator<Samples<T>> {
  const count = countOf(samples.input);
  const order = random?.permutation(count);
  for (let begin = skip * batchSize; begin < count; begin += batchSize) {
    yield partOf(samples, begin, Math.min(begin + batchSize, count), order);
  }
}

/** Keras's split: the last share of the samples is kept for validation. */
export function splitSamples<T extends Tensors>(
  samples: Samples<T>,
  share: number,
  action: string,
): [Samples<T>, Samples<T>] {
  checkNumber(action, 'validationSplit', share, { from: 0, below: 1 });
  const count = countOf(samples.input);
  const kept = Math.floor(count * (1 - share));
  if (kept === 0 || kept === count) {
    throw new OptionError(
      `Cannot ${action}: validationSplit must leave samples on both sides of ${count}, received ${share}`,
    );
  }
  return [partOf(samples, 0, kept), partOf(samples, kept, count)];
}

/** Samples begin..end−1, in the order given. */
function partOf<T extends Tensors>(samples: Samples<T>, begin: number, end: number, order?: Int32Array): Samples<T> {
  const rows = (x: Tensor): Tensor => batchRows(x, begin, end, order);
  const part = <F>(field: F): F => {
    if (field === undefined) return field;
    const list = field as readonly (Tensor | undefined)[];
    return (field instanceof Tensor ? rows(field) : list.map((each) => each && rows(each))) as F;
  };
  const { input, target, weight } = samples;
  return { input: part(input), target: part(target), ...(weight ? { weight: part(weight) } : {}) };
}

/** Rows of a batch, which go straight from the array to where they are used. */
function batchRows(x: Tensor, begin: number, end: number, order: Int32Array | undefined): Tensor {
  if (order === undefined && begin === 0 && end === x.shape[0]) return x;
  const shape = [end - begin, ...x.shape.slice(1)];
  const from = x.data;
  const width = sizeOf(shape.slice(1));
  const into = (out: TensorData, at: number): void => {
    if (order === undefined) out.set(from.subarray(begin * width, end * width), at);
    else
      for (let row = begin; row < end; row++)
        copyRow(from, (order[row] as number) * width, width, out, at, row - begin);
  };
  return new Tensor(shape, x.dtype, { into }, undefined, 0);
}

/** A view of a narrow row costs more than its numbers. */
const NARROW = 64;

function copyRow(from: TensorData, start: number, width: number, out: TensorData, at: number, row: number): void {
  const to = at + row * width;
  if (width > NARROW) out.set(from.subarray(start, start + width), to);
  else for (let i = 0; i < width; i++) out[to + i] = from[start + i] as number;
}

/** Joins tensors along axis 0. */
export function concatRows(parts: readonly Tensor[]): Tensor {
  const first = parts[0] as Tensor;
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] as number), 0);
  const shape = [rows, ...first.shape.slice(1)];
  const data = newData(sizeOf(shape), first.dtype);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.size;
  }
  return new Tensor(shape, first.dtype, data, undefined, 0);
}

/** Rows begin..end−1 of a tensor, in the order given. */
export function pickRows(x: Tensor, begin: number, end: number, order?: Int32Array): Tensor {
  if (order === undefined && begin === 0 && end === x.shape[0]) return x;
  const shape = [end - begin, ...x.shape.slice(1)];
  const width = sizeOf(shape.slice(1));
  const from = x.data;
  if (order === undefined) return tensor(from.subarray(begin * width, end * width), shape, x.dtype);
  const data = newData(sizeOf(shape), x.dtype);
  for (let row = begin; row < end; row++) {
    const at = (order[row] as number) * width;
    data.set(from.subarray(at, at + width), (row - begin) * width);
  }
  return new Tensor(shape, x.dtype, data, undefined, 0);
}
