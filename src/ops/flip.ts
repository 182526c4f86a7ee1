import { normalizeAxis } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { rowMajor, stridedCopy } from './strided.ts';

/**
 * Turns an axis round: its last element comes first.
 *
 * @param axis from 0, or negative from the end.
 * @throws ShapeError if there is no such axis.
 * @example
 * ```ts
 * import { flip, tensor } from 'memcell';
 * console.log(flip(tensor([[1, 2, 3], [4, 5, 6]]), 1).toArray()); // => [ [ 3, 2, 1 ], [ 6, 5, 4 ] ]
 * ```
 */
export function flip(x: Tensor, axis: number): Tensor {
  const at = normalizeAxis(axis, x.rank, 'flip tensor');
  const own = rowMajor(x.shape);
  const strides = own.map((stride, i) => (i === at ? -stride : stride));
  const last = Math.max(0, (x.shape[at] as number) - 1) * (own[at] as number);
  return operation({
    inputs: [x],
    shape: x.shape,
    dtype: x.dtype,
    run: (kernels, out, { memory: { elementBytes } }) =>
      stridedCopy(kernels, elementBytes, x.shape, x.address() + last * elementBytes, strides, out, own),
    backward: (dy) => [flip(dy, at)],
  });
}
