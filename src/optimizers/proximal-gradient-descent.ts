import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import { regularizationStrengths } from './regularization-strengths.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of ProximalGradientDescent. */
export interface ProximalGradientDescentOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.01; TensorFlow 1 has none. */
  learningRate?: LearningRate;
  /** Pulls weights to 0, and keeps small ones there, from 0. Default 0. */
  l1RegularizationStrength?: number;
  /** Pulls weights to 0, in proportion, from 0. Default 0. */
  l2RegularizationStrength?: number;
}

/**
 * TensorFlow 1's ProximalGradientDescentOptimizer: a step down the gradient, then the weights shrink by l1 and l2.
 *
 * v = w − η g;  w ← sign(v) max(|v| − η l1, 0) / (1 + η l2)
 *
 * **Slots** none.
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/ProximalGradientDescentOptimizer
 * @example
 * ```ts
 * import { ProximalGradientDescent, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new ProximalGradientDescent({ learningRate: 0.5, l1RegularizationStrength: 1 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-3.500', '0.500' ]
 * ```
 */
export class ProximalGradientDescent extends Optimizer {
  readonly className = 'ProximalGradientDescent';
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly slotNames: readonly string[] = [];

  constructor(options: ProximalGradientDescentOptions = {}) {
    checkOptions(
      'ProximalGradientDescent',
      options,
      [...sharedOptions, 'l1RegularizationStrength', 'l2RegularizationStrength'],
      unsupportedOptions,
    );
    super('ProximalGradientDescent', options.learningRate ?? 0.01, options);
    const [l1, l2] = regularizationStrengths('ProximalGradientDescent', options);
    this.l1RegularizationStrength = l1;
    this.l2RegularizationStrength = l2;
  }

  override config(): Config {
    return {
      ...super.config(),
      l1RegularizationStrength: this.l1RegularizationStrength,
      l2RegularizationStrength: this.l2RegularizationStrength,
    };
  }

  update({ size, variable, gradient }: WeightRun, [rate = 0]: readonly number[]): void {
    const { l1RegularizationStrength: l1, l2RegularizationStrength: l2 } = this;
    backend().kernels.adagrad(size, variable, gradient, 0, rate, 0, l1, l2);
  }
}
