import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import { regularizationStrengths } from './regularization-strengths.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of AdagradDA. */
export interface AdagradDAOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001; TensorFlow 1 has none. */
  learningRate?: LearningRate;
  /** First value of the sum of squares, above 0. Default 0.1. */
  initialGradientSquaredAccumulatorValue?: number;
  /** Pulls weights to 0, and keeps small ones there, from 0. Default 0. */
  l1RegularizationStrength?: number;
  /** Pulls weights to 0, in proportion, from 0. Default 0. */
  l2RegularizationStrength?: number;
}

/**
 * TensorFlow 1's AdagradDAOptimizer (dual averaging): weights follow from the sums of gradients alone, so that l1 keeps
 * many at 0. The weights that training begins with are forgotten in the first step.
 *
 * a ← a + g;  q ← q + g²;  w ← −η sign(a) max(|a| − l1 t, 0) / (l2 t η + √q)
 *
 * t the step from 1. With a learningRate of 0 nothing changes.
 *
 * **Slots** gradient_accumulator (a), gradient_squared_accumulator (q).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/AdagradDAOptimizer
 * @example
 * ```ts
 * import { AdagradDA, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new AdagradDA({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.500', '0.494' ]
 * ```
 */
export class AdagradDA extends Optimizer {
  readonly className = 'AdagradDA';
  readonly initialGradientSquaredAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly slotNames: readonly string[] = ['gradient_accumulator', 'gradient_squared_accumulator'];

  constructor(options: AdagradDAOptions = {}) {
    checkOptions(
      'AdagradDA',
      options,
      [
        ...sharedOptions,
        'initialGradientSquaredAccumulatorValue',
        'l1RegularizationStrength',
        'l2RegularizationStrength',
      ],
      unsupportedOptions,
    );
    super('AdagradDA', options.learningRate ?? 0.001, options);
    this.initialGradientSquaredAccumulatorValue = checkNumber(
      'AdagradDA',
      'initialGradientSquaredAccumulatorValue',
      options.initialGradientSquaredAccumulatorValue ?? 0.1,
      { above: 0 },
    );
    const [l1, l2] = regularizationStrengths('AdagradDA', options);
    this.l1RegularizationStrength = l1;
    this.l2RegularizationStrength = l2;
  }

  override config(): Config {
    return {
      ...super.config(),
      initialGradientSquaredAccumulatorValue: this.initialGradientSquaredAccumulatorValue,
      l1RegularizationStrength: this.l1RegularizationStrength,
      l2RegularizationStrength: this.l2RegularizationStrength,
    };
  }

  override slotStart(name: string): number {
    return name === 'gradient_accumulator' ? 0 : this.initialGradientSquaredAccumulatorValue;
  }

  override factorsAt(rate: number, step: number): readonly number[] {
    return [rate, this.l1RegularizationStrength * step, this.l2RegularizationStrength * step * rate];
  }

  update({ size, variable, gradient, slots }: WeightRun, factors: readonly number[]): void {
    const [rate, l1, l2] = factors as readonly [number, number, number];
    if (rate === 0) return;
    const [a, q] = slots as readonly [number, number];
    backend().kernels.adagradDA(size, variable, gradient, a, q, rate, l1, l2);
  }
}
