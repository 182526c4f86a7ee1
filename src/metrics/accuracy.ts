import { matchTarget } from '../losses/index.ts';
import { equal } from '../ops/compare.ts';
import { checkOptions } from '../options.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Share of predictions that equal their target. The name 'accuracy' in `compile` picks one of the other accuracies, by the
 * shapes; this one compares numbers as they are.
 *
 * mean [y = ŷ]
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/accuracy_metrics/
 * @example
 * ```ts
 * import { Accuracy, tensor } from 'memcell';
 * const accuracy = new Accuracy();
 * accuracy.update(tensor([1, 2, 3, 4]), tensor([0, 2, 3, 4]));
 * console.log(accuracy.result()); // => 0.75
 * ```
 */
export class Accuracy extends MeanMetric {
  readonly className = 'Accuracy';

  constructor(options: MetricOptions = {}) {
    checkOptions('Accuracy', options, ['name'], ['dtype']);
    super('Accuracy', 'accuracy', options);
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const given = toFloat(prediction);
    return equal(matchTarget(action, target, given), given);
  }
}
