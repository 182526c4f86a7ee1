import type { Config } from '../config.ts';
import type { Weighting } from '../losses/index.ts';
import { checkText } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { Metric, MetricOptions } from './metric.ts';
import { Sums } from './sums.ts';

/** A metric that is worked out from running sums. */
export abstract class SumsMetric implements Metric {
  abstract readonly className: string;
  readonly name: string;
  protected readonly sums: Sums;

  /** @param parts the names of its sums. */
  protected constructor(
    className: string,
    defaultName: string,
    { name = defaultName }: MetricOptions,
    parts: readonly string[],
    shape?: Shape,
  ) {
    this.name = checkText(className, 'name', name);
    this.sums = new Sums(this.name, parts, shape);
  }

  /** What a batch adds to each sum. */
  protected abstract amounts(
    action: string,
    target: Tensor,
    prediction: Tensor,
    options: Weighting,
  ): readonly ArrayLike<number>[];

  abstract result(): number;

  config(): Config {
    return { name: this.name };
  }

  update(target: Tensor, prediction: Tensor, options: Weighting = {}): void {
    inScope(() => this.sums.add(this.amounts(`compute ${this.className}`, target, prediction, options)));
  }

  reset(): void {
    this.sums.reset();
  }

  get variables(): readonly Variable[] {
    return this.sums.variables;
  }
}
