import { NumericError } from '../errors.ts';
import type { Trainable } from '../layers/trainable.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { Random } from '../random.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import type { Callback, History, ModelInTraining } from './callback.ts';
import type { Checkpoint, Json, Position } from './checkpoint-data.ts';
import { Control } from './control.ts';
import { EventLoop } from './event-loop.ts';
import type { Logs, MetricSet } from './metric-set.ts';
import type { Objective } from './objective.ts';
import { Progress } from './progress.ts';
import { type ResumableModel, Resumption } from './resumption.ts';
import { type StepOptions, testStep, trainStep } from './step.ts';
import type { Truncation } from './truncation.ts';

/** Where the batches of an epoch come from. */
export interface BatchSource {
  /** Batches of one epoch, but for the first `skip`. */
  batches(epoch: number, skip?: number): Iterable<Batch<Tensors>> | AsyncIterable<Batch<Tensors>>;
  /** Batches in an epoch, where it is known. */
  readonly steps: number | undefined;
  /** Called after the last epoch, also where it ended early. */
  close?(): Promise<void>;
}

/** What `fit` works with. */
export interface FitOptions {
  /** Number of the last epoch, counted from 1. */
  readonly epochs: number;
  /** Number of the first epoch, counted from 0. Default 0. */
  readonly initialEpoch?: number;
  readonly loss: Objective;
  readonly optimizer: Optimizer;
  readonly metrics: MetricSet;
  /** Stream that the steps draw from, one child a step. */
  readonly random: Random;
  readonly callbacks: readonly Callback[];
  /** Batches that epochs end with. */
  readonly validation?: BatchSource | undefined;
  /** Cuts each batch into pieces along time, and trains on each. */
  readonly truncation?: Truncation | undefined;
  /** Epochs, counted from 1, that end with validation: every so many, or these. Default every one. */
  readonly validationFreq?: number | readonly number[];
  /** What samples, their order and dropout follow from, by name: a checkpoint to go on from must have the same. */
  readonly origin: Readonly<Record<string, Json>>;
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal | undefined;
}

/** A model as `fit` needs it. */
export type FitModel = Trainable & ModelInTraining & ResumableModel;

/** Trains a model epoch by epoch, from the beginning or from where a callback's checkpoint stands. */
export async function fit(model: FitModel, source: BatchSource, options: FitOptions): Promise<History> {
  const { epochs, initialEpoch = 0, metrics, callbacks, validation, signal } = options;
  const progress = new Progress();
  const control = new Control(signal);
  const tell = async (run: (callback: Callback) => void | Promise<void>): Promise<void> => {
    for (const callback of callbacks) {
      const result = run(callback);
      if (result !== undefined) await result;
    }
  };
  const watching = callbacks.filter(({ onGradients }) => onGradients !== undefined);
  const watch: StepOptions['watch'] = (gradients) => {
    for (const callback of watching) callback.onGradients?.(gradients);
  };
  const stepOptions = watching.length === 0 ? options : { ...options, watch };
  const loop = new EventLoop();
  const run = {};
  const resumption = new Resumption(model, options, progress);
  const checkpoint = (position: Position): Checkpoint => {
    metrics.turnTo(run);
    return resumption.capture(position);
  };
  const settled = (position: Position) => tell((c) => c.onSettled?.(position, () => checkpoint(position)));

  metrics.turnTo(run);
  const begin = (await resumption.find()) ?? { epoch: initialEpoch, step: 0 };
  const plan = { epochs, initialEpoch: begin.epoch, steps: source.steps, validates: validation !== undefined };
  await tell((c) => c.onTrainBegin?.(plan, model, control));
  for (let e = begin.epoch; e < epochs && control.stopped === undefined; e++) {
    let step = e === begin.epoch ? begin.step : 0;
    if (step === 0) {
      await tell((c) => c.onEpochBegin?.(e));
      metrics.turnTo(run);
      metrics.reset();
    }
    for await (const batch of source.batches(e, step)) {
      if (control.paused) await control.whilePaused();
      if (control.stopped !== undefined) break;
      metrics.turnTo(run);
      try {
        trainOn(model, batch, stepOptions, ` at epoch ${e + 1} step ${step + 1}`);
      } catch (error) {
        if (!(error instanceof NumericError)) throw error;
        await tell((c) => c.onBatchError?.(step, error, control));
        if (control.stopped === undefined) throw error;
        break;
      }
      progress.steps++;
      const soFar = callbacks.length > 0 ? metrics.results() : {};
      await tell((c) => c.onBatchEnd?.(step, soFar, control));
      step++;
      // signals come in the turn: where one ends training, this step is settled with it, and may be kept
      if (loop.due()) await loop.turn();
      await settled({ epoch: e, step });
      if (control.stopped !== undefined) break;
    }
    const whole = control.stopped === undefined;
    if (step === 0) break;
    if (control.paused) await control.whilePaused();
    metrics.turnTo(run);
    const logs = metrics.results();
    const due = validation !== undefined && validates(options.validationFreq, e + 1);
    const goesOn = due && control.stopped !== 'abort';
    const validated = goesOn ? await evaluate(model, validation, { ...options, epoch: e }) : undefined;
    for (const [name, value] of Object.entries(validated ?? {})) {
      logs[`val${name[0]?.toUpperCase()}${name.slice(1)}`] = value;
    }
    await tell((c) => c.onEpochEnd?.(e, logs, control));
    progress.add(e, logs);
    // an epoch whose validation was aborted is taken up there again
    if (whole && (!due || validated !== undefined)) await settled({ epoch: e + 1, step: 0 });
  }
  if (control.stopped !== 'abort') options.optimizer.finalizeVariableValues(); // as Keras: weights become their averages (useEma)
  const result = progress.result(control.stopped);
  metrics.leave(run);
  await tell((c) => c.onTrainEnd?.(result));
  return result;
}

/** A step on a batch, or one on each of its pieces. */
function trainOn(
  model: Trainable,
  batch: Batch<Tensors>,
  { random, truncation, ...options }: FitOptions & Pick<StepOptions, 'watch'>,
  where: string,
): void {
  for (const piece of truncation?.pieces(batch) ?? [batch]) {
    const states = truncation?.states;
    trainStep(model, piece, { ...options, random: random.fold(options.optimizer.calls), states, where });
  }
}

/** Whether an epoch, counted from 1, ends with validation. */
function validates(every: number | readonly number[] = 1, epoch: number): boolean {
  return typeof every === 'number' ? epoch % every === 0 : every.includes(epoch);
}

/** Loss and metrics over all batches, without dropout and without an update; undefined where the signal ended it. */
export async function evaluate(
  model: Trainable,
  source: BatchSource,
  { loss, metrics, signal, epoch = 0 }: Pick<FitOptions, 'loss' | 'metrics' | 'signal'> & { readonly epoch?: number },
): Promise<Logs | undefined> {
  const loop = new EventLoop();
  const run = {};
  try {
    if (signal?.aborted) return undefined;
    metrics.turnTo(run);
    for await (const batch of source.batches(epoch)) {
      metrics.turnTo(run);
      testStep(model, batch, { loss, metrics });
      if (loop.due()) await loop.turn();
      if (signal?.aborted) return undefined;
    }
    if (signal?.aborted) return undefined;
    metrics.turnTo(run);
    return metrics.results();
  } finally {
    metrics.leave(run);
  }
}
