import { ShapeError } from '../errors.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/**
 * Softmax over the last axis.
 *
 * y = exp(x − max x) / Σ exp(x − max x)
 *
 * @throws ShapeError if x is a scalar or its last axis is empty.
 * @example
 * ```ts
 * import { softmax, tensor } from 'memcell';
 * console.log(softmax(tensor([1, 1])).toArray()); // => [ 0.5, 0.5 ]
 * ```
 */
export function softmax(x: Tensor): Tensor {
  const cols = x.shape.at(-1) ?? 0;
  if (cols === 0) {
    throw new ShapeError(`Cannot compute softmax: the last axis must not be empty, received ${formatShape(x.shape)}`);
  }
  const rows = x.size / cols;
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out) => kernels.softmax(rows, cols, x.address(), out),
    backward: (dy, _needs, y) => [
      operation({
        inputs: [y, dy],
        shape: x.shape,
        run: (kernels, out) => kernels.softmaxGradient(rows, cols, y.address(), dy.address(), out),
      }),
    ],
  });
}
