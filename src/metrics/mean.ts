import type { Config } from '../config.ts';
import { checkOptions, checkText } from '../options.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { MetricOptions } from './metric.ts';
import { RunningMean } from './running-mean.ts';

/**
 * Mean of values over all batches since the last reset: of a loss, or of what you measure yourself.
 *
 * Σ v w / Σ w
 *
 * **Shapes** values [B, …] (each sample is the mean over its further axes) or []; weight [B] or [B, T].
 *
 * @throws OptionError for an unknown option.
 * @example
 * ```ts
 * import { Mean, tensor } from 'memcell';
 * const mean = new Mean();
 * mean.update(tensor([1, 3]));
 * mean.update(5);
 * console.log(mean.result()); // => 3
 * ```
 */
export class Mean {
  readonly className = 'Mean';
  readonly name: string;
  readonly #mean: RunningMean;

  constructor(options: MetricOptions = {}) {
    checkOptions(this.className, options, ['name'], ['dtype']);
    this.name = checkText(this.className, 'name', options.name ?? 'mean');
    this.#mean = new RunningMean(this.name);
  }

  config(): Config {
    return { name: this.name };
  }

  /** Takes values in, each with its weight. */
  update(values: Tensor | number, { weight }: { weight?: Tensor | undefined } = {}): void {
    this.#mean.add('compute Mean', typeof values === 'number' ? tensor(values) : values, { weight });
  }

  /** The mean of all values taken in; 0 before the first. */
  result(): number {
    return this.#mean.result();
  }

  /** Forgets all values. */
  reset(): void {
    this.#mean.reset();
  }

  /** What a checkpoint keeps. */
  get variables(): readonly Variable[] {
    return this.#mean.variables;
  }
}
