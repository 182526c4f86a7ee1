import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Lion. */
export interface LionOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** Share of the mean gradient in the direction of a step, above 0, to 1. Default 0.9. */
  beta1?: number;
  /** Share of the mean gradient that is kept in a step, from 0, below 1. Default 0.99. */
  beta2?: number;
}

/**
 * Lion: steps of one size, by the sign of gradient and mean gradient.
 *
 * w ← w − η sign(β₁ m + (1 − β₁) g);  m ← β₂ m + (1 − β₂) g
 *
 * It wants a learningRate of a tenth to a third of Adam's.
 *
 * **Slots** momentum (m).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/2302.06675
 * @example
 * ```ts
 * import { Lion, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Lion({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.500', '0.500' ]
 * ```
 */
export class Lion extends Optimizer {
  readonly className = 'Lion';
  readonly beta1: number;
  readonly beta2: number;
  readonly slotNames: readonly string[] = ['momentum'];

  constructor(options: LionOptions = {}) {
    checkOptions('Lion', options, [...sharedOptions, 'beta1', 'beta2'], unsupportedOptions);
    super('Lion', options.learningRate ?? 0.001, options);
    this.beta1 = checkNumber('Lion', 'beta1', options.beta1 ?? 0.9, { above: 0, to: 1 });
    this.beta2 = checkNumber('Lion', 'beta2', options.beta2 ?? 0.99, { from: 0, below: 1 });
  }

  override config(): Config {
    return { ...super.config(), beta1: this.beta1, beta2: this.beta2 };
  }

  update({ size, variable, gradient, slots: [m = 0] }: WeightRun, [rate = 0]: readonly number[]): void {
    backend().kernels.lion(size, variable, gradient, m, rate, 1 - this.beta1, 1 - this.beta2);
  }
}
