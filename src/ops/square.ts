import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { unaryKernel } from './unary.ts';

/**
 * Square of every element.
 *
 * y = x²
 *
 * @example
 * ```ts
 * import { square, tensor } from 'memcell';
 * console.log(square(tensor([3])).toArray()); // => [ 9 ]
 * ```
 */
export function square(x: Tensor): Tensor {
  return unaryKernel('square', x, (dy) => slope(dy, x));
}

/** (dy · 2) · x. */
function slope(dy: Tensor, x: Tensor): Tensor {
  const n = x.size;
  return operation({
    inputs: [dy, x],
    shape: x.shape,
    run: (kernels, out, { memory }) => {
      const two = memory.bump(1);
      kernels.fill(1, 2, two);
      kernels.multiply(1, n, dy.address(), n, 1, two, 1, 0, out);
      kernels.multiply(1, n, out, n, 1, x.address(), n, 1, out);
    },
  });
}
