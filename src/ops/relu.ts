import type { Tensor } from '../tensor/tensor.ts';
import { gradientKernel, unaryKernel } from './unary.ts';

/**
 * Rectified linear unit.
 *
 * y = max(x, 0); gradient 0 at 0
 *
 * @example
 * ```ts
 * import { relu, tensor } from 'memcell';
 * console.log(relu(tensor([-1, 2])).toArray()); // => [ 0, 2 ]
 * ```
 */
export function relu(x: Tensor): Tensor {
  return unaryKernel('relu', x, (dy, y) => gradientKernel('reluGradient', y, dy));
}
