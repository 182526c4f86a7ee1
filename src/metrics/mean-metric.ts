import type { Config } from '../config.ts';
import type { Weighting } from '../losses/index.ts';
import { checkText } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { Metric, MetricOptions } from './metric.ts';
import { RunningMean } from './running-mean.ts';

/** A metric that is the mean of a value of each sample. */
export abstract class MeanMetric implements Metric {
  abstract readonly className: string;
  readonly name: string;
  readonly #mean: RunningMean;

  protected constructor(className: string, defaultName: string, { name = defaultName }: MetricOptions) {
    this.name = checkText(className, 'name', name);
    this.#mean = new RunningMean(this.name);
  }

  /** Values of each sample [B, …]. */
  protected abstract values(action: string, target: Tensor, prediction: Tensor): Tensor;

  /** Which values count. */
  protected weighting(_action: string, _target: Tensor, _prediction: Tensor, options: Weighting = {}): Weighting {
    return options;
  }

  config(): Config {
    return { name: this.name };
  }

  update(target: Tensor, prediction: Tensor, options?: Weighting): void {
    const action = `compute ${this.className}`;
    inScope(() => {
      const values = this.values(action, target, prediction);
      this.#mean.add(action, values, this.weighting(action, target, prediction, options));
    });
  }

  result(): number {
    return this.#mean.result();
  }

  reset(): void {
    this.#mean.reset();
  }

  get variables(): readonly Variable[] {
    return this.#mean.variables;
  }
}
