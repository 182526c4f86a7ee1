import { MeanSquaredLogarithmicError } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Mean of squared differences of logarithms, as a metric.
 *
 * mean (ln(1 + max(y, 10⁻⁷)) − ln(1 + max(ŷ, 10⁻⁷)))²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { MeanSquaredLogarithmicErrorMetric, tensor } from 'memcell';
 * const metric = new MeanSquaredLogarithmicErrorMetric();
 * metric.update(tensor([[1], [3]]), tensor([[1], [1]]));
 * console.log(metric.result().toFixed(4)); // => 0.2402
 * ```
 */
export class MeanSquaredLogarithmicErrorMetric extends LossMetric {
  readonly className = 'MeanSquaredLogarithmicError';

  constructor(options: MetricOptions = {}) {
    checkOptions('MeanSquaredLogarithmicError', options, ['name'], ['dtype']);
    super('MeanSquaredLogarithmicError', 'meanSquaredLogarithmicError', options, new MeanSquaredLogarithmicError());
  }
}
