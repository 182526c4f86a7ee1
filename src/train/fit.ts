import type { Trainable } from '../layers/trainable.ts';
import type { Loss } from '../losses/index.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { Random } from '../random.ts';
import type { Batch } from '../tensor/batch.ts';
import type { Callback, History, TrainControl } from './callback.ts';
import { EventLoop } from './event-loop.ts';
import type { Logs, MetricSet } from './metric-set.ts';
import { testStep, trainStep } from './step.ts';
import type { Truncation } from './truncation.ts';

/** Where the batches of an epoch come from. */
export interface BatchSource {
  /** Batches of one epoch. */
  batches(epoch: number): Iterable<Batch> | AsyncIterable<Batch>;
  /** Batches in an epoch, where it is known. */
  readonly steps: number | undefined;
  /** Called after the last epoch, also where it ended early. */
  close?(): Promise<void>;
}

/** What `fit` works with. */
export interface FitOptions {
  readonly epochs: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics: MetricSet;
  /** Stream that the steps draw from, one child a step. */
  readonly random: Random;
  readonly callbacks: readonly Callback[];
  /** Batches that every epoch ends with. */
  readonly validation?: BatchSource | undefined;
  /** Cuts each batch into pieces along time, and trains on each. */
  readonly truncation?: Truncation | undefined;
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal | undefined;
}

/** Trains a model epoch by epoch. */
export async function fit(model: Trainable, source: BatchSource, options: FitOptions): Promise<History> {
  const { epochs, loss, optimizer, metrics, random, callbacks, validation, truncation, signal } = options;
  const epoch: number[] = [];
  const history: Record<string, number[]> = {};
  let stopped: History['stopped'];
  let steps = 0;
  const control: TrainControl = {
    stop() {
      stopped ??= 'callback';
    },
  };
  const ended = (): boolean => {
    if (signal?.aborted) stopped = 'abort';
    return stopped !== undefined;
  };
  const tell = async (run: (callback: Callback) => void | Promise<void>): Promise<void> => {
    for (const callback of callbacks) {
      const result = run(callback);
      if (result !== undefined) await result;
    }
  };
  const loop = new EventLoop();

  await tell((c) => c.onTrainBegin?.({ epochs, steps: source.steps }));
  for (let e = 0; e < epochs && !ended(); e++) {
    await tell((c) => c.onEpochBegin?.(e));
    metrics.reset();
    let step = 0;
    for await (const batch of source.batches(e)) {
      if (ended()) break;
      const where = ` at epoch ${e + 1} step ${step + 1}`;
      for (const piece of truncation?.pieces(batch) ?? [batch]) {
        const states = truncation?.states;
        trainStep(model, piece, { loss, optimizer, metrics, random: random.fold(optimizer.iterations), states, where });
      }
      steps++;
      const soFar = callbacks.length > 0 ? metrics.results() : {};
      await tell((c) => c.onBatchEnd?.(step, soFar, control));
      step++;
      if (loop.due()) await loop.turn();
      if (ended()) break;
    }
    if (step === 0) break;
    const logs = metrics.results();
    const validated =
      validation && stopped !== 'abort' && (await evaluate(model, validation, { loss, metrics, signal }));
    for (const [name, value] of Object.entries(validated || {})) {
      logs[`val${name[0]?.toUpperCase()}${name.slice(1)}`] = value;
    }
    epoch.push(e);
    for (const [name, value] of Object.entries(logs)) {
      history[name] ??= [];
      history[name].push(value);
    }
    await tell((c) => c.onEpochEnd?.(e, logs, control));
  }
  ended();
  const result: History = { epoch, history, steps, stopped };
  await tell((c) => c.onTrainEnd?.(result));
  return result;
}

/** Loss and metrics over all batches, without dropout and without an update; undefined where the signal ended it. */
export async function evaluate(
  model: Trainable,
  source: BatchSource,
  { loss, metrics, signal }: Pick<FitOptions, 'loss' | 'metrics' | 'signal'>,
): Promise<Logs | undefined> {
  const loop = new EventLoop();
  metrics.reset();
  if (signal?.aborted) return undefined;
  for await (const batch of source.batches(0)) {
    testStep(model, batch, { loss, metrics });
    if (loop.due()) await loop.turn();
    if (signal?.aborted) return undefined;
  }
  return metrics.results();
}
