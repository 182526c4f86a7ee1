import { KLDivergence } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Kullback-Leibler divergence of the predicted from the target distribution, as a metric.
 *
 * mean over rows of Σ y ln(y / ŷ); y and ŷ clipped to [10⁻⁷, 1]
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/probabilistic_metrics/
 * @example
 * ```ts
 * import { KLDivergenceMetric, tensor } from 'memcell';
 * const metric = new KLDivergenceMetric();
 * metric.update(tensor([[0.5, 0.5]]), tensor([[0.9, 0.1]]));
 * console.log(metric.result().toFixed(4)); // => 0.5108
 * ```
 */
export class KLDivergenceMetric extends LossMetric {
  readonly className = 'KLDivergence';

  constructor(options: MetricOptions = {}) {
    checkOptions('KLDivergence', options, ['name'], ['dtype']);
    super('KLDivergence', 'klDivergence', options, new KLDivergence());
  }
}
