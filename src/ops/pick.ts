import type { Tensor } from '../tensor/tensor.ts';
import { labelPositions } from './labels.ts';
import { operation } from './operation.ts';

/**
 * One element of every row, by its label.
 *
 * y[…] = x[…, labels[…]]
 *
 * **Shapes** x […, C], labels […] (int32 or float32) → y […].
 *
 * @throws ShapeError if the shapes do not fit, or if a label is not a whole number of [0, C); names it and its place.
 * @example
 * ```ts
 * import { pick, tensor } from 'memcell';
 * console.log(pick(tensor([[1, 2], [3, 4]]), tensor([1, 0])).toArray()); // => [ 2, 3 ]
 * ```
 */
export function pick(x: Tensor, labels: Tensor): Tensor {
  return pickAt(x, labelPositions('pick elements', labels, x));
}

/** The elements of x at positions that were checked. */
export function pickAt(x: Tensor, positions: Tensor): Tensor {
  const n = positions.size;
  return operation({
    inputs: [x],
    shape: positions.shape,
    run: (kernels, out) => void kernels.gather(n, 1, x.size, positions.address(), x.address(), out),
    backward: (dy) => [
      operation({
        inputs: [dy],
        shape: x.shape,
        run: (kernels, out) => {
          kernels.fill(x.size, 0, out);
          kernels.scatterAdd(n, 1, positions.address(), dy.address(), out);
        },
      }),
    ],
  });
}
