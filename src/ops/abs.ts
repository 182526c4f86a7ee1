import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { sign } from './sign.ts';
import { unaryKernel } from './unary.ts';

/**
 * Absolute value of every element.
 *
 * y = |x|; gradient 0 at 0
 *
 * @example
 * ```ts
 * import { abs, tensor } from 'memcell';
 * console.log(abs(tensor([-1, 2])).toArray()); // => [ 1, 2 ]
 * ```
 */
export function abs(x: Tensor): Tensor {
  return unaryKernel('abs', x, (dy) => multiply(dy, sign(x)));
}
