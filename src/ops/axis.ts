import { ShapeError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { formatShape, normalizeAxis, type Shape, sizeOf } from '../tensor/shape.ts';

/** Which axis an op runs along. */
export interface AxisOptions {
  /** Negative from the end. Default -1. */
  axis?: number;
  /** Keep the axis with size 1. Default false. */
  keepDims?: boolean;
}

/** Names of the options of a reduction. */
export const REDUCE_OPTIONS: readonly string[] = ['axis', 'keepDims'];

/** One axis seen as the middle of [outer, n, inner], and the shapes after it is reduced. */
export interface AxisView {
  /** The axis, counted from the first. */
  readonly axis: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  /** The axis kept with size 1. */
  readonly kept: Shape;
  /** Shape of the result. */
  readonly result: Shape;
}

/** Views a shape around an axis that must have elements. */
export function nonEmptyAxis(shape: Shape, options: AxisOptions, action: string): AxisView {
  checkOptions(action, options, REDUCE_OPTIONS);
  const { axis = -1, keepDims = false } = options;
  const at = normalizeAxis(axis, shape.length, action);
  const n = shape[at] as number;
  if (n === 0) {
    throw new ShapeError(`Cannot ${action}: axis ${axis} must not be empty, received ${formatShape(shape)}`);
  }
  const kept = shape.map((size, i) => (i === at ? 1 : size));
  return {
    axis: at,
    outer: sizeOf(shape.slice(0, at)),
    n,
    inner: sizeOf(shape.slice(at + 1)),
    kept,
    result: keepDims ? kept : shape.filter((_, i) => i !== at),
  };
}
