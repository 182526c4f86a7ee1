import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Adadelta. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** Share of the mean squared gradient that is kept in a step, from 0, below 1. Default 0.95. */
  rho?: number;
  /** Keeps the division finite, from 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adadelta: steps of the root mean square of the steps before, over that of the gradients.
 *
 * a ← ρ a + (1 − ρ) g²;  s = √(d + ε) / √(a + ε) · g;  d ← ρ d + (1 − ρ) s²;  w ← w − η s
 *
 * With a learningRate of 1 it is the paper's.
 *
 * **Slots** accumulated_grad (a), accumulated_delta_var (d).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/1212.5701
 * @example
 * ```ts
 * import { Adadelta, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Adadelta({ learningRate: 1, epsilon: 1 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-3.904', '1.826' ]
 * ```
 */
export class Adadelta extends Optimizer {
  readonly className = 'Adadelta';
  readonly rho: number;
  readonly epsilon: number;
  readonly slotNames: readonly string[] = ['accumulated_grad', 'accumulated_delta_var'];

  constructor(options: AdadeltaOptions = {}) {
    checkOptions('Adadelta', options, [...sharedOptions, 'rho', 'epsilon'], unsupportedOptions);
    super('Adadelta', options.learningRate ?? 0.001, options);
    this.rho = checkNumber('Adadelta', 'rho', options.rho ?? 0.95, { from: 0, below: 1 });
    this.epsilon = checkNumber('Adadelta', 'epsilon', options.epsilon ?? 1e-7, { from: 0 });
  }

  override config(): Config {
    return { ...super.config(), rho: this.rho, epsilon: this.epsilon };
  }

  update({ size, variable, gradient, slots }: WeightRun, [rate = 0]: readonly number[]): void {
    const [a, d] = slots as readonly [number, number];
    backend().kernels.adadelta(size, variable, gradient, a, d, rate, 1 - this.rho, this.epsilon);
  }
}
