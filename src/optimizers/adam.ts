import { backend } from '../backend/current.ts';
import type { Address } from '../backend/table.ts';
import type { Config } from '../config.ts';
import { pow } from '../math.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Adam. */
export interface AdamOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** Share of the mean gradient that is kept in a step, from 0, below 1. Default 0.9. */
  beta1?: number;
  /** Share of the mean squared gradient that is kept in a step, from 0, below 1. Default 0.999. */
  beta2?: number;
  /** Keeps the division finite, from 0. Default 1e-7. */
  epsilon?: number;
  /** Whether the largest v so far divides, so that steps never grow. Default false. */
  amsgrad?: boolean;
}

/**
 * Adam: steps of the size of the mean gradient over its root mean square.
 *
 * m ← m + (g − m)(1 − β₁);  v ← v + (g² − v)(1 − β₂)
 * w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
 *
 * η learningRate, t the step from 1; `clipNorm`, `clipValue` or `globalClipNorm` keep gradients small.
 *
 * **Slots** momentum (m), velocity (v), velocity_hat (the largest v) with amsgrad.
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/1412.6980
 * @example
 * ```ts
 * import { Adam, tensor, Variable } from 'memcell';
 * const w = new Variable([], { name: 'w' });
 * new Adam({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor(8) }]);
 * console.log(w.item().toFixed(3)); // => -0.500
 * ```
 */
export class Adam extends Optimizer {
  readonly className: string = 'Adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  readonly slotNames: readonly string[];

  constructor(options?: AdamOptions);
  /** @internal For a kind of Adam of another name. */
  constructor(options: AdamOptions, className: string);
  constructor(options: AdamOptions = {}, className = 'Adam') {
    const own = ['beta1', 'beta2', 'epsilon', 'amsgrad'];
    checkOptions(className, options, [...sharedOptions, ...own], unsupportedOptions);
    super(className, options.learningRate ?? 0.001, options);
    this.beta1 = checkNumber(className, 'beta1', options.beta1 ?? 0.9, { from: 0, below: 1 });
    this.beta2 = checkNumber(className, 'beta2', options.beta2 ?? 0.999, { from: 0, below: 1 });
    this.epsilon = checkNumber(className, 'epsilon', options.epsilon ?? 1e-7, { from: 0 });
    this.amsgrad = checkBoolean(className, 'amsgrad', options.amsgrad ?? false);
    this.slotNames = ['momentum', 'velocity', ...(this.amsgrad ? ['velocity_hat'] : [])];
  }

  override config(): Config {
    const { beta1, beta2, epsilon, amsgrad } = this;
    return { ...super.config(), beta1, beta2, epsilon, amsgrad };
  }

  /** Corrected for the means that begin at 0; from the step alone, so that a resumed run has the same bits. */
  override factorsAt(rate: number, step: number): readonly number[] {
    return [(rate * Math.sqrt(1 - pow(this.beta2, step))) / (1 - pow(this.beta1, step))];
  }

  update({ size, variable, gradient, slots }: WeightRun, factors: readonly number[]): void {
    const m = slots[0] as Address;
    const v = slots[1] as Address;
    const most = slots[2] ?? 0;
    const rate = factors[0] as number;
    backend().kernels.adam(size, variable, gradient, m, v, most, rate, 0, 1 - this.beta1, 1 - this.beta2, this.epsilon);
  }
}
