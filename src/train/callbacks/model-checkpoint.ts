import { OptionError } from '../../errors.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../../options.ts';
import type { Json, ModelInTraining, ResumableCallback, TrainPlan } from '../callback.ts';
import type { Logs } from '../metric-set.ts';
import { fieldsOf, numberField } from './fields.ts';
import { Monitor, type MonitorOptions } from './monitor.ts';

/** Where training stands when a model is saved. */
export interface SaveInfo {
  /** Counted from 0. */
  readonly epoch: number;
  /** Counted from 0 within the epoch; undefined at its end. */
  readonly batch: number | undefined;
  readonly logs: Logs;
}

/** Saves a model. */
export type SaveModel = (model: ModelInTraining, info: SaveInfo) => void | Promise<void>;

/** When to save. */
export interface CheckpointOptions extends MonitorOptions {
  /** Saves only where the watched number is the best so far. Default false. */
  saveBestOnly?: boolean;
  /** After each epoch, or after so many batches, from 1. Default 'epoch'. */
  saveFreq?: 'epoch' | number;
  /** Value that the first saved one must be better than. Default none. Only with saveBestOnly. */
  initialValueThreshold?: number;
}

/** Options of `ModelCheckpoint`. */
export interface ModelCheckpointOptions extends CheckpointOptions {
  /** Called to save; awaited. */
  save: SaveModel;
}

const NAME = 'ModelCheckpoint';
const OPTIONS: readonly string[] = ['save', 'monitor', 'saveBestOnly', 'mode', 'saveFreq', 'initialValueThreshold'];

/**
 * Saves the model while it is trained: after each epoch, after so many batches, or where it is the best so far. What
 * saving is, `save` says; the class of the same name in `memcell/io` writes files. The best value is kept from one
 * training to the next.
 *
 * @throws OptionError for options out of their range; in training where the logs lack `monitor`.
 * @see https://keras.io/api/callbacks/model_checkpoint/
 * @example
 * ```ts
 * import { Dense, ModelCheckpoint, Sequential, type Tensor } from 'memcell';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const best: Tensor[][] = [];
 * const save = () => void best.push(model.getWeights());
 * const callbacks = [new ModelCheckpoint({ save, monitor: 'loss', saveBestOnly: true })];
 * await model.fit([[0], [1]], [[1], [3]], { epochs: 3, callbacks });
 * console.log(best.length); // => 3
 * ```
 */
export class ModelCheckpoint implements ResumableCallback {
  readonly className = 'ModelCheckpoint';
  readonly variables: readonly never[] = [];
  readonly #monitor: Monitor;
  readonly #save: SaveModel;
  readonly #saveBestOnly: boolean;
  readonly #saveFreq: 'epoch' | number;
  #model: ModelInTraining | undefined;
  #epoch = 0;
  #batches = 0;

  constructor(options: ModelCheckpointOptions) {
    checkOptions(NAME, options, OPTIONS, ['verbose', 'saveWeightsOnly']);
    const { save, saveFreq = 'epoch', initialValueThreshold: threshold } = options;
    if (typeof save !== 'function') {
      throw new OptionError(`Cannot create ${NAME}: save must be a function, received ${describe(save)}`, {
        hint: "The ModelCheckpoint of 'memcell/io' takes a path instead.",
      });
    }
    const best = threshold === undefined ? undefined : checkNumber(NAME, 'initialValueThreshold', threshold);
    this.#save = save;
    this.#saveBestOnly = checkBoolean(NAME, 'saveBestOnly', options.saveBestOnly ?? false);
    if (best !== undefined && !this.#saveBestOnly) {
      throw new OptionError(
        `Cannot create ${NAME}: initialValueThreshold must be left out without saveBestOnly, received ${best}`,
      );
    }
    this.#saveFreq =
      saveFreq === 'epoch'
        ? saveFreq
        : checkNumber(NAME, "saveFreq (unless 'epoch')", saveFreq, { from: 1, whole: true });
    this.#monitor = new Monitor(NAME, { ...options, best });
    if (this.#saveBestOnly && this.#saveFreq !== 'epoch' && /^val[A-Z]/.test(this.#monitor.name)) {
      throw new OptionError(
        `Cannot create ${NAME}: monitor must be a number that batches have where saveFreq is not 'epoch', received '${this.#monitor.name}'`,
        { hint: "Validation comes after an epoch. Monitor 'loss', or leave saveFreq out." },
      );
    }
  }

  /** Best value so far, or the threshold. */
  get best(): number | undefined {
    return this.#monitor.best;
  }

  onTrainBegin(plan: TrainPlan, model: ModelInTraining): void {
    this.#model = model;
    this.#epoch = plan.initialEpoch; // no epoch begins where one is gone on with
    this.#monitor.begin(plan, model);
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  async onBatchEnd(batch: number, logs: Logs): Promise<void> {
    if (this.#saveFreq === 'epoch' || ++this.#batches < this.#saveFreq) return;
    this.#batches = 0;
    await this.#saveIfBetter({ epoch: this.#epoch, batch, logs });
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (this.#saveFreq === 'epoch') await this.#saveIfBetter({ epoch, batch: undefined, logs });
  }

  state(): Json {
    return { best: this.#monitor.state(), batches: this.#batches };
  }

  restore(state: Json): void {
    const fields = fieldsOf(NAME, state, ['best', 'batches']);
    this.#monitor.restore(fields);
    this.#batches = numberField(NAME, fields, 'batches');
  }

  async #saveIfBetter(info: SaveInfo): Promise<void> {
    if (this.#saveBestOnly) {
      const value = this.#monitor.read(info.logs);
      if (value === undefined || !this.#monitor.improves(value, this.#monitor.best)) return;
      await this.#save(this.#model as ModelInTraining, info);
      this.#monitor.best = value; // only once it is saved
      return;
    }
    await this.#save(this.#model as ModelInTraining, info);
  }
}
