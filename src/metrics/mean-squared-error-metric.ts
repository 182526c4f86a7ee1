import { matchTarget } from '../losses/index.ts';
import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Mean of squared differences, as a metric.
 *
 * mean (y − ŷ)²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { MeanSquaredErrorMetric, tensor } from 'memcell';
 * const error = new MeanSquaredErrorMetric();
 * error.update(tensor([[1], [2]]), tensor([[1], [4]]));
 * console.log(error.result()); // => 2
 * ```
 */
export class MeanSquaredErrorMetric extends MeanMetric {
  readonly className = 'MeanSquaredError';

  constructor(options: MetricOptions = {}) {
    checkOptions('MeanSquaredError', options, ['name'], ['dtype']);
    super('MeanSquaredError', 'meanSquaredError', options);
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return square(subtract(matchTarget(action, target, prediction), prediction));
  }
}
