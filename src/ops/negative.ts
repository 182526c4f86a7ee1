import type { Tensor } from '../tensor/tensor.ts';
import { unaryKernel } from './unary.ts';

/**
 * Changes the sign of every element.
 *
 * y = −x
 *
 * @example
 * ```ts
 * import { negative, tensor } from 'memcell';
 * console.log(negative(tensor([1, -2])).toArray()); // => [ -1, 2 ]
 * ```
 */
export function negative(x: Tensor): Tensor {
  return unaryKernel('negative', x, (dy) => negative(dy));
}
