import { inScope } from '../tensor/scope.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { mean } from './mean.ts';
import { reshape } from './reshape.ts';
import { square } from './square.ts';
import { subtract } from './subtract.ts';
import type { ReduceOptions } from './sum.ts';

/** What `moments` gives. */
export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Mean and variance over axes.
 *
 * variance = mean (x − mean x)²
 *
 * @throws ShapeError if an axis does not exist; OptionError for an unknown option.
 * @example
 * ```ts
 * import { moments, tensor } from 'memcell';
 * const { mean, variance } = moments(tensor([[1, 5], [3, 5]]), { axis: 0 });
 * console.log(mean.toArray(), variance.toArray()); // => [ 2, 5 ] [ 1, 0 ]
 * ```
 */
export function moments(x: Tensor, options: ReduceOptions = {}): Moments {
  return inScope(() => {
    const kept = mean(x, { ...options, keepDims: true });
    const variance = mean(square(subtract(x, kept)), options);
    return { mean: reshape(kept, variance.shape), variance };
  });
}
