import type { Config } from '../../config.ts';
import { cos } from '../../math.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `CosineDecay`. */
export interface CosineDecayOptions {
  /** Learning rate of the first step, from 0. */
  initialLearningRate: number;
  /** Steps of the fall, above 0. */
  decaySteps: number;
  /** Share of the learning rate that is left at the end, from 0 to 1. Default 0. */
  alpha?: number;
  /** Learning rate that it rises to first, in warmupSteps, from 0. Default: it falls from the start. */
  warmupTarget?: number | null;
  /** Steps of the rise, from 0. Default 0. */
  warmupSteps?: number;
}

/**
 * A learning rate that falls by half a wave of the cosine, after a straight rise where one is asked for.
 *
 * η(t) = peak · ((1 − α) (1 + cos(π min(t', decaySteps) / decaySteps)) / 2 + α), t' = t − warmupSteps
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/1608.03983
 * @example
 * ```ts
 * import { CosineDecay } from 'memcell';
 * const schedule = new CosineDecay({ initialLearningRate: 0, decaySteps: 100, warmupTarget: 1, warmupSteps: 10 });
 * console.log(schedule.at(5), schedule.at(10), schedule.at(60).toFixed(3)); // => 0.5 1 0.500
 * ```
 */
export class CosineDecay extends Schedule {
  readonly className = 'CosineDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha: number;
  readonly warmupTarget: number | null;
  readonly warmupSteps: number;

  constructor(options: CosineDecayOptions) {
    super();
    const subject = 'CosineDecay';
    checkOptions(subject, options, ['initialLearningRate', 'decaySteps', 'alpha', 'warmupTarget', 'warmupSteps']);
    const { initialLearningRate, decaySteps, alpha = 0, warmupTarget: target = null, warmupSteps = 0 } = options;
    this.initialLearningRate = checkNumber(subject, 'initialLearningRate', initialLearningRate, { from: 0 });
    this.decaySteps = checkNumber(subject, 'decaySteps', decaySteps, { above: 0 });
    this.alpha = checkNumber(subject, 'alpha', alpha, { from: 0, to: 1 });
    this.warmupTarget = target === null ? null : checkNumber(subject, 'warmupTarget', target, { from: 0 });
    this.warmupSteps = checkNumber(subject, 'warmupSteps', warmupSteps, { from: 0, whole: true });
  }

  at(step: number): number {
    const { initialLearningRate: first, warmupTarget: target, warmupSteps } = this;
    if (target === null) return this.#fall(step, first);
    if (step < warmupSteps) return first + (target - first) * (step / warmupSteps);
    return this.#fall(step - warmupSteps, target);
  }

  #fall(step: number, peak: number): number {
    const way = Math.min(step / this.decaySteps, 1);
    return peak * ((1 - this.alpha) * 0.5 * (1 + cos(Math.PI * way)) + this.alpha);
  }

  config(): Config {
    const { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps } = this;
    return { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps };
  }
}
