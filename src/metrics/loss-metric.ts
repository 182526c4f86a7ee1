import type { Config } from '../config.ts';
import type { RowLoss, Weighting } from '../losses/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { MeanMetric } from './mean-metric.ts';
import type { MetricOptions } from './metric.ts';

/** The running mean of a loss. */
export abstract class LossMetric extends MeanMetric {
  readonly #loss: RowLoss;

  protected constructor(className: string, defaultName: string, options: MetricOptions, loss: RowLoss) {
    super(className, defaultName, options);
    this.#loss = loss;
  }

  override config(): Config {
    const { reduction: _, ...options } = this.#loss.config();
    return { ...super.config(), ...options };
  }

  protected values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return this.#loss.values(action, target, prediction);
  }

  protected override weighting(action: string, target: Tensor, prediction: Tensor, options?: Weighting): Weighting {
    return this.#loss.weighting(action, target, prediction, options) ?? {};
  }
}
