import { matchTarget } from '../losses/index.ts';
import { abs } from '../ops/abs.ts';
import { subtract } from '../ops/subtract.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Mean of absolute differences, as a metric.
 *
 * mean |y − ŷ|
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { MeanAbsoluteErrorMetric, tensor } from 'memcell';
 * const error = new MeanAbsoluteErrorMetric();
 * error.update(tensor([[1], [2]]), tensor([[1], [4]]));
 * console.log(error.result()); // => 1
 * ```
 */
export class MeanAbsoluteErrorMetric extends MeanMetric {
  readonly className = 'MeanAbsoluteError';

  constructor(options: MetricOptions = {}) {
    checkOptions('MeanAbsoluteError', options, ['name'], ['dtype']);
    super('MeanAbsoluteError', 'meanAbsoluteError', options);
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return abs(subtract(matchTarget(action, target, prediction), prediction));
  }
}
