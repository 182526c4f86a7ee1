import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { pow } from '../math.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Adamax. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** Share of the mean gradient that is kept in a step, from 0, below 1. Default 0.9. */
  beta1?: number;
  /** Share of the largest gradient that is kept in a step, from 0, below 1. Default 0.999. */
  beta2?: number;
  /** Keeps the division finite, from 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adamax: Adam with the largest gradient of late in place of the root mean square.
 *
 * m ← m + (g − m)(1 − β₁);  u ← max(β₂ u, |g|);  w ← w − η / (1 − β₁ᵗ) · m / (u + ε)
 *
 * **Slots** momentum (m), norm (u).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/1412.6980
 * @example
 * ```ts
 * import { Adamax, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Adamax({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.500', '0.500' ]
 * ```
 */
export class Adamax extends Optimizer {
  readonly className = 'Adamax';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly slotNames: readonly string[] = ['momentum', 'norm'];

  constructor(options: AdamaxOptions = {}) {
    checkOptions('Adamax', options, [...sharedOptions, 'beta1', 'beta2', 'epsilon'], unsupportedOptions);
    super('Adamax', options.learningRate ?? 0.001, options);
    this.beta1 = checkNumber('Adamax', 'beta1', options.beta1 ?? 0.9, { from: 0, below: 1 });
    this.beta2 = checkNumber('Adamax', 'beta2', options.beta2 ?? 0.999, { from: 0, below: 1 });
    this.epsilon = checkNumber('Adamax', 'epsilon', options.epsilon ?? 1e-7, { from: 0 });
  }

  override config(): Config {
    return { ...super.config(), beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon };
  }

  override factorsAt(rate: number, step: number): readonly number[] {
    return [rate / (1 - pow(this.beta1, step))];
  }

  update({ size, variable, gradient, slots }: WeightRun, [rate = 0]: readonly number[]): void {
    const [m, u] = slots as readonly [number, number];
    backend().kernels.adamax(size, variable, gradient, m, u, rate, 1 - this.beta1, this.beta2, this.epsilon);
  }
}
