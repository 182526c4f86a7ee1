import { MeanAbsolutePercentageError } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Mean of absolute differences in per cent of the target, as a metric.
 *
 * 100 mean (|y − ŷ| / max(|y|, 10⁻⁷))
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { MeanAbsolutePercentageErrorMetric, tensor } from 'memcell';
 * const metric = new MeanAbsolutePercentageErrorMetric();
 * metric.update(tensor([[2], [4]]), tensor([[1], [4]]));
 * console.log(metric.result()); // => 25
 * ```
 */
export class MeanAbsolutePercentageErrorMetric extends LossMetric {
  readonly className = 'MeanAbsolutePercentageError';

  constructor(options: MetricOptions = {}) {
    checkOptions('MeanAbsolutePercentageError', options, ['name'], ['dtype']);
    super('MeanAbsolutePercentageError', 'meanAbsolutePercentageError', options, new MeanAbsolutePercentageError());
  }
}
