import type { Config } from '../../config.ts';
import { pow } from '../../math.ts';
import { checkBoolean, checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `ExponentialDecay`. */
export interface ExponentialDecayOptions {
  /** Learning rate of the first step, from 0. */
  initialLearningRate: number;
  /** Steps in which it falls by decayRate, above 0. */
  decaySteps: number;
  /** Factor of the fall, above 0. */
  decayRate: number;
  /** Whether it falls at once after decaySteps, and stays between. Default false. */
  staircase?: boolean;
}

/**
 * A learning rate that falls by the same factor in every stretch of steps.
 *
 * η(t) = initialLearningRate · decayRate^(t / decaySteps), with staircase ⌊t / decaySteps⌋
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { ExponentialDecay, SGD } from 'memcell';
 * const schedule = new ExponentialDecay({ initialLearningRate: 0.5, decaySteps: 100, decayRate: 0.25 });
 * console.log(schedule.at(0), schedule.at(50)); // => 0.5 0.25
 * console.log(new SGD({ learningRate: schedule }).learningRate); // => 0.5
 * ```
 */
export class ExponentialDecay extends Schedule {
  readonly className = 'ExponentialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;

  constructor(options: ExponentialDecayOptions) {
    super();
    const subject = 'ExponentialDecay';
    checkOptions(subject, options, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
    const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
    this.initialLearningRate = checkNumber(subject, 'initialLearningRate', initialLearningRate, { from: 0 });
    this.decaySteps = checkNumber(subject, 'decaySteps', decaySteps, { above: 0 });
    this.decayRate = checkNumber(subject, 'decayRate', decayRate, { above: 0 });
    this.staircase = checkBoolean(subject, 'staircase', staircase);
  }

  at(step: number): number {
    const stretches = step / this.decaySteps;
    return this.initialLearningRate * pow(this.decayRate, this.staircase ? Math.floor(stretches) : stretches);
  }

  config(): Config {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this;
    return { initialLearningRate, decaySteps, decayRate, staircase };
  }
}
