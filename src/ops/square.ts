import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
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
  return unaryKernel('square', x, (dy) => multiply(multiply(dy, 2), x));
}
