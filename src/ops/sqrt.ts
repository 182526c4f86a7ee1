import type { Tensor } from '../tensor/tensor.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';
import { unaryKernel } from './unary.ts';

/**
 * Square root of every element.
 *
 * y = √x; NaN below 0
 *
 * @example
 * ```ts
 * import { sqrt, tensor } from 'memcell';
 * console.log(sqrt(tensor([4, 9])).toArray()); // => [ 2, 3 ]
 * ```
 */
export function sqrt(x: Tensor): Tensor {
  return unaryKernel('sqrt', x, (dy, y) => divide(multiply(dy, 0.5), y));
}
