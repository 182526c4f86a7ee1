import { NumericError } from '../errors.ts';
import type { Trainable } from '../layers/trainable.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { Random } from '../random.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import type { Callback, History, ModelInTraining } from './callback.ts';
import { Control } from './control.ts';
import { EventLoop } from './event-loop.ts';
import type { Logs, MetricSet } from './metric-set.ts';
import type { Objective } from './objective.ts';
import { testStep, trainStep } from './step.ts';
import type { Truncation } from './truncation.ts';

/** Where the batches of an epoch come from. */
export interface BatchSource {
  /** Batches of one epoch. */
  batches(epoch: number): Iterable<Batch<Tensors>> | AsyncIterable<Batch<Tensors>>;
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
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal | undefined;
}

/** Trains a model epoch by epoch. */
export async function fit(
  model: Trainable & ModelInTraining,
  source: BatchSource,
  options: FitOptions,
): Promise<History> {
  const {
    epochs,
    initialEpoch = 0,
    loss,
    optimizer,
    metrics,
    random,
    callbacks,
    validation,
    truncation,
    signal,
  } = options;
  const epoch: number[] = [];
  const history: Record<string, number[]> = {};
  let steps = 0;
  const control = new Control(signal);
  const tell = async (run: (callback: Callback) => void | Promise<void>): Promise<void> => {
    for (const callback of callbacks) {
      const result = run(callback);
      if (result !== undefined) await result;
    }
  };
  const loop = new EventLoop();

  const plan = { epochs, initialEpoch, steps: source.steps, validates: validation !== undefined };
  await tell((c) => c.onTrainBegin?.(plan, model, control));
  for (let e = initialEpoch; e < epochs && control.stopped === undefined; e++) {
    await tell((c) => c.onEpochBegin?.(e));
    metrics.reset();
    let step = 0;
    for await (const batch of source.batches(e)) {
      if (control.paused) await control.whilePaused();
      if (control.stopped !== undefined) break;
      const where = ` at epoch ${e + 1} step ${step + 1}`;
      try {
        for (const piece of truncation?.pieces(batch) ?? [batch]) {
          const states = truncation?.states;
          trainStep(model, piece, {
            loss,
            optimizer,
            metrics,
            random: random.fold(optimizer.calls),
            states,
            where,
          });
        }
      } catch (error) {
        if (!(error instanceof NumericError)) throw error;
        await tell((c) => c.onBatchError?.(step, error, control));
        if (control.stopped === undefined) throw error;
        break;
      }
      steps++;
      const soFar = callbacks.length > 0 ? metrics.results() : {};
      await tell((c) => c.onBatchEnd?.(step, soFar, control));
      step++;
      if (loop.due()) await loop.turn();
      if (control.stopped !== undefined) break;
    }
    if (step === 0) break;
    if (control.paused) await control.whilePaused();
    const logs = metrics.results();
    const due = validation && control.stopped !== 'abort' && validates(options.validationFreq, e + 1);
    const validated = due && (await evaluate(model, validation, { loss, metrics, signal, epoch: e }));
    for (const [name, value] of Object.entries(validated || {})) {
      logs[`val${name[0]?.toUpperCase()}${name.slice(1)}`] = value;
    }
    await tell((c) => c.onEpochEnd?.(e, logs, control));
    epoch.push(e);
    for (const [name, value] of Object.entries(logs)) {
      history[name] ??= [];
      history[name].push(value);
    }
  }
  if (control.stopped !== 'abort') optimizer.finalizeVariableValues(); // as Keras: weights become their averages (useEma)
  const result: History = { epoch, history, steps, stopped: control.stopped };
  await tell((c) => c.onTrainEnd?.(result));
  return result;
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
  metrics.reset();
  if (signal?.aborted) return undefined;
  for await (const batch of source.batches(epoch)) {
    testStep(model, batch, { loss, metrics });
    if (loop.due()) await loop.turn();
    if (signal?.aborted) return undefined;
  }
  return signal?.aborted ? undefined : metrics.results();
}
