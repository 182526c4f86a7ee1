import type { Config } from '../../config.ts';
import { checkBoolean, checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `InverseTimeDecay`. */
export interface InverseTimeDecayOptions {
  /** Learning rate of the first step, from 0. */
  initialLearningRate: number;
  /** Steps in which the divisor grows by decayRate, above 0. */
  decaySteps: number;
  /** Growth of the divisor, from 0. */
  decayRate: number;
  /** Whether it falls at once after decaySteps, and stays between. Default false. */
  staircase?: boolean;
}

/**
 * A learning rate that falls as one over the time.
 *
 * η(t) = initialLearningRate / (1 + decayRate · t / decaySteps), with staircase ⌊t / decaySteps⌋
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { InverseTimeDecay } from 'memcell';
 * const schedule = new InverseTimeDecay({ initialLearningRate: 1, decaySteps: 10, decayRate: 1 });
 * console.log(schedule.at(0), schedule.at(30)); // => 1 0.25
 * ```
 */
export class InverseTimeDecay extends Schedule {
  readonly className = 'InverseTimeDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;

  constructor(options: InverseTimeDecayOptions) {
    super();
    const subject = 'InverseTimeDecay';
    checkOptions(subject, options, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
    const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
    this.initialLearningRate = checkNumber(subject, 'initialLearningRate', initialLearningRate, { from: 0 });
    this.decaySteps = checkNumber(subject, 'decaySteps', decaySteps, { above: 0 });
    this.decayRate = checkNumber(subject, 'decayRate', decayRate, { from: 0 });
    this.staircase = checkBoolean(subject, 'staircase', staircase);
  }

  at(step: number): number {
    const stretches = step / this.decaySteps;
    return this.initialLearningRate / (1 + this.decayRate * (this.staircase ? Math.floor(stretches) : stretches));
  }

  config(): Config {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this;
    return { initialLearningRate, decaySteps, decayRate, staircase };
  }
}
