import type { Tensor } from '../tensor/tensor.ts';
import { gradientKernel, unaryKernel } from './unary.ts';

/**
 * Hyperbolic tangent (at most 2 ulp off).
 *
 * y = tanh x
 *
 * @example
 * ```ts
 * import { tanh, tensor } from 'memcell';
 * console.log(tanh(tensor([0])).toArray()); // => [ 0 ]
 * ```
 */
export function tanh(x: Tensor): Tensor {
  return unaryKernel('tanh', x, (dy, y) => gradientKernel('tanhGradient', y, dy));
}
