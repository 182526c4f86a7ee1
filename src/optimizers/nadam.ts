import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { pow } from '../math.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Nadam. */
export interface NadamOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** Share of the mean gradient that is kept in a step, from 0, below 1. Default 0.9. */
  beta1?: number;
  /** Share of the mean squared gradient that is kept in a step, from 0, below 1. Default 0.999. */
  beta2?: number;
  /** Keeps the division finite, from 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * Nadam: Adam with Nesterov's momentum.
 *
 * m ← m + (g − m)(1 − β₁);  v ← v + (g² − v)(1 − β₂);  μₜ = β₁ (1 − 0.96ᵗ / 2);  Πₜ = μ₁ ⋯ μₜ
 * w ← w − η (μₜ₊₁ m / (1 − Πₜ₊₁) + (1 − μₜ) g / (1 − Πₜ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * **Slots** momentum (m), velocity (v).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ
 * @example
 * ```ts
 * import { Nadam, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Nadam({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.531', '0.531' ]
 * ```
 */
export class Nadam extends Optimizer {
  readonly className = 'Nadam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly slotNames: readonly string[] = ['momentum', 'velocity'];

  constructor(options: NadamOptions = {}) {
    checkOptions('Nadam', options, [...sharedOptions, 'beta1', 'beta2', 'epsilon'], unsupportedOptions);
    super('Nadam', options.learningRate ?? 0.001, options);
    this.beta1 = checkNumber('Nadam', 'beta1', options.beta1 ?? 0.9, { from: 0, below: 1 });
    this.beta2 = checkNumber('Nadam', 'beta2', options.beta2 ?? 0.999, { from: 0, below: 1 });
    this.epsilon = checkNumber('Nadam', 'epsilon', options.epsilon ?? 1e-7, { from: 0 });
  }

  override config(): Config {
    return { ...super.config(), beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon };
  }

  override factorsAt(rate: number, step: number): readonly number[] {
    const scale = Math.sqrt(1 - pow(this.beta2, step)); // of the root, taken to the other side
    const [now, next] = [this.#share(step), this.#share(step + 1)];
    const product = this.#product(step);
    const [ofMean, ofGradient] = [next / (1 - product * next), (1 - now) / (1 - product)];
    return [rate * scale * ofMean, rate * scale * ofGradient, scale * this.epsilon];
  }

  update({ size, variable, gradient, slots }: WeightRun, factors: readonly number[]): void {
    const [m, v] = slots as readonly [number, number];
    const [rate, direct, epsilon] = factors as readonly [number, number, number];
    const { kernels } = backend();
    kernels.adam(size, variable, gradient, m, v, 0, rate, direct, 1 - this.beta1, 1 - this.beta2, epsilon);
  }

  /** μₜ. */
  #share(step: number): number {
    return this.beta1 * (1 - 0.5 * pow(0.96, step));
  }

  /** Πₜ, from the step alone, so that a resumed run has the same bits; no further than it counts in 1 − Πₜ. */
  #product(step: number): number {
    let [product, decay] = [1, 1];
    for (let i = 1; i <= step && product > 1e-20; i++) {
      decay *= 0.96;
      product *= this.beta1 * (1 - 0.5 * decay);
    }
    return product;
  }
}
