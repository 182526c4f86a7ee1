import { CosineSimilarity, type CosineSimilarityOptions, cosine, matchTarget } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of CosineSimilarityMetric. */
export interface CosineSimilarityMetricOptions extends MetricOptions, Pick<CosineSimilarityOptions, 'axis'> {}

/**
 * Cosine of the angle between target and prediction, as a metric: 1 where they point the same way. (The loss of that name is
 * its negative.)
 *
 * mean over rows of Σ y ŷ / (‖y‖ ‖ŷ‖), norms kept from 10⁻⁷
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option; UnsupportedError for another axis.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { CosineSimilarityMetric, tensor } from 'memcell';
 * const similarity = new CosineSimilarityMetric();
 * similarity.update(tensor([[0, 1], [1, 1]]), tensor([[0, 2], [1, 0]]));
 * console.log(similarity.result().toFixed(4)); // => 0.8536
 * ```
 */
export class CosineSimilarityMetric extends MeanMetric {
  readonly className = 'CosineSimilarity';

  constructor(options: CosineSimilarityMetricOptions = {}) {
    checkOptions('CosineSimilarity', options, ['name', 'axis'], ['dtype']);
    super('CosineSimilarity', 'cosineSimilarity', options);
    new CosineSimilarity({ ...(options.axis === undefined ? {} : { axis: options.axis }) });
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return cosine(matchTarget(action, target, prediction), prediction);
  }
}
