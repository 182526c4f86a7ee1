import { Hinge } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Hinge loss, as a metric; targets that are all 0 or 1 count as −1 and 1.
 *
 * mean max(1 − y ŷ, 0)
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/hinge_metrics/
 * @example
 * ```ts
 * import { HingeMetric, tensor } from 'memcell';
 * const metric = new HingeMetric();
 * metric.update(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(metric.result()); // => 1
 * ```
 */
export class HingeMetric extends LossMetric {
  readonly className = 'Hinge';

  constructor(options: MetricOptions = {}) {
    checkOptions('Hinge', options, ['name'], ['dtype']);
    super('Hinge', 'hinge', options, new Hinge());
  }
}
