import { BinaryFocalCrossentropy, type BinaryFocalCrossentropyOptions } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of BinaryFocalCrossentropyMetric: those of the loss but for its reduction, and a name. */
export interface BinaryFocalCrossentropyMetricOptions
  extends MetricOptions,
    Omit<BinaryFocalCrossentropyOptions, 'reduction'> {}

/**
 * Cross-entropy of yes-or-no targets in which samples that are right already weigh little, as a metric.
 *
 * mean (w (1 − q)^γ H), as in the loss of that name
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see Lin et al., Focal Loss for Dense Object Detection, 2017.
 * @example
 * ```ts
 * import { BinaryFocalCrossentropyMetric, tensor } from 'memcell';
 * const metric = new BinaryFocalCrossentropyMetric();
 * metric.update(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(metric.result().toFixed(4)); // => 0.1733
 * ```
 */
export class BinaryFocalCrossentropyMetric extends LossMetric {
  readonly className = 'BinaryFocalCrossentropy';

  constructor(options: BinaryFocalCrossentropyMetricOptions = {}) {
    checkOptions(
      'BinaryFocalCrossentropy',
      options,
      ['name', 'applyClassBalancing', 'alpha', 'gamma', 'fromLogits', 'labelSmoothing', 'axis'],
      ['dtype'],
    );
    const { name: _, ...own } = options;
    super('BinaryFocalCrossentropy', 'binaryFocalCrossentropy', options, new BinaryFocalCrossentropy(own));
  }
}
