import type { Config } from '../../config.ts';
import { pow } from '../../math.ts';
import { checkBoolean, checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `PolynomialDecay`. */
export interface PolynomialDecayOptions {
  /** Learning rate of the first step, from 0. */
  initialLearningRate: number;
  /** Steps to the end, above 0. */
  decaySteps: number;
  /** Learning rate at the end, from 0. Default 0.0001. */
  endLearningRate?: number;
  /** 1 for a straight line, above 0. Default 1. */
  power?: number;
  /** Whether it rises again at the end, to fall over a longer stretch. Default false. */
  cycle?: boolean;
}

/**
 * A learning rate that falls to its end by a power of the way that is left.
 *
 * η(t) = (initial − end) · (1 − min(t, decaySteps) / decaySteps)^power + end; with cycle decaySteps is the least multiple of
 * it that is not below t.
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { PolynomialDecay } from 'memcell';
 * const schedule = new PolynomialDecay({ initialLearningRate: 1, decaySteps: 100, endLearningRate: 0.5 });
 * console.log(schedule.at(50), schedule.at(1000)); // => 0.75 0.5
 * ```
 */
export class PolynomialDecay extends Schedule {
  readonly className = 'PolynomialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate: number;
  readonly power: number;
  readonly cycle: boolean;

  constructor(options: PolynomialDecayOptions) {
    super();
    const subject = 'PolynomialDecay';
    checkOptions(subject, options, ['initialLearningRate', 'decaySteps', 'endLearningRate', 'power', 'cycle']);
    const { initialLearningRate, decaySteps, endLearningRate = 0.0001, power = 1, cycle = false } = options;
    this.initialLearningRate = checkNumber(subject, 'initialLearningRate', initialLearningRate, { from: 0 });
    this.decaySteps = checkNumber(subject, 'decaySteps', decaySteps, { above: 0 });
    this.endLearningRate = checkNumber(subject, 'endLearningRate', endLearningRate, { from: 0 });
    this.power = checkNumber(subject, 'power', power, { above: 0 });
    this.cycle = checkBoolean(subject, 'cycle', cycle);
  }

  at(step: number): number {
    const rounds = this.cycle && step > 0 ? Math.ceil(step / this.decaySteps) : 1;
    const way = Math.min(step / (this.decaySteps * rounds), 1);
    return (this.initialLearningRate - this.endLearningRate) * pow(1 - way, this.power) + this.endLearningRate;
  }

  config(): Config {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this;
    return { initialLearningRate, decaySteps, endLearningRate, power, cycle };
  }
}
