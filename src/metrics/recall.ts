import type { Weighting } from '../losses/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ThresholdCounts, type ThresholdOptions } from './threshold-counts.ts';

/**
 * Share of the targets that are yes (not 0) whose prediction is above a threshold.
 *
 * Σ w [ŷ > threshold][y ≠ 0] / Σ w [y ≠ 0]; 0 where no target is yes
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T]. (Keras
 * leaves a mask out of account here.)
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for a list of thresholds.
 * @see https://keras.io/api/metrics/classification_metrics/
 * @example
 * ```ts
 * import { Recall, tensor } from 'memcell';
 * const recall = new Recall();
 * recall.update(tensor([0, 1, 1, 1]), tensor([0.9, 0.2, 0.7, 0.8]));
 * console.log(recall.result().toFixed(4)); // => 0.6667
 * ```
 */
export class Recall extends ThresholdCounts {
  readonly className = 'Recall';

  constructor(options: ThresholdOptions = {}) {
    super('Recall', 'recall', options, 'falseNegatives');
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): number[][] {
    const [hits, , actual] = this.count(action, target, prediction, options);
    return [[hits], [actual - hits]];
  }
}
