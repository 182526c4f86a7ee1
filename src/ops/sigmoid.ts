import type { Tensor } from '../tensor/tensor.ts';
import { gradientKernel, unaryKernel } from './unary.ts';

/**
 * Logistic sigmoid (at most 1e-7 off).
 *
 * y = 1 / (1 + e⁻ˣ)
 *
 * @example
 * ```ts
 * import { sigmoid, tensor } from 'memcell';
 * console.log(sigmoid(tensor([0])).toArray()); // => [ 0.5 ]
 * ```
 */
export function sigmoid(x: Tensor): Tensor {
  return unaryKernel('sigmoid', x, (dy, y) => gradientKernel('sigmoidGradient', y, dy));
}
