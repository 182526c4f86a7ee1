import { Poisson } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Negative log-likelihood of counts under Poisson distributions, less a constant, as a metric.
 *
 * mean (ŷ − y ln(ŷ + 10⁻⁷))
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/probabilistic_metrics/
 * @example
 * ```ts
 * import { PoissonMetric, tensor } from 'memcell';
 * const metric = new PoissonMetric();
 * metric.update(tensor([[1], [0]]), tensor([[2], [1]]));
 * console.log(metric.result().toFixed(4)); // => 1.1534
 * ```
 */
export class PoissonMetric extends LossMetric {
  readonly className = 'Poisson';

  constructor(options: MetricOptions = {}) {
    checkOptions('Poisson', options, ['name'], ['dtype']);
    super('Poisson', 'poisson', options, new Poisson());
  }
}
