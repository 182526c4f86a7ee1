import type { Weighting } from '../losses/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ThresholdCounts, type ThresholdOptions } from './threshold-counts.ts';

/**
 * Share of the predictions above a threshold whose target is yes (not 0).
 *
 * Σ w [ŷ > threshold][y ≠ 0] / Σ w [ŷ > threshold]; 0 where nothing is predicted
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T]. (Keras
 * leaves a mask out of account here.)
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for a list of thresholds.
 * @see https://keras.io/api/metrics/classification_metrics/
 * @example
 * ```ts
 * import { Precision, tensor } from 'memcell';
 * const precision = new Precision();
 * precision.update(tensor([0, 1, 1, 1]), tensor([0.9, 0.2, 0.7, 0.8]));
 * console.log(precision.result().toFixed(4)); // => 0.6667
 * ```
 */
export class Precision extends ThresholdCounts {
  readonly className = 'Precision';

  constructor(options: ThresholdOptions = {}) {
    super('Precision', 'precision', options, 'falsePositives');
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): number[][] {
    const [hits, predicted] = this.count(action, target, prediction, options);
    return [[hits], [predicted - hits]];
  }
}
