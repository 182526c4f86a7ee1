import { checkBoolean, checkNumber, checkOptions } from '../../options.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { Json, ModelInTraining, ResumableCallback, TrainControl, TrainPlan } from '../callback.ts';
import type { Logs } from '../metric-set.ts';
import { fieldsOf, numberField } from './fields.ts';
import { KeptWeights } from './kept-weights.ts';
import { Monitor, type MonitorOptions } from './monitor.ts';

/** Options of `EarlyStopping`. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** A change must be larger to count as better. Default 0. */
  minDelta?: number;
  /** Epochs without a better value after which training ends, from 0. Default 0. */
  patience?: number;
  /** A value must also be better than this for the wait to begin anew. Default none. */
  baseline?: number;
  /** Ends training with the weights of the best epoch, instead of the last. Default false. */
  restoreBestWeights?: boolean;
  /** Epochs from 0 that are not looked at. Default 0. */
  startFromEpoch?: number;
}

const NAME = 'EarlyStopping';

/**
 * Ends training when a number of the logs has not become better for `patience` epochs.
 *
 * @throws OptionError for options out of their range; in training where the logs lack `monitor`.
 * @see https://keras.io/api/callbacks/early_stopping/
 * @example
 * ```ts
 * import { Dense, EarlyStopping, Sequential } from 'memcell';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const callbacks = [new EarlyStopping({ monitor: 'loss', minDelta: 0.01, patience: 2, restoreBestWeights: true })];
 * const { stopped } = await model.fit([[0], [1]], [[1], [3]], { epochs: 500, callbacks });
 * console.log(stopped); // => callback
 * ```
 */
export class EarlyStopping implements ResumableCallback {
  readonly className = 'EarlyStopping';
  readonly #monitor: Monitor;
  readonly #patience: number;
  readonly #baseline: number | undefined;
  readonly #restoreBestWeights: boolean;
  readonly #startFromEpoch: number;
  readonly #kept: KeptWeights = new KeptWeights();
  #model: ModelInTraining | undefined;
  #wait = 0;
  #bestEpoch = 0;
  #stoppedEpoch: number | undefined;
  #resumes = false;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions(NAME, options, OPTIONS, ['verbose']);
    this.#monitor = new Monitor(NAME, options);
    this.#patience = checkNumber(NAME, 'patience', options.patience ?? 0, { from: 0, whole: true });
    this.#baseline = options.baseline === undefined ? undefined : checkNumber(NAME, 'baseline', options.baseline);
    this.#restoreBestWeights = checkBoolean(NAME, 'restoreBestWeights', options.restoreBestWeights ?? false);
    this.#startFromEpoch = checkNumber(NAME, 'startFromEpoch', options.startFromEpoch ?? 0, { from: 0, whole: true });
  }

  /** Best value so far; undefined before the first epoch. */
  get best(): number | undefined {
    return this.#monitor.best;
  }

  /** Epoch of the best value, counted from 0. */
  get bestEpoch(): number {
    return this.#bestEpoch;
  }

  /** Epoch, counted from 0, after which it ended training; undefined where it did not. */
  get stoppedEpoch(): number | undefined {
    return this.#stoppedEpoch;
  }

  onTrainBegin(plan: TrainPlan, model: ModelInTraining): void {
    this.#model = model;
    this.#monitor.begin(plan, model);
    this.#stoppedEpoch = undefined;
    if (!this.#resumes) {
      this.#wait = 0;
      this.#bestEpoch = 0;
      this.#monitor.best = undefined;
      this.#kept.clear();
    }
    this.#resumes = false;
  }

  onEpochEnd(epoch: number, logs: Logs, control: TrainControl): void {
    const value = this.#monitor.read(logs);
    if (value === undefined || epoch < this.#startFromEpoch) return;
    this.#wait++;
    if (this.#monitor.improves(value, this.#monitor.best)) {
      this.#monitor.best = value;
      this.#bestEpoch = epoch;
      if (this.#restoreBestWeights) this.#kept.keep(this.#model as ModelInTraining);
      if (this.#monitor.improves(value, this.#baseline)) this.#wait = 0;
      return;
    }
    if (this.#wait < this.#patience || epoch === 0) return;
    this.#stoppedEpoch = epoch;
    control.stop();
  }

  onTrainEnd(): void {
    this.#kept.giveBack(this.#model as ModelInTraining);
  }

  state(): Json {
    return {
      best: this.#monitor.state(),
      wait: this.#wait,
      bestEpoch: this.#bestEpoch,
      bestWeights: this.#kept.state(),
    };
  }

  restore(state: Json): void {
    const fields = fieldsOf(NAME, state, ['best', 'wait', 'bestEpoch', 'bestWeights']);
    this.#monitor.restore(fields);
    this.#wait = numberField(NAME, fields, 'wait');
    this.#bestEpoch = numberField(NAME, fields, 'bestEpoch');
    this.#kept.restore(NAME, fields.bestWeights);
    this.#resumes = true;
  }

  get variables(): readonly Variable[] {
    return this.#kept.variables;
  }
}

const OPTIONS: readonly string[] = [
  ...['monitor', 'minDelta', 'patience', 'mode', 'baseline', 'restoreBestWeights', 'startFromEpoch'],
];
