import { ShapeError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { rowMajor, stridedCopy } from './strided.ts';

/**
 * Moves axes: axis i of the result is axis `axes[i]` of x. Default: all axes in reverse.
 *
 * @throws ShapeError unless `axes` names every axis once.
 * @example
 * ```ts
 * import { tensor, transpose } from 'memcell';
 * console.log(transpose(tensor([[1, 2], [3, 4]])).toArray()); // => [ [ 1, 3 ], [ 2, 4 ] ]
 * ```
 */
export function transpose(x: Tensor, axes: readonly number[] = x.shape.map((_, i) => x.rank - 1 - i)): Tensor {
  if (axes.length !== x.rank || !x.shape.every((_, axis) => axes.includes(axis))) {
    throw new ShapeError(
      `Cannot transpose tensor: axes must name each of ${x.rank} axes once, received [${axes.join(', ')}]`,
    );
  }
  const shape = axes.map((axis) => x.shape[axis] as number);
  const own = rowMajor(x.shape);
  const strides = axes.map((axis) => own[axis] as number);
  return operation({
    inputs: [x],
    shape,
    dtype: x.dtype,
    run: (kernels, out, { memory }) =>
      stridedCopy(kernels, memory.elementBytes, shape, x.address(), strides, out, rowMajor(shape)),
    backward: (dy) => [
      transpose(
        dy,
        axes.map((_, axis) => axes.indexOf(axis)),
      ),
    ],
  });
}
