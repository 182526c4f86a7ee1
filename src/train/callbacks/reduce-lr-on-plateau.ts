import type { Optimizer } from '../../optimizers/index.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import type { Json, ModelInTraining, ResumableCallback, TrainPlan } from '../callback.ts';
import type { Logs } from '../metric-set.ts';
import { fieldsOf, numberField } from './fields.ts';
import { Monitor, type MonitorOptions } from './monitor.ts';

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** The rate is multiplied by it, above 0 and below 1. Default 0.1. */
  factor?: number;
  /** Epochs without a better value after which the rate falls, from 0. Default 10. */
  patience?: number;
  /** A change must be larger to count as better. Default 0.0001. */
  minDelta?: number;
  /** Epochs after a fall in which none is counted, from 0. Default 0. */
  cooldown?: number;
  /** Least rate, from 0. Default 0. */
  minLr?: number;
}

const NAME = 'ReduceLROnPlateau';
const OPTIONS: readonly string[] = ['monitor', 'factor', 'patience', 'mode', 'minDelta', 'cooldown', 'minLr'];

/**
 * Lowers the learning rate when a number of the logs has not become better for `patience` epochs. The rate that an epoch
 * ended with stands in its logs as `learningRate`.
 *
 * @throws OptionError for options out of their range; in training where the logs lack `monitor`.
 * @see https://keras.io/api/callbacks/reduce_lr_on_plateau/
 * @example
 * ```ts
 * import { Dense, ReduceLROnPlateau, Sequential } from 'memcell';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const callbacks = [new ReduceLROnPlateau({ monitor: 'loss', factor: 0.5, patience: 1, minDelta: 100 })];
 * const { history } = await model.fit([[0], [1]], [[1], [3]], { epochs: 3, callbacks });
 * console.log(history.learningRate); // => [ 0.01, 0.01, 0.005 ]
 * console.log(model.optimizer?.learningRate); // => 0.0025
 * ```
 */
export class ReduceLROnPlateau implements ResumableCallback {
  readonly className = 'ReduceLROnPlateau';
  readonly variables: readonly never[] = [];
  readonly #monitor: Monitor;
  readonly #factor: number;
  readonly #patience: number;
  readonly #cooldown: number;
  readonly #minLr: number;
  #optimizer: Optimizer | undefined;
  #wait = 0;
  #cooling = 0;
  #resumes = false;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    checkOptions(NAME, options, OPTIONS, ['verbose']);
    this.#monitor = new Monitor(NAME, { ...options, minDelta: options.minDelta ?? 1e-4 });
    this.#factor = checkNumber(NAME, 'factor', options.factor ?? 0.1, { above: 0, below: 1 });
    this.#patience = checkNumber(NAME, 'patience', options.patience ?? 10, { from: 0, whole: true });
    this.#cooldown = checkNumber(NAME, 'cooldown', options.cooldown ?? 0, { from: 0, whole: true });
    this.#minLr = checkNumber(NAME, 'minLr', options.minLr ?? 0, { from: 0 });
  }

  onTrainBegin(plan: TrainPlan, model: ModelInTraining): void {
    const optimizer = model.optimizer as Optimizer;
    const { learningRate } = optimizer;
    optimizer.learningRate = learningRate; // refused now where it follows a schedule
    this.#optimizer = optimizer;
    this.#monitor.begin(plan, model);
    if (!this.#resumes) {
      this.#monitor.best = undefined;
      this.#wait = 0;
      this.#cooling = 0;
    }
    this.#resumes = false;
  }

  onEpochEnd(_epoch: number, logs: Logs): void {
    const optimizer = this.#optimizer as Optimizer;
    logs.learningRate = optimizer.learningRate;
    const value = this.#monitor.read(logs);
    if (value === undefined) return;
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#wait = 0;
    }
    if (this.#monitor.improves(value, this.#monitor.best)) {
      this.#monitor.best = value;
      this.#wait = 0;
    } else if (this.#cooling === 0) {
      this.#wait++;
      if (this.#wait < this.#patience || optimizer.learningRate <= this.#minLr) return;
      optimizer.learningRate = Math.max(optimizer.learningRate * this.#factor, this.#minLr);
      this.#cooling = this.#cooldown;
      this.#wait = 0;
    }
  }

  state(): Json {
    return { best: this.#monitor.state(), wait: this.#wait, cooling: this.#cooling };
  }

  restore(state: Json): void {
    const fields = fieldsOf(NAME, state, ['best', 'wait', 'cooling']);
    this.#monitor.restore(fields);
    this.#wait = numberField(NAME, fields, 'wait');
    this.#cooling = numberField(NAME, fields, 'cooling');
    this.#resumes = true;
  }
}
