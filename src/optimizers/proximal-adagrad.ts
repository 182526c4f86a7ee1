import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import { regularizationStrengths } from './regularization-strengths.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of ProximalAdagrad. */
export interface ProximalAdagradOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001; TensorFlow 1 has none. */
  learningRate?: LearningRate;
  /** First value of the sum of squares, above 0. Default 0.1. */
  initialAccumulatorValue?: number;
  /** Pulls weights to 0, and keeps small ones there, from 0. Default 0. */
  l1RegularizationStrength?: number;
  /** Pulls weights to 0, in proportion, from 0. Default 0. */
  l2RegularizationStrength?: number;
}

/**
 * TensorFlow 1's ProximalAdagradOptimizer: Adagrad, and after each step the weights shrink by l1 and l2.
 *
 * a ← a + g²;  s = η / √a;  v = w − s g;  w ← sign(v) max(|v| − s l1, 0) / (1 + s l2)
 *
 * **Slots** accumulator (a).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/ProximalAdagradOptimizer
 * @example
 * ```ts
 * import { ProximalAdagrad, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new ProximalAdagrad({ learningRate: 0.5, l1RegularizationStrength: 1 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.437', '0.247' ]
 * ```
 */
export class ProximalAdagrad extends Optimizer {
  readonly className = 'ProximalAdagrad';
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly slotNames: readonly string[] = ['accumulator'];

  constructor(options: ProximalAdagradOptions = {}) {
    checkOptions(
      'ProximalAdagrad',
      options,
      [...sharedOptions, 'initialAccumulatorValue', 'l1RegularizationStrength', 'l2RegularizationStrength'],
      unsupportedOptions,
    );
    super('ProximalAdagrad', options.learningRate ?? 0.001, options);
    this.initialAccumulatorValue = checkNumber(
      'ProximalAdagrad',
      'initialAccumulatorValue',
      options.initialAccumulatorValue ?? 0.1,
      { above: 0 },
    );
    const [l1, l2] = regularizationStrengths('ProximalAdagrad', options);
    this.l1RegularizationStrength = l1;
    this.l2RegularizationStrength = l2;
  }

  override config(): Config {
    return {
      ...super.config(),
      initialAccumulatorValue: this.initialAccumulatorValue,
      l1RegularizationStrength: this.l1RegularizationStrength,
      l2RegularizationStrength: this.l2RegularizationStrength,
    };
  }

  override slotStart(): number {
    return this.initialAccumulatorValue;
  }

  update({ size, variable, gradient, slots: [a = 0] }: WeightRun, [rate = 0]: readonly number[]): void {
    const { l1RegularizationStrength: l1, l2RegularizationStrength: l2 } = this;
    backend().kernels.adagrad(size, variable, gradient, a, rate, 0, l1, l2);
  }
}
