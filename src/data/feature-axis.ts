import { OptionError, ShapeError } from '../errors.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { newData, Tensor, toFloat } from '../tensor/tensor.ts';
import { type TensorLike, toTensor } from './batches.ts';
import { checkFinite } from './check-finite.ts';

/** Options of what a scaler does with data. */
export interface MaskOptions {
  /** 1 or 0 for each step, in the shape of x but for its last axis: what is 0 is not looked at, and left as it is. */
  mask?: TensorLike;
}

/** Rows of features, all leading axes as one, and whether each counts. */
export interface Rows {
  readonly x: Tensor;
  readonly features: number;
  readonly count: number;
  /** Whether row i counts. */
  readonly counts: (row: number) => boolean;
}

/** Reads data by its last axis. @throws ShapeError or NumericError where it does not fit. */
export function rowsOf(action: string, values: TensorLike, { mask }: MaskOptions, features?: number): Rows {
  const x = toFloat(toTensor(values));
  const own = x.shape.at(-1) ?? 0;
  if (x.rank < 2 || own === 0 || (features !== undefined && own !== features)) {
    const must = features === undefined ? 'have shape [N, …, D]' : `have a last axis of ${features}`;
    throw new ShapeError(`Cannot ${action}: x must ${must}, received ${formatShape(x.shape)}`, {
      hint: 'One feature has shape [N, 1].',
    });
  }
  checkFinite(x, 'x', action);
  const marks = mask === undefined ? undefined : toTensor(mask);
  if (marks && !sameShape(marks.shape, x.shape.slice(0, -1))) {
    throw new ShapeError(
      `Cannot ${action}: mask must have the shape of x but for its last axis, received mask ${formatShape(marks.shape)} for ${formatShape(x.shape)}`,
    );
  }
  const data = marks?.data;
  return { x, features: own, count: x.size / own, counts: (row) => data === undefined || data[row] !== 0 };
}

/** x with each number that counts replaced by `change(value, feature)`. */
export function mapRows({ x, features, counts }: Rows, change: (value: number, feature: number) => number): Tensor {
  const data = newData(x.size, 'float32');
  const source = x.data;
  for (let i = 0; i < data.length; i++) {
    const value = source[i] as number;
    data[i] = counts(Math.floor(i / features)) ? change(value, i % features) : value;
  }
  return new Tensor(x.shape, 'float32', data, undefined, 0);
}

/** What a scaler found, once it was fitted. @throws OptionError before. */
export function fitted<T>(action: string, found: T | undefined): T {
  if (found !== undefined) return found;
  throw new OptionError(`Cannot ${action}: fit must be called first, received a scaler that is not fitted`);
}

/** A list of numbers, one a feature, out of a config. */
export function readFeatures(subject: string, name: string, values: unknown, length?: number): readonly number[] {
  const fits =
    Array.isArray(values) &&
    values.length > 0 &&
    values.every(Number.isFinite) &&
    values.length === (length ?? values.length);
  if (fits) return values;
  throw new OptionError(
    `Cannot create ${subject}: ${name} must be a list of finite numbers, one a feature, received ${values}`,
  );
}
