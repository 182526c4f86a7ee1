import { type LabelLossOptions, NegativeLogLikelihood } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { LossMetric } from './loss-metric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of NegativeLogLikelihoodMetric: those of the loss but for its reduction, and a name. */
export interface NegativeLogLikelihoodMetricOptions extends MetricOptions, Omit<LabelLossOptions, 'reduction'> {}

/**
 * Negative log-likelihood of targets that are numbers of classes, for models that end in a log softmax, as a metric.
 *
 * −mean over rows of ŷ[y]
 *
 * **Shapes** target [B, …] or [B, …, 1], prediction [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 * @example
 * ```ts
 * import { NegativeLogLikelihoodMetric, tensor } from 'memcell';
 * const metric = new NegativeLogLikelihoodMetric();
 * metric.update(tensor([1]), tensor([[-1, -0.5]]));
 * console.log(metric.result()); // => 0.5
 * ```
 */
export class NegativeLogLikelihoodMetric extends LossMetric {
  readonly className = 'NegativeLogLikelihood';

  constructor(options: NegativeLogLikelihoodMetricOptions = {}) {
    checkOptions('NegativeLogLikelihood', options, ['name', 'ignoreClass'], ['dtype']);
    const { name: _, ...own } = options;
    super('NegativeLogLikelihood', 'negativeLogLikelihood', options, new NegativeLogLikelihood(own));
  }
}
