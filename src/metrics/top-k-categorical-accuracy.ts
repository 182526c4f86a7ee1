import type { Config } from '../config.ts';
import { matchClasses } from '../losses/index.ts';
import { argmax } from '../ops/argmax.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { inTopK } from './in-top-k.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of TopKCategoricalAccuracy. */
export interface TopKCategoricalAccuracyOptions extends MetricOptions {
  /** How many classes of the highest scores count as right; a whole number from 1. Default 5. */
  k?: number;
}

/**
 * Share of predictions whose target is among the k classes of the highest scores, for one-hot targets.
 *
 * mean [fewer than k classes score higher than the target's]
 *
 * **Shapes** target and prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/accuracy_metrics/
 * @example
 * ```ts
 * import { TopKCategoricalAccuracy, tensor } from 'memcell';
 * const accuracy = new TopKCategoricalAccuracy({ k: 2 });
 * accuracy.update(tensor([[0, 0, 1], [0, 1, 0]]), tensor([[0.1, 0.9, 0.8], [0.4, 0.05, 0.5]]));
 * console.log(accuracy.result()); // => 0.5
 * ```
 */
export class TopKCategoricalAccuracy extends MeanMetric {
  readonly className = 'TopKCategoricalAccuracy';
  readonly k: number;

  constructor(options: TopKCategoricalAccuracyOptions = {}) {
    checkOptions('TopKCategoricalAccuracy', options, ['name', 'k'], ['dtype']);
    super('TopKCategoricalAccuracy', 'topKCategoricalAccuracy', options);
    this.k = checkNumber('TopKCategoricalAccuracy', 'k', options.k ?? 5, { from: 1, whole: true });
  }

  override config(): Config {
    return { ...super.config(), k: this.k };
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const hot = matchClasses(action, target, prediction, "'sparseTopKCategoricalAccuracy'");
    return inTopK(action, argmax(hot), prediction, this.k);
  }
}
