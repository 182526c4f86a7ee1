import { BinaryCrossentropy, type BinaryCrossentropyOptions } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of BinaryCrossentropyMetric: those of the loss but for its reduction, and a name. */
export interface BinaryCrossentropyMetricOptions extends MetricOptions, Omit<BinaryCrossentropyOptions, 'reduction'> {}

/**
 * Cross-entropy of yes-or-no targets, as a metric.
 *
 * −mean (z ln p + (1 − z) ln(1 − p)), z = y (1 − labelSmoothing) + labelSmoothing / 2
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/probabilistic_metrics/
 * @example
 * ```ts
 * import { BinaryCrossentropyMetric, tensor } from 'memcell';
 * const metric = new BinaryCrossentropyMetric();
 * metric.update(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(metric.result().toFixed(4)); // => 0.6931
 * ```
 */
export class BinaryCrossentropyMetric extends LossMetric {
  readonly className = 'BinaryCrossentropy';

  constructor(options: BinaryCrossentropyMetricOptions = {}) {
    checkOptions('BinaryCrossentropy', options, ['name', 'fromLogits', 'labelSmoothing', 'axis'], ['dtype']);
    const { name: _, ...own } = options;
    super('BinaryCrossentropy', 'binaryCrossentropy', options, new BinaryCrossentropy(own));
  }
}
