import type { GradientPair } from '../autograd/tape.ts';
import type { MemcellError } from '../errors.ts';
import type { Metric } from '../metrics/index.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { Variable } from '../tensor/variable.ts';
import type { Checkpoint, Json, Position } from './checkpoint-data.ts';
import type { Logs } from './metric-set.ts';

export type { Checkpoint, Json, Position } from './checkpoint-data.ts';

/** What is known when training begins. */
export interface TrainPlan {
  /** Epochs to run: the number of the last one, counted from 1. */
  readonly epochs: number;
  /** Epochs that were run before, from 0: the number of the first one, counted from 0. */
  readonly initialEpoch: number;
  /** Steps in an epoch; undefined where the data does not say. */
  readonly steps: number | undefined;
  /** Whether epochs are validated. */
  readonly validates: boolean;
}

/** What a callback may see of the model in training, and change. */
export interface ModelInTraining {
  readonly name: string;
  /** All weights, in Keras's order; none before the first batch where the shape of the input was not known. */
  readonly weights: readonly Variable[];
  /** Its learningRate may be set between steps. */
  readonly optimizer: Optimizer | undefined;
  /** Metrics; none before the first batch. */
  readonly metrics: readonly Metric[];
}

/** What a callback, or who it gives this to, may do to the training. */
export interface TrainControl {
  /** Ends training after this step. */
  stop(): void;
  /** Holds training after this step until `resume`, `stop` or the signal. */
  pause(): void;
  /** Goes on after `pause`. */
  resume(): void;
}

/** Listens to training. All methods are optional and may be async; numbers count from 0 as in Keras. */
export interface Callback {
  /** Asked before all else: the checkpoint to go on from. The first one found counts. */
  resumeFrom?(): Checkpoint | undefined | Promise<Checkpoint | undefined>;
  /** Before the first step. */
  onTrainBegin?(plan: TrainPlan, model: ModelInTraining, control: TrainControl): void | Promise<void>;
  /** Before an epoch. */
  onEpochBegin?(epoch: number): void | Promise<void>;
  /**
   * In a step, once its gradients are known to be finite and before they are clipped and the weights change; the tensors
   * live until it returns. Where back-propagation is truncated, once a piece. Costs nothing where no callback has it.
   */
  onGradients?(gradients: readonly GradientPair<Variable>[]): void;
  /** After a step; `batch` counts within the epoch, logs are the epoch's so far. */
  onBatchEnd?(batch: number, logs: Logs, control: TrainControl): void | Promise<void>;
  /** Where loss or gradients of a step are not finite, and no weight has changed; fit throws the error unless one calls `stop`. */
  onBatchError?(batch: number, error: MemcellError, control: TrainControl): void | Promise<void>;
  /** After an epoch and its validation; what is added to the logs is kept in the history. */
  onEpochEnd?(epoch: number, logs: Logs, control: TrainControl): void | Promise<void>;
  /**
   * After every callback has heard of a step, and after all has been done for an epoch: `checkpoint` copies what is
   * needed to go on at this position.
   */
  onSettled?(position: Position, checkpoint: () => Checkpoint): void | Promise<void>;
  /** After the last step, also where training was stopped. */
  onTrainEnd?(history: History): void | Promise<void>;
}

/**
 * A callback with a state that outlives a training: a checkpoint keeps `state` and the numbers of `variables`. To go on,
 * it calls `restore`, gives the variables their numbers again and starts `fit`, which then does not begin anew.
 */
export interface ResumableCallback extends Callback {
  /** Tells the states of several callbacks apart, together with their order. */
  readonly className: string;
  /** What it has found out so far, but for the variables. */
  state(): Json;
  /** Takes up what `state` gave; after it there are as many variables as there were. @throws OptionError where it does not fit. */
  restore(state: Json): void;
  /** Copies of weights that it holds. */
  readonly variables: readonly Variable[];
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

/** Whether a callback has a state that outlives a training. */
export function isResumable(callback: Callback): callback is ResumableCallback {
  return 'state' in callback && 'restore' in callback && 'variables' in callback && 'className' in callback;
}
