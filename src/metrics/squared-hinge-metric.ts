import { SquaredHinge } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Square of the hinge loss, as a metric; targets that are all 0 or 1 count as −1 and 1.
 *
 * mean max(1 − y ŷ, 0)²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/hinge_metrics/
 * @example
 * ```ts
 * import { SquaredHingeMetric, tensor } from 'memcell';
 * const metric = new SquaredHingeMetric();
 * metric.update(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(metric.result()); // => 1.25
 * ```
 */
export class SquaredHingeMetric extends LossMetric {
  readonly className = 'SquaredHinge';

  constructor(options: MetricOptions = {}) {
    checkOptions('SquaredHinge', options, ['name'], ['dtype']);
    super('SquaredHinge', 'squaredHinge', options, new SquaredHinge());
  }
}
