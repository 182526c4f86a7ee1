import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of RMSprop. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** Share of the mean squared gradient that is kept in a step, from 0, below 1. Default 0.9. */
  rho?: number;
  /** Share of the last step that is made again, from 0 to 1. Default 0. */
  momentum?: number;
  /** Keeps the division finite, from 0. Default 1e-7. */
  epsilon?: number;
  /** Whether gradients are measured from their mean. Default false. */
  centered?: boolean;
}

/**
 * RMSprop: steps of the gradient over its root mean square.
 *
 * v ← ρ v + (1 − ρ) g²;  q = v, with centered v − m² where m ← ρ m + (1 − ρ) g
 * s = η g / √(q + ε), with momentum s ← μ s + η g / √(q + ε);  w ← w − s
 *
 * **Slots** velocity (v), momentum (s) where it is not 0, average_gradient (m) where centered.
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
 * @example
 * ```ts
 * import { RMSprop, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new RMSprop({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-1.581', '1.581' ]
 * ```
 */
export class RMSprop extends Optimizer {
  readonly className = 'RMSprop';
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
  readonly slotNames: readonly string[];

  constructor(options: RMSpropOptions = {}) {
    checkOptions('RMSprop', options, [...sharedOptions, 'rho', 'momentum', 'epsilon', 'centered'], unsupportedOptions);
    super('RMSprop', options.learningRate ?? 0.001, options);
    this.rho = checkNumber('RMSprop', 'rho', options.rho ?? 0.9, { from: 0, below: 1 });
    this.momentum = checkNumber('RMSprop', 'momentum', options.momentum ?? 0, { from: 0, to: 1 });
    this.epsilon = checkNumber('RMSprop', 'epsilon', options.epsilon ?? 1e-7, { from: 0 });
    this.centered = checkBoolean('RMSprop', 'centered', options.centered ?? false);
    const momentum = this.momentum > 0 ? ['momentum'] : [];
    this.slotNames = ['velocity', ...momentum, ...(this.centered ? ['average_gradient'] : [])];
  }

  override config(): Config {
    return {
      ...super.config(),
      rho: this.rho,
      momentum: this.momentum,
      epsilon: this.epsilon,
      centered: this.centered,
    };
  }

  update({ size, variable, gradient, slots }: WeightRun, [rate = 0]: readonly number[]): void {
    const [v = 0, second = 0, third = 0] = slots;
    const [velocity, mean] = this.momentum > 0 ? [second, third] : [0, second];
    const { kernels } = backend();
    kernels.rmsprop(size, variable, gradient, v, mean, velocity, rate, 1 - this.rho, this.momentum, this.epsilon);
  }
}
