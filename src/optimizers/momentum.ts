import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Momentum. */
export interface MomentumOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.01; TensorFlow 1 has none. */
  learningRate?: LearningRate;
  /** Share of the last direction that is kept, from 0 to 1. Default 0.9; TensorFlow 1 has none. */
  momentum?: number;
  /** Whether the gradient is taken to stand where the momentum leads. Default false. */
  useNesterov?: boolean;
}

/**
 * TensorFlow 1's MomentumOptimizer. Other than in `SGD`, what is kept does not contain the step size: where that changes
 * on the way, the two differ.
 *
 * a ← μ a + g;  w ← w − η a, or with useNesterov w ← w − η (g + μ a)
 *
 * **Slots** momentum (a).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/MomentumOptimizer
 * @example
 * ```ts
 * import { Momentum, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Momentum({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-4.000', '1.000' ]
 * ```
 */
export class Momentum extends Optimizer {
  readonly className = 'Momentum';
  readonly momentum: number;
  readonly useNesterov: boolean;
  readonly slotNames: readonly string[] = ['momentum'];

  constructor(options: MomentumOptions = {}) {
    checkOptions('Momentum', options, [...sharedOptions, 'momentum', 'useNesterov'], unsupportedOptions);
    super('Momentum', options.learningRate ?? 0.01, options);
    this.momentum = checkNumber('Momentum', 'momentum', options.momentum ?? 0.9, { from: 0, to: 1 });
    this.useNesterov = checkBoolean('Momentum', 'useNesterov', options.useNesterov ?? false);
  }

  override config(): Config {
    return { ...super.config(), momentum: this.momentum, useNesterov: this.useNesterov };
  }

  update({ size, variable, gradient, slots: [a = 0] }: WeightRun, [rate = 0]: readonly number[]): void {
    backend().kernels.momentum(size, variable, gradient, a, -1, this.momentum, -rate, this.useNesterov ? 1 : 0);
  }
}
