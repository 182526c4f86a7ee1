import type { Config } from '../../config.ts';
import { pow } from '../../math.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `StepDecay`. */
export interface StepDecayOptions {
  /** Learning rate of the first step, from 0. */
  initialLearningRate: number;
  /** Steps that it stays, a whole number from 1. */
  stepSize: number;
  /** Factor of each fall, above 0. Default 0.1. */
  gamma?: number;
}

/**
 * A learning rate that falls by the same factor after each stepSize steps; PyTorch's StepLR, counted in steps.
 *
 * η(t) = initialLearningRate · gamma^⌊t / stepSize⌋
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
 * @example
 * ```ts
 * import { StepDecay } from 'memcell';
 * const schedule = new StepDecay({ initialLearningRate: 1, stepSize: 30, gamma: 0.5 });
 * console.log(schedule.at(29), schedule.at(30), schedule.at(60)); // => 1 0.5 0.25
 * ```
 */
export class StepDecay extends Schedule {
  readonly className = 'StepDecay';
  readonly initialLearningRate: number;
  readonly stepSize: number;
  readonly gamma: number;

  constructor(options: StepDecayOptions) {
    super();
    const subject = 'StepDecay';
    checkOptions(subject, options, ['initialLearningRate', 'stepSize', 'gamma']);
    const { initialLearningRate, stepSize, gamma = 0.1 } = options;
    this.initialLearningRate = checkNumber(subject, 'initialLearningRate', initialLearningRate, { from: 0 });
    this.stepSize = checkNumber(subject, 'stepSize', stepSize, { from: 1, whole: true });
    this.gamma = checkNumber(subject, 'gamma', gamma, { above: 0 });
  }

  at(step: number): number {
    return this.initialLearningRate * pow(this.gamma, Math.floor(step / this.stepSize));
  }

  config(): Config {
    const { initialLearningRate, stepSize, gamma } = this;
    return { initialLearningRate, stepSize, gamma };
  }
}
