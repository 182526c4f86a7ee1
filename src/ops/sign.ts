import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { unaryKernel } from './unary.ts';

/**
 * Sign of every element: −1, 0 or 1. Its gradient is 0.
 *
 * y = sign(x)
 *
 * @example
 * ```ts
 * import { sign, tensor } from 'memcell';
 * console.log(sign(tensor([-3, 0, 2])).toArray()); // => [ -1, 0, 1 ]
 * ```
 */
export function sign(x: Tensor): Tensor {
  return unaryKernel('sign', x, (dy) => multiply(dy, 0));
}
