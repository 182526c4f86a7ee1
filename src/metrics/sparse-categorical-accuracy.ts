import { matchLabels } from '../losses/index.ts';
import { argmax } from '../ops/argmax.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matches } from './matches.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Share of predictions whose largest class is the target, for targets that are numbers of classes.
 *
 * mean [y = argmax ŷ]
 *
 * **Shapes** target [B, …] or [B, …, 1], prediction [B, …, V]; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/accuracy_metrics/
 * @example
 * ```ts
 * import { SparseCategoricalAccuracy, tensor } from 'memcell';
 * const accuracy = new SparseCategoricalAccuracy();
 * accuracy.update(tensor([2, 1]), tensor([[0.1, 0.6, 0.3], [0.05, 0.95, 0]]));
 * console.log(accuracy.result()); // => 0.5
 * ```
 */
export class SparseCategoricalAccuracy extends MeanMetric {
  readonly className = 'SparseCategoricalAccuracy';

  constructor(options: MetricOptions = {}) {
    checkOptions('SparseCategoricalAccuracy', options, ['name'], ['dtype']);
    super('SparseCategoricalAccuracy', 'sparseCategoricalAccuracy', options);
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const labels = matchLabels(action, target, prediction, "'categoricalAccuracy'");
    return matches(labels, argmax(prediction), labels.shape);
  }
}
