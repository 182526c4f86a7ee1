import { ShapeError } from '../errors.ts';
import { formatShape, normalizeAxis, type Shape, sizeOf } from '../tensor/shape.ts';

/** One axis seen as the middle of [outer, n, inner], and the shapes after it is reduced. */
export interface AxisView {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  /** The axis kept with size 1. */
  readonly kept: Shape;
  /** Shape of the result. */
  readonly result: Shape;
}

/** Views a shape around an axis that must have elements. */
export function nonEmptyAxis(shape: Shape, axis: number, keepDims: boolean, action: string): AxisView {
  const at = normalizeAxis(axis, shape.length, action);
  const n = shape[at] as number;
  if (n === 0) {
    throw new ShapeError(`Cannot ${action}: axis ${axis} must not be empty, received ${formatShape(shape)}`);
  }
  const kept = shape.map((size, i) => (i === at ? 1 : size));
  return {
    outer: sizeOf(shape.slice(0, at)),
    n,
    inner: sizeOf(shape.slice(at + 1)),
    kept,
    result: keepDims ? kept : shape.filter((_, i) => i !== at),
  };
}
