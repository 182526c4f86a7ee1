import { exp } from '../ops/exp.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Exponential of every element, by its name as an activation.
 *
 * y = eˣ
 *
 * @example
 * ```ts
 * import { exponential, tensor } from 'memcell';
 * console.log(exponential(tensor([0])).toArray()); // => [ 1 ]
 * ```
 */
export function exponential(x: Tensor): Tensor {
  return exp(x);
}
