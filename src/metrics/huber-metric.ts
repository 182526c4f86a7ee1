import { Huber, type HuberOptions } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of HuberMetric: those of the loss but for its reduction, and a name. */
export interface HuberMetricOptions extends MetricOptions, Omit<HuberOptions, 'reduction'> {}

/**
 * Huber loss, as a metric.
 *
 * mean ℓ(|y − ŷ|), ℓ(e) = e² / 2 for e ≤ δ and δ e − δ² / 2 beyond
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { HuberMetric, tensor } from 'memcell';
 * const metric = new HuberMetric();
 * metric.update(tensor([[0], [0]]), tensor([[1], [3]]));
 * console.log(metric.result()); // => 1.5
 * ```
 */
export class HuberMetric extends LossMetric {
  readonly className = 'Huber';

  constructor(options: HuberMetricOptions = {}) {
    checkOptions('Huber', options, ['name', 'delta'], ['dtype']);
    const { name: _, ...own } = options;
    super('Huber', 'huber', options, new Huber(own));
  }
}
