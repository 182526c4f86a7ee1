import { CategoricalFocalCrossentropy, type CategoricalFocalCrossentropyOptions } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of CategoricalFocalCrossentropyMetric: those of the loss but for its reduction, and a name. */
export interface CategoricalFocalCrossentropyMetricOptions
  extends MetricOptions,
    Omit<CategoricalFocalCrossentropyOptions, 'reduction'> {}

/**
 * Cross-entropy of one-hot targets in which samples that are right already weigh little, as a metric.
 *
 * −mean over rows of Σ α (1 − q)^γ z ln q, as in the loss of that name
 *
 * **Shapes** target and prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see Lin et al., Focal Loss for Dense Object Detection, 2017.
 * @example
 * ```ts
 * import { CategoricalFocalCrossentropyMetric, tensor } from 'memcell';
 * const metric = new CategoricalFocalCrossentropyMetric();
 * metric.update(tensor([[0, 1]]), tensor([[0.5, 0.5]]));
 * console.log(metric.result().toFixed(4)); // => 0.0433
 * ```
 */
export class CategoricalFocalCrossentropyMetric extends LossMetric {
  readonly className = 'CategoricalFocalCrossentropy';

  constructor(options: CategoricalFocalCrossentropyMetricOptions = {}) {
    checkOptions(
      'CategoricalFocalCrossentropy',
      options,
      ['name', 'alpha', 'gamma', 'fromLogits', 'labelSmoothing', 'axis'],
      ['dtype'],
    );
    const { name: _, ...own } = options;
    super(
      'CategoricalFocalCrossentropy',
      'categoricalFocalCrossentropy',
      options,
      new CategoricalFocalCrossentropy(own),
    );
  }
}
