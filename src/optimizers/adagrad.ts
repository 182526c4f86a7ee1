import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Adagrad. */
export interface AdagradOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** First value of the sum of squares, from 0. Default 0.1. */
  initialAccumulatorValue?: number;
  /** Keeps the division finite, from 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adagrad: the more a weight has moved, the smaller its steps.
 *
 * a ← a + g²;  w ← w − η g / √(a + ε)
 *
 * **Slots** accumulator (a).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://jmlr.org/papers/v12/duchi11a.html
 * @example
 * ```ts
 * import { Adagrad, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Adagrad({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.500', '0.494' ]
 * ```
 */
export class Adagrad extends Optimizer {
  readonly className = 'Adagrad';
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;
  readonly slotNames: readonly string[] = ['accumulator'];

  constructor(options: AdagradOptions = {}) {
    checkOptions('Adagrad', options, [...sharedOptions, 'initialAccumulatorValue', 'epsilon'], unsupportedOptions);
    super('Adagrad', options.learningRate ?? 0.001, options);
    this.initialAccumulatorValue = checkNumber(
      'Adagrad',
      'initialAccumulatorValue',
      options.initialAccumulatorValue ?? 0.1,
      { from: 0 },
    );
    this.epsilon = checkNumber('Adagrad', 'epsilon', options.epsilon ?? 1e-7, { from: 0 });
  }

  override config(): Config {
    return { ...super.config(), initialAccumulatorValue: this.initialAccumulatorValue, epsilon: this.epsilon };
  }

  override slotStart(): number {
    return this.initialAccumulatorValue;
  }

  update({ size, variable, gradient, slots: [a = 0] }: WeightRun, [rate = 0]: readonly number[]): void {
    backend().kernels.adagrad(size, variable, gradient, a, rate, this.epsilon, 0, 0);
  }
}
