import type { Config } from '../../config.ts';
import { cos } from '../../math.ts';
import { checkBoolean, checkChoice, checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `OneCycle`. */
export interface OneCycleOptions {
  /** Learning rate at the top, from 0. */
  maxLearningRate: number;
  /** Steps in all, a whole number from 1; from then on it stays at its end. */
  totalSteps: number;
  /** Share of the steps that it rises, from 0 to 1. Default 0.3. */
  pctStart?: number;
  /** Waves of the cosine, or straight lines. Default 'cos'. */
  annealStrategy?: 'cos' | 'linear';
  /** How many times lower than the top it begins, above 0. Default 25. */
  divFactor?: number;
  /** How many times lower than the beginning it ends, above 0. Default 10,000. */
  finalDivFactor?: number;
  /** Whether it falls to the beginning in as many steps as it rose, and then to the end. Default false. */
  threePhase?: boolean;
}

const OPTIONS = 'maxLearningRate totalSteps pctStart annealStrategy divFactor finalDivFactor threePhase'.split(' ');
/** Of PyTorch's OneCycleLR, which moves the momentum, too. */
const UNSUPPORTED = ['epochs', 'stepsPerEpoch', 'cycleMomentum', 'baseMomentum', 'maxMomentum'];

/**
 * A learning rate that rises once and falls once: the 1cycle policy, with the numbers of PyTorch's OneCycleLR. Other than
 * there, momentum stays as it is.
 *
 * begin = maxLearningRate / divFactor → maxLearningRate → begin / finalDivFactor
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for PyTorch's options of momentum.
 * @see https://arxiv.org/abs/1708.07120
 * @example
 * ```ts
 * import { OneCycle } from 'memcell';
 * const schedule = new OneCycle({ maxLearningRate: 1, totalSteps: 100, annealStrategy: 'linear' });
 * console.log(schedule.at(0), schedule.at(29), schedule.at(99).toFixed(6)); // => 0.04 1 0.000004
 * ```
 */
export class OneCycle extends Schedule {
  readonly className = 'OneCycle';
  readonly maxLearningRate: number;
  readonly totalSteps: number;
  readonly pctStart: number;
  readonly annealStrategy: 'cos' | 'linear';
  readonly divFactor: number;
  readonly finalDivFactor: number;
  readonly threePhase: boolean;

  constructor(options: OneCycleOptions) {
    super();
    const subject = 'OneCycle';
    checkOptions(subject, options, OPTIONS, UNSUPPORTED);
    this.maxLearningRate = checkNumber(subject, 'maxLearningRate', options.maxLearningRate, { from: 0 });
    this.totalSteps = checkNumber(subject, 'totalSteps', options.totalSteps, { from: 1, whole: true });
    this.pctStart = checkNumber(subject, 'pctStart', options.pctStart ?? 0.3, { from: 0, to: 1 });
    this.annealStrategy = checkChoice(subject, 'annealStrategy', options.annealStrategy ?? 'cos', ['cos', 'linear']);
    this.divFactor = checkNumber(subject, 'divFactor', options.divFactor ?? 25, { above: 0 });
    this.finalDivFactor = checkNumber(subject, 'finalDivFactor', options.finalDivFactor ?? 1e4, { above: 0 });
    this.threePhase = checkBoolean(subject, 'threePhase', options.threePhase ?? false);
  }

  at(step: number): number {
    const [top, last] = [this.maxLearningRate, this.totalSteps - 1];
    const begin = top / this.divFactor;
    const end = begin / this.finalDivFactor;
    const rise = this.pctStart * this.totalSteps - 1;
    if (step <= rise) return this.#between(begin, top, step, 0, rise);
    if (!this.threePhase) return this.#between(top, end, step, rise, last);
    const fall = 2 * rise;
    return step <= fall ? this.#between(top, begin, step, rise, fall) : this.#between(begin, end, step, fall, last);
  }

  config(): Config {
    const { maxLearningRate, totalSteps, pctStart, annealStrategy, divFactor, finalDivFactor, threePhase } = this;
    return { maxLearningRate, totalSteps, pctStart, annealStrategy, divFactor, finalDivFactor, threePhase };
  }

  /** From `low` at step `from` to `high` at step `to`. */
  #between(low: number, high: number, step: number, from: number, to: number): number {
    const way = to > from ? Math.min((step - from) / (to - from), 1) : 1;
    if (this.annealStrategy === 'linear') return low + (high - low) * way;
    return high + ((low - high) / 2) * (cos(Math.PI * way) + 1);
  }
}
