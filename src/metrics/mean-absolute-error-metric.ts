import { MeanAbsoluteError } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Mean of absolute differences, as a metric.
 *
 * mean |y − ŷ|
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { MeanAbsoluteErrorMetric, tensor } from 'memcell';
 * const metric = new MeanAbsoluteErrorMetric();
 * metric.update(tensor([[1], [2]]), tensor([[1], [4]]));
 * console.log(metric.result()); // => 1
 * ```
 */
export class MeanAbsoluteErrorMetric extends LossMetric {
  readonly className = 'MeanAbsoluteError';

  constructor(options: MetricOptions = {}) {
    checkOptions('MeanAbsoluteError', options, ['name'], ['dtype']);
    super('MeanAbsoluteError', 'meanAbsoluteError', options, new MeanAbsoluteError());
  }
}
