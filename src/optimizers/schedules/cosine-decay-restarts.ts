import type { Config } from '../../config.ts';
import { cos, pow } from '../../math.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `CosineDecayRestarts`. */
export interface CosineDecayRestartsOptions {
  /** Learning rate of the first step, from 0. */
  initialLearningRate: number;
  /** Steps of the first fall, above 0. */
  firstDecaySteps: number;
  /** How many times longer each fall is than the one before, from 1. Default 2. */
  tMul?: number;
  /** How many times higher each fall begins than the one before, from 0. Default 1. */
  mMul?: number;
  /** Share of the learning rate that is left at the end of a fall, from 0 to 1. Default 0. */
  alpha?: number;
}

/**
 * A learning rate that falls by half a wave of the cosine, again and again (SGDR).
 *
 * η(t) = initialLearningRate · ((1 − α) mMulⁱ (1 + cos(π p)) / 2 + α), in fall i, of which the share p is done
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/1608.03983
 * @example
 * ```ts
 * import { CosineDecayRestarts } from 'memcell';
 * const schedule = new CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 10 });
 * console.log(schedule.at(5).toFixed(3), schedule.at(10), schedule.at(20).toFixed(3)); // => 0.500 1 0.500
 * ```
 */
export class CosineDecayRestarts extends Schedule {
  readonly className = 'CosineDecayRestarts';
  readonly initialLearningRate: number;
  readonly firstDecaySteps: number;
  readonly tMul: number;
  readonly mMul: number;
  readonly alpha: number;

  constructor(options: CosineDecayRestartsOptions) {
    super();
    const subject = 'CosineDecayRestarts';
    checkOptions(subject, options, ['initialLearningRate', 'firstDecaySteps', 'tMul', 'mMul', 'alpha']);
    const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
    this.initialLearningRate = checkNumber(subject, 'initialLearningRate', initialLearningRate, { from: 0 });
    this.firstDecaySteps = checkNumber(subject, 'firstDecaySteps', firstDecaySteps, { above: 0 });
    this.tMul = checkNumber(subject, 'tMul', tMul, { from: 1 });
    this.mMul = checkNumber(subject, 'mMul', mMul, { from: 0 });
    this.alpha = checkNumber(subject, 'alpha', alpha, { from: 0, to: 1 });
  }

  at(step: number): number {
    let [fall, left, length] = [0, step, this.firstDecaySteps];
    if (this.tMul === 1) {
      fall = Math.floor(step / length);
      left = step - fall * length;
    }
    for (; left >= length; fall++) {
      left -= length;
      length *= this.tMul;
    }
    const wave = 0.5 * pow(this.mMul, fall) * (1 + cos((Math.PI * left) / length));
    return this.initialLearningRate * ((1 - this.alpha) * wave + this.alpha);
  }

  config(): Config {
    const { initialLearningRate, firstDecaySteps, tMul, mMul, alpha } = this;
    return { initialLearningRate, firstDecaySteps, tMul, mMul, alpha };
  }
}
