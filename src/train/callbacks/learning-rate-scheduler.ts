import { OptionError } from '../../errors.ts';
import type { Optimizer } from '../../optimizers/index.ts';
import { describe } from '../../options.ts';
import type { Callback, ModelInTraining, TrainPlan } from '../callback.ts';
import type { Logs } from '../metric-set.ts';

/** The learning rate of an epoch, from its number (counted from 0) and the rate so far. */
export type LearningRateFunction = (epoch: number, learningRate: number) => number;

/**
 * Sets the learning rate before each epoch. It stands in the epoch's logs as `learningRate`.
 *
 * @throws OptionError if the schedule is no function; in training where it gives a rate that the optimizer refuses.
 * @see https://keras.io/api/callbacks/learning_rate_scheduler/
 * @example
 * ```ts
 * import { Dense, LearningRateScheduler, Sequential } from 'memcell';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const halved = new LearningRateScheduler((epoch, rate) => (epoch < 1 ? rate : rate / 2));
 * const { history } = await model.fit([[0], [1]], [[1], [3]], { epochs: 3, callbacks: [halved] });
 * console.log(history.learningRate); // => [ 0.01, 0.005, 0.0025 ]
 * ```
 */
export class LearningRateScheduler implements Callback {
  readonly className = 'LearningRateScheduler';
  readonly #schedule: LearningRateFunction;
  #optimizer: Optimizer | undefined;

  constructor(schedule: LearningRateFunction) {
    if (typeof schedule !== 'function') {
      throw new OptionError(
        `Cannot create ${this.className}: schedule must be a function, received ${describe(schedule)}`,
        { hint: 'Write it as (epoch, learningRate) => learningRate * 0.9.' },
      );
    }
    this.#schedule = schedule;
  }

  onTrainBegin(_plan: TrainPlan, model: ModelInTraining): void {
    this.#optimizer = model.optimizer;
  }

  onEpochBegin(epoch: number): void {
    const optimizer = this.#optimizer as Optimizer;
    optimizer.learningRate = this.#schedule(epoch, optimizer.learningRate);
  }

  onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learningRate = (this.#optimizer as Optimizer).learningRate;
  }
}
