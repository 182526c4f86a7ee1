import { CategoricalHinge } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Hinge loss between the right class and the best of the wrong ones, as a metric.
 *
 * mean over rows of max(max((1 − y) ŷ) − Σ y ŷ + 1, 0)
 *
 * **Shapes** target and prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/hinge_metrics/
 * @example
 * ```ts
 * import { CategoricalHingeMetric, tensor } from 'memcell';
 * const metric = new CategoricalHingeMetric();
 * metric.update(tensor([[0, 1]]), tensor([[0.6, 0.4]]));
 * console.log(metric.result().toFixed(4)); // => 1.2000
 * ```
 */
export class CategoricalHingeMetric extends LossMetric {
  readonly className = 'CategoricalHinge';

  constructor(options: MetricOptions = {}) {
    checkOptions('CategoricalHinge', options, ['name'], ['dtype']);
    super('CategoricalHinge', 'categoricalHinge', options, new CategoricalHinge());
  }
}
