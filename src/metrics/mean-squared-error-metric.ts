import { MeanSquaredError } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Mean of squared differences, as a metric.
 *
 * mean (y − ŷ)²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { MeanSquaredErrorMetric, tensor } from 'memcell';
 * const metric = new MeanSquaredErrorMetric();
 * metric.update(tensor([[1], [2]]), tensor([[1], [4]]));
 * console.log(metric.result()); // => 2
 * ```
 */
export class MeanSquaredErrorMetric extends LossMetric {
  readonly className = 'MeanSquaredError';

  constructor(options: MetricOptions = {}) {
    checkOptions('MeanSquaredError', options, ['name'], ['dtype']);
    super('MeanSquaredError', 'meanSquaredError', options, new MeanSquaredError());
  }
}
