import type { Tensor } from '../tensor/tensor.ts';
import { divide } from './divide.ts';
import { unaryKernel } from './unary.ts';

/**
 * Natural logarithm of every element (at most 2 ulp off).
 *
 * y = ln x; −Infinity at 0, NaN below
 *
 * @example
 * ```ts
 * import { log, tensor } from 'memcell';
 * console.log(log(tensor([1])).toArray()); // => [ 0 ]
 * ```
 */
export function log(x: Tensor): Tensor {
  return unaryKernel('log', x, (dy) => divide(dy, x));
}
