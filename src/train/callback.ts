import type { Logs } from './metric-set.ts';

/** What is known when training begins. */
export interface TrainPlan {
  /** Epochs to run. */
  readonly epochs: number;
  /** Steps in an epoch; undefined where the data does not say. */
  readonly steps: number | undefined;
}

/** What a callback may do to the training. */
export interface TrainControl {
  /** Ends training after this step. */
  stop(): void;
}

/** Listens to training. All methods are optional and may be async; numbers count from 0 as in Keras. */
export interface Callback {
  /** Before the first step. */
  onTrainBegin?(plan: TrainPlan): void | Promise<void>;
  /** Before an epoch. */
  onEpochBegin?(epoch: number): void | Promise<void>;
  /** After a step; `batch` counts within the epoch, logs are the epoch's so far. */
  onBatchEnd?(batch: number, logs: Logs, control: TrainControl): void | Promise<void>;
  /** After an epoch and its validation. */
  onEpochEnd?(epoch: number, logs: Logs, control: TrainControl): void | Promise<void>;
  /** After the last step, also where training was stopped. */
  onTrainEnd?(history: History): void | Promise<void>;
}

/** What `fit` returns: every epoch's loss and metrics by name. */
export interface History {
  /** Epochs that took a step, counted from 0; where training was stopped, the last one may be cut short. */
  readonly epoch: readonly number[];
  /** One list a name, one number an epoch: loss, metrics, and `val…` for validation (none for an epoch that was aborted). */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** Steps that were taken. */
  readonly steps: number;
  /** Why training ended early, if it did. */
  readonly stopped: 'callback' | 'abort' | undefined;
}
