import { SparseCategoricalCrossentropy, type SparseCategoricalCrossentropyOptions } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of SparseCategoricalCrossentropyMetric: those of the loss but for its reduction, and a name. */
export interface SparseCategoricalCrossentropyMetricOptions
  extends MetricOptions,
    Omit<SparseCategoricalCrossentropyOptions, 'reduction'> {}

/**
 * Cross-entropy of targets that are numbers of classes, as a metric.
 *
 * −mean over rows of ln(p[y] / Σ p). Rows of `ignoreClass` count for nothing; in Keras they do so under weights or a mask
 * only, and else count as 0.
 *
 * **Shapes** target [B, …] or [B, …, 1], prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/probabilistic_metrics/
 * @example
 * ```ts
 * import { SparseCategoricalCrossentropyMetric, tensor } from 'memcell';
 * const metric = new SparseCategoricalCrossentropyMetric();
 * metric.update(tensor([1]), tensor([[0.25, 0.5, 0.25]]));
 * console.log(metric.result().toFixed(4)); // => 0.6931
 * ```
 */
export class SparseCategoricalCrossentropyMetric extends LossMetric {
  readonly className = 'SparseCategoricalCrossentropy';

  constructor(options: SparseCategoricalCrossentropyMetricOptions = {}) {
    checkOptions('SparseCategoricalCrossentropy', options, ['name', 'fromLogits', 'ignoreClass', 'axis'], ['dtype']);
    const { name: _, ...own } = options;
    super(
      'SparseCategoricalCrossentropy',
      'sparseCategoricalCrossentropy',
      options,
      new SparseCategoricalCrossentropy(own),
    );
  }
}
