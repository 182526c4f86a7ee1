import type { Tensor } from '../tensor/tensor.ts';

/**
 * Passes its input on.
 *
 * y = x
 *
 * @example
 * ```ts
 * import { linear, tensor } from 'memcell';
 * console.log(linear(tensor([-1, 2])).toArray()); // => [ -1, 2 ]
 * ```
 */
export function linear(x: Tensor): Tensor {
  return x;
}
