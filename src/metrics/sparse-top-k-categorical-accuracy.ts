import type { Config } from '../config.ts';
import { matchLabels } from '../losses/index.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { inTopK } from './in-top-k.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of SparseTopKCategoricalAccuracy. */
export interface SparseTopKCategoricalAccuracyOptions extends MetricOptions {
  /** How many classes of the highest scores count as right; a whole number from 1. Default 5. */
  k?: number;
}

/**
 * Share of predictions whose target is among the k classes of the highest scores, for targets that are numbers of classes.
 *
 * mean [fewer than k classes score higher than the target's]
 *
 * **Shapes** target [B, …] or [B, …, 1], prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/accuracy_metrics/
 * @example
 * ```ts
 * import { SparseTopKCategoricalAccuracy, tensor } from 'memcell';
 * const accuracy = new SparseTopKCategoricalAccuracy({ k: 2 });
 * accuracy.update(tensor([2, 1]), tensor([[0.1, 0.9, 0.8], [0.4, 0.05, 0.5]]));
 * console.log(accuracy.result()); // => 0.5
 * ```
 */
export class SparseTopKCategoricalAccuracy extends MeanMetric {
  readonly className = 'SparseTopKCategoricalAccuracy';
  readonly k: number;

  constructor(options: SparseTopKCategoricalAccuracyOptions = {}) {
    checkOptions('SparseTopKCategoricalAccuracy', options, ['name', 'k'], ['dtype', 'fromSortedIds']);
    super('SparseTopKCategoricalAccuracy', 'sparseTopKCategoricalAccuracy', options);
    this.k = checkNumber('SparseTopKCategoricalAccuracy', 'k', options.k ?? 5, { from: 1, whole: true });
  }

  override config(): Config {
    return { ...super.config(), k: this.k };
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const labels = matchLabels(action, target, prediction, "'topKCategoricalAccuracy'");
    return inTopK(action, labels, prediction, this.k);
  }
}
