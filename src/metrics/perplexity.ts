import type { Config } from '../config.ts';
import { CategoricalCrossentropy, SparseCategoricalCrossentropy, type Weighting } from '../losses/index.ts';
import { exp } from '../math.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { checkOptions } from '../options.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { SumsMetric } from './sums-metric.ts';
import { factorOf } from './weigh.ts';

/** Options of Perplexity. */
export interface PerplexityOptions extends MetricOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** Targets of this number count as masked; it may lie outside the classes. A whole number. Default: none. */
  ignoreClass?: number | null;
}

/**
 * How many classes a language model hesitates between: 1 where it is always certain and right, C where it guesses.
 *
 * exp (Σ w H / Σ w), H = −ln p[y]: the mean cross-entropy over all steps of all batches
 *
 * **Shapes** prediction [B, …, C], target [B, …], [B, …, 1] or, as probabilities, [B, …, C]; mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { Perplexity, tensor } from 'memcell';
 * const perplexity = new Perplexity();
 * perplexity.update(tensor([0, 2]), tensor([[0.25, 0.25, 0.5], [0.25, 0.5, 0.25]]));
 * console.log(perplexity.result().toFixed(4)); // => 4.0000
 * ```
 */
export class Perplexity extends SumsMetric {
  readonly className = 'Perplexity';
  readonly #sparse: SparseCategoricalCrossentropy;
  readonly #hot: CategoricalCrossentropy;

  constructor(options: PerplexityOptions = {}) {
    checkOptions('Perplexity', options, ['name', 'fromLogits', 'ignoreClass']);
    super('Perplexity', 'perplexity', options, ['total', 'count'], []);
    const { fromLogits = false, ignoreClass = null } = options;
    this.#sparse = new SparseCategoricalCrossentropy({ fromLogits, ignoreClass });
    this.#hot = new CategoricalCrossentropy({ fromLogits });
  }

  override config(): Config {
    const { fromLogits, ignoreClass } = this.#sparse;
    return { ...super.config(), fromLogits, ignoreClass };
  }

  result(): number {
    const [total = 0, count = 0] = this.sums.read().map((part) => part[0] as number);
    return count === 0 ? 0 : exp(total / count);
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): number[][] {
    if (prediction.size === 0) return [[0], [0]];
    const loss = sameShape(target.shape, prediction.shape) ? this.#hot : this.#sparse;
    const values = loss.values(action, target, prediction);
    const factor = factorOf(action, loss.weighting(action, target, prediction, options) ?? {}, values.shape);
    if (factor === undefined) return [[sum(values).item()], [values.size]];
    return [[sum(multiply(values, factor)).item()], [(sum(factor).item() * values.size) / factor.size]];
  }
}
