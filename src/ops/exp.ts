import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { unaryKernel } from './unary.ts';

/**
 * Exponential of every element (at most 2 ulp off).
 *
 * y = eˣ
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'memcell';
 * console.log(exp(tensor([0])).toArray()); // => [ 1 ]
 * ```
 */
export function exp(x: Tensor): Tensor {
  return unaryKernel('exp', x, (dy, y) => multiply(dy, y));
}
