import { CategoricalCrossentropy, type CategoricalCrossentropyOptions } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of CategoricalCrossentropyMetric: those of the loss but for its reduction, and a name. */
export interface CategoricalCrossentropyMetricOptions
  extends MetricOptions,
    Omit<CategoricalCrossentropyOptions, 'reduction'> {}

/**
 * Cross-entropy of one-hot targets, as a metric.
 *
 * −mean over rows of Σ z ln(p / Σ p), z = y (1 − labelSmoothing) + labelSmoothing / C
 *
 * **Shapes** target and prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/probabilistic_metrics/
 * @example
 * ```ts
 * import { CategoricalCrossentropyMetric, tensor } from 'memcell';
 * const metric = new CategoricalCrossentropyMetric();
 * metric.update(tensor([[0, 1, 0]]), tensor([[0.25, 0.5, 0.25]]));
 * console.log(metric.result().toFixed(4)); // => 0.6931
 * ```
 */
export class CategoricalCrossentropyMetric extends LossMetric {
  readonly className = 'CategoricalCrossentropy';

  constructor(options: CategoricalCrossentropyMetricOptions = {}) {
    checkOptions('CategoricalCrossentropy', options, ['name', 'fromLogits', 'labelSmoothing', 'axis'], ['dtype']);
    const { name: _, ...own } = options;
    super('CategoricalCrossentropy', 'categoricalCrossentropy', options, new CategoricalCrossentropy(own));
  }
}
