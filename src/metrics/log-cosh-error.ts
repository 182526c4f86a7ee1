import { LogCosh } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/**
 * Logarithm of the hyperbolic cosine of the difference, as a metric.
 *
 * mean ln cosh(ŷ − y)
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { LogCoshError, tensor } from 'memcell';
 * const metric = new LogCoshError();
 * metric.update(tensor([[0], [0]]), tensor([[1], [-1]]));
 * console.log(metric.result().toFixed(4)); // => 0.4338
 * ```
 */
export class LogCoshError extends LossMetric {
  readonly className = 'LogCoshError';

  constructor(options: MetricOptions = {}) {
    checkOptions('LogCoshError', options, ['name'], ['dtype']);
    super('LogCoshError', 'logcosh', options, new LogCosh());
  }
}
