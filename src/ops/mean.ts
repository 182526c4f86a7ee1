import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { type ReduceOptions, sum } from './sum.ts';

/**
 * Averages over axes; NaN where nothing is averaged.
 *
 * @throws ShapeError if an axis does not exist; OptionError for an unknown option.
 * @example
 * ```ts
 * import { mean, tensor } from 'memcell';
 * console.log(mean(tensor([1, 2, 6])).item()); // => 3
 * ```
 */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const total = sum(x, options);
  return multiply(total, total.size / x.size);
}
