import { matchClasses } from '../losses/index.ts';
import { argmax } from '../ops/argmax.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matches } from './matches.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Share of predictions whose largest class is the target's, for one-hot targets.
 *
 * mean [argmax y = argmax ŷ]
 *
 * **Shapes** target and prediction [B, …, V]; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/accuracy_metrics/
 * @example
 * ```ts
 * import { CategoricalAccuracy, tensor } from 'memcell';
 * const accuracy = new CategoricalAccuracy();
 * accuracy.update(tensor([[0, 0, 1], [0, 1, 0]]), tensor([[0.1, 0.9, 0.8], [0.05, 0.95, 0]]));
 * console.log(accuracy.result()); // => 0.5
 * ```
 */
export class CategoricalAccuracy extends MeanMetric {
  readonly className = 'CategoricalAccuracy';

  constructor(options: MetricOptions = {}) {
    checkOptions('CategoricalAccuracy', options, ['name'], ['dtype']);
    super('CategoricalAccuracy', 'categoricalAccuracy', options);
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const hot = argmax(matchClasses(action, target, prediction, "'sparseCategoricalAccuracy'"));
    return matches(hot, argmax(prediction), hot.shape);
  }
}
