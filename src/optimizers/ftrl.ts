import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { UnsupportedError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import { regularizationStrengths } from './regularization-strengths.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Ftrl. */
export interface FtrlOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.001. */
  learningRate?: LearningRate;
  /** How steps get smaller; only −0.5, the paper's, is here. Default −0.5. */
  learningRatePower?: number;
  /** First value of the sum of squares, from 0. Default 0.1. */
  initialAccumulatorValue?: number;
  /** Pulls weights to 0, and keeps small ones there, from 0. Default 0. */
  l1RegularizationStrength?: number;
  /** Pulls weights to 0, in proportion, from 0. Default 0. */
  l2RegularizationStrength?: number;
  /** Pulls weights to 0 by adding to the gradient, from 0. Default 0. */
  l2ShrinkageRegularizationStrength?: number;
  /** Makes first steps smaller, from 0. Default 0. */
  beta?: number;
}

/**
 * FTRL-proximal ("follow the regularized leader"): for wide, sparse, linear models; keeps weights at 0.
 *
 * a' = a + g²;  z ← z + g + 2 s w − (√a' − √a) / η · w;  a ← a'
 * w ← −sign(z) max(|z| − l1, 0) / (√a / η + 2 (l2 + β / 2η))
 *
 * w is 0 where |z| ≤ l1: also, as in TensorFlow 1 (NaN in Keras), where an initialAccumulatorValue of 0 and gradients of 0
 * leave a divisor of 0.
 *
 * η learningRate, s l2ShrinkageRegularizationStrength. With a learningRate of 0 nothing changes.
 *
 * **Slots** accumulator (a), linear (z).
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for another learningRatePower.
 * @see https://research.google/pubs/ad-click-prediction-a-view-from-the-trenches/
 * @example
 * ```ts
 * import { Ftrl, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Ftrl({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.500', '0.494' ]
 * ```
 */
export class Ftrl extends Optimizer {
  readonly className = 'Ftrl';
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;
  readonly slotNames: readonly string[] = ['accumulator', 'linear'];

  constructor(options: FtrlOptions = {}) {
    checkOptions(
      'Ftrl',
      options,
      [
        ...sharedOptions,
        'learningRatePower',
        'initialAccumulatorValue',
        'l1RegularizationStrength',
        'l2RegularizationStrength',
        'l2ShrinkageRegularizationStrength',
        'beta',
      ],
      unsupportedOptions,
    );
    super('Ftrl', options.learningRate ?? 0.001, options);
    this.learningRatePower = checkNumber('Ftrl', 'learningRatePower', options.learningRatePower ?? -0.5, { to: 0 });
    this.initialAccumulatorValue = checkNumber(
      'Ftrl',
      'initialAccumulatorValue',
      options.initialAccumulatorValue ?? 0.1,
      { from: 0 },
    );
    const [l1, l2] = regularizationStrengths('Ftrl', options);
    this.l1RegularizationStrength = l1;
    this.l2RegularizationStrength = l2;
    this.l2ShrinkageRegularizationStrength = checkNumber(
      'Ftrl',
      'l2ShrinkageRegularizationStrength',
      options.l2ShrinkageRegularizationStrength ?? 0,
      { from: 0 },
    );
    this.beta = checkNumber('Ftrl', 'beta', options.beta ?? 0, { from: 0 });
    if (this.learningRatePower !== -0.5) {
      throw new UnsupportedError(
        `Cannot create Ftrl: learningRatePower must be -0.5, received ${this.learningRatePower}`,
      );
    }
  }

  override config(): Config {
    return {
      ...super.config(),
      learningRatePower: this.learningRatePower,
      initialAccumulatorValue: this.initialAccumulatorValue,
      l1RegularizationStrength: this.l1RegularizationStrength,
      l2RegularizationStrength: this.l2RegularizationStrength,
      l2ShrinkageRegularizationStrength: this.l2ShrinkageRegularizationStrength,
      beta: this.beta,
    };
  }

  override slotStart(name: string): number {
    return name === 'accumulator' ? this.initialAccumulatorValue : 0;
  }

  update({ size, variable, gradient, slots }: WeightRun, [rate = 0]: readonly number[]): void {
    if (rate === 0) return;
    const [a, z] = slots as readonly [number, number];
    const twiceL2 = 2 * this.l2RegularizationStrength + this.beta / rate;
    const twiceShrinkage = 2 * this.l2ShrinkageRegularizationStrength;
    const { kernels } = backend();
    kernels.ftrl(size, variable, gradient, a, z, 1 / rate, this.l1RegularizationStrength, twiceL2, twiceShrinkage);
  }
}
