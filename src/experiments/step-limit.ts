import { OptionError } from '../errors.ts';
import { describe } from '../options.ts';
import type { Variable } from '../tensor/variable.ts';
import type { ResumableCallback, TrainControl, TrainPlan } from '../train/callback.ts';
import { type Json, numberFromJson, numberToJson } from '../train/checkpoint-data.ts';
import type { Logs } from '../train/metric-set.ts';

/** When a training ends. */
export interface StepLimitOptions {
  /** Steps at most. */
  readonly steps: number;
  /** Hears of every step, counted from 1; training ends after the one where it says true. */
  readonly onStep?: ((step: number, loss: number, logs: Logs) => boolean | undefined) | undefined;
  /** Hears of every epoch, as `onStep` does of steps. */
  readonly onEpoch?: ((logs: Logs) => boolean | undefined) | undefined;
}

/**
 * Counts the steps of an experiment and ends its training. What it knows is kept in checkpoints, so that a run that was
 * interrupted goes on counting where it was: an experiment keeps no counter of its own beside it.
 */
export class StepLimit implements ResumableCallback {
  readonly className = 'StepLimit';
  readonly variables: readonly Variable[] = [];
  /** Steps that were taken. */
  steps = 0;
  /** Loss of the last step before its update, the mean since the epoch began; NaN without a step. */
  loss: number = Number.NaN;
  readonly #options: StepLimitOptions;
  #enough = false;
  /** Time of the parts that have ended, and when the one under way began. */
  #seconds = 0;
  #begun: number | undefined;

  constructor(options: StepLimitOptions) {
    this.#options = options;
  }

  /** Time that training took, all its parts together. */
  get seconds(): number {
    return this.#seconds + (this.#begun === undefined ? 0 : (performance.now() - this.#begun) / 1000);
  }

  onTrainBegin(_plan: TrainPlan, _model: unknown, control: TrainControl): void {
    this.#begun = performance.now();
    if (this.#enough) control.stop();
  }

  onBatchEnd(_batch: number, logs: Logs, control: TrainControl): void {
    this.steps++;
    this.loss = logs.loss ?? Number.NaN;
    const enough = this.#options.onStep?.(this.steps, this.loss, logs) === true;
    this.#endIf(enough || this.steps >= this.#options.steps, control);
  }

  onEpochEnd(_epoch: number, logs: Logs, control: TrainControl): void {
    this.#endIf(this.#options.onEpoch?.(logs) === true, control);
  }

  onTrainEnd(): void {
    this.#seconds = this.seconds;
    this.#begun = undefined;
  }

  state(): Json {
    return { steps: this.steps, loss: numberToJson(this.loss), seconds: this.seconds, enough: this.#enough };
  }

  restore(state: Json): void {
    const { steps, loss = null, seconds, enough } = (state ?? {}) as { readonly [name: string]: Json };
    if (typeof steps !== 'number' || typeof seconds !== 'number' || typeof enough !== 'boolean') {
      throw new OptionError(
        `Cannot resume run: checkpoint must hold the steps that were taken, received ${describe(state)}`,
      );
    }
    this.steps = steps;
    this.loss = numberFromJson(loss);
    this.#seconds = seconds;
    this.#enough = enough;
  }

  #endIf(enough: boolean, control: TrainControl): void {
    if (!enough) return;
    this.#enough = true;
    control.stop();
  }
}
