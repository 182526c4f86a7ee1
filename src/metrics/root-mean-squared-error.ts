import { MeanSquaredError } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Root of the mean of squared differences.
 *
 * √ mean (y − ŷ)²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { RootMeanSquaredError, tensor } from 'memcell';
 * const error = new RootMeanSquaredError();
 * error.update(tensor([[1], [2]]), tensor([[4], [5]]));
 * console.log(error.result()); // => 3
 * ```
 */
export class RootMeanSquaredError extends LossMetric {
  readonly className = 'RootMeanSquaredError';

  constructor(options: MetricOptions = {}) {
    checkOptions('RootMeanSquaredError', options, ['name'], ['dtype']);
    super('RootMeanSquaredError', 'rootMeanSquaredError', options, new MeanSquaredError());
  }

  override result(): number {
    return Math.sqrt(super.result());
  }
}
