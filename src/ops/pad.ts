import { ShapeError } from '../errors.ts';
import { describe } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { slice } from './slice.ts';
import { placed } from './strided.ts';

/**
 * Puts zeros around a tensor.
 *
 * @param ends how many before and behind, for each axis.
 * @throws ShapeError unless `ends` has two whole numbers from 0 for each axis.
 * @example
 * ```ts
 * import { pad, tensor } from 'memcell';
 * console.log(pad(tensor([[1, 2]]), [[0, 1], [1, 0]]).toArray()); // => [ [ 0, 1, 2 ], [ 0, 0, 0 ] ]
 * ```
 */
export function pad(x: Tensor, ends: readonly (readonly [before: number, after: number])[]): Tensor {
  const isPair = (pair: readonly number[]): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0);
  if (!Array.isArray(ends) || ends.length !== x.rank || !ends.every(isPair)) {
    throw new ShapeError(
      `Cannot pad tensor: ends must be two whole numbers from 0 for each of ${x.rank} axes, received ${describe(ends)}`,
    );
  }
  if (ends.every(([before, after]) => before === 0 && after === 0)) return x;
  const begin = ends.map(([before]) => before);
  const shape = x.shape.map((n, axis) => n + (ends[axis]?.[0] ?? 0) + (ends[axis]?.[1] ?? 0));
  return placed(x, shape, begin, (dy) => slice(dy, begin, x.shape));
}
