import { ShapeError } from '../errors.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { placed, rowMajor, stridedCopy } from './strided.ts';

/**
 * Cuts a block out of a tensor.
 *
 * @param begin first index on each axis.
 * @param size number of elements on each axis; −1 takes all that follow.
 * @throws ShapeError if the block does not lie inside x.
 * @example
 * ```ts
 * import { slice, tensor } from 'memcell';
 * console.log(slice(tensor([[1, 2, 3], [4, 5, 6]]), [0, 1], [-1, 2]).toArray()); // => [ [ 2, 3 ], [ 5, 6 ] ]
 * ```
 */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  const shape = size.map((n, axis) => (n === -1 ? (x.shape[axis] ?? 0) - (begin[axis] ?? 0) : n));
  const inside = (from: number, n: number, whole: number): boolean =>
    Number.isInteger(from) && Number.isInteger(n) && from >= 0 && n >= 0 && from + n <= whole;
  const fits = begin.length === x.rank && shape.length === x.rank;
  if (!fits || !x.shape.every((whole, axis) => inside(begin[axis] as number, shape[axis] as number, whole))) {
    throw new ShapeError(
      `Cannot slice tensor of shape ${formatShape(x.shape)}: the block must lie inside it, received begin [${begin.join(', ')}] and size [${size.join(', ')}]`,
    );
  }
  const strides = rowMajor(x.shape);
  const offset = begin.reduce((sum, from, axis) => sum + from * (strides[axis] as number), 0);
  return operation({
    inputs: [x],
    shape,
    dtype: x.dtype,
    run: (kernels, out, { memory: { elementBytes } }) =>
      stridedCopy(kernels, elementBytes, shape, x.address() + offset * elementBytes, strides, out, rowMajor(shape)),
    backward: (dy) => [placed(dy, x.shape, begin)],
  });
}
