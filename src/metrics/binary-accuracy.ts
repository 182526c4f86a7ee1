import type { Config } from '../config.ts';
import { matchTarget } from '../losses/index.ts';
import { equal, greater } from '../ops/compare.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of BinaryAccuracy. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** Predictions above it count as 1, others as 0; a finite number. Default 0.5. */
  threshold?: number;
}

/**
 * Share of predictions on their target's side of a threshold.
 *
 * mean [y = (ŷ > threshold)]
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/accuracy_metrics/
 * @example
 * ```ts
 * import { BinaryAccuracy, tensor } from 'memcell';
 * const accuracy = new BinaryAccuracy();
 * accuracy.update(tensor([[1], [1], [0], [0]]), tensor([[0.98], [1], [0], [0.6]]));
 * console.log(accuracy.result()); // => 0.75
 * ```
 */
export class BinaryAccuracy extends MeanMetric {
  readonly className = 'BinaryAccuracy';
  readonly threshold: number;

  constructor(options: BinaryAccuracyOptions = {}) {
    checkOptions('BinaryAccuracy', options, ['name', 'threshold'], ['dtype']);
    super('BinaryAccuracy', 'binaryAccuracy', options);
    this.threshold = checkNumber('BinaryAccuracy', 'threshold', options.threshold ?? 0.5);
  }

  override config(): Config {
    return { ...super.config(), threshold: this.threshold };
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return equal(matchTarget(action, target, prediction), greater(prediction, this.threshold));
  }
}
