import type { Trainable } from '../layers/trainable.ts';
import type { Loss } from '../losses/index.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { Random } from '../random.ts';
import type { Batch } from '../tensor/batch.ts';
import type { Callback, History, TrainControl } from './callback.ts';
import type { Logs, MetricSet } from './metric-set.ts';
import { testStep, trainStep } from './step.ts';

/** Where the batches of an epoch come from. */
export interface BatchSource {
  /** Batches of one epoch. */
  batches(epoch: number): Iterable<Batch> | AsyncIterable<Batch>;
  /** Batches in an epoch, where it is known. */
  readonly steps: number | undefined;
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
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal | undefined;
}

/** The event loop runs at least so often (milliseconds). */
const YIELD_AFTER = 50;

/** Trains a model epoch by epoch. */
export async function fit(model: Trainable, source: BatchSource, options: FitOptions): Promise<History> {
  const { epochs, loss, optimizer, metrics, random, callbacks, validation, signal } = options;
  const epoch: number[] = [];
  const history: Record<string, number[]> = {};
  let stopped: History['stopped'];
  let steps = 0;
  const control: TrainControl = {
    stop() {
      stopped ??= 'callback';
    },
  };
  const loop = new EventLoop();
  const tell = async (run: (callback: Callback) => void | Promise<void>): Promise<void> => {
    for (const callback of callbacks) {
      const result = run(callback);
      if (result !== undefined) await result;
    }
  };

  await tell((c) => c.onTrainBegin?.({ epochs, steps: source.steps }));
  for (let e = 0; e < epochs && stopped === undefined; e++) {
    await tell((c) => c.onEpochBegin?.(e));
    metrics.reset();
    let batchIndex = 0;
    for await (const batch of source.batches(e)) {
      if (signal?.aborted) stopped = 'abort';
      if (stopped !== undefined) break;
      const where = ` at epoch ${e + 1} step ${batchIndex + 1}`;
      trainStep(model, batch, { loss, optimizer, metrics, random: random.fold(optimizer.iterations), where });
      steps++;
      for (const callback of callbacks) {
        const told = callback.onBatchEnd?.(batchIndex, metrics.results(), control);
        if (told !== undefined) await told;
      }
      batchIndex++;
      if (loop.due()) await loop.turn();
    }
    if (batchIndex === 0) break;
    const logs = metrics.results();
    if (validation && stopped !== 'abort') {
      for (const [name, value] of Object.entries(await evaluate(model, validation, { loss, metrics, signal }))) {
        logs[`val${name[0]?.toUpperCase()}${name.slice(1)}`] = value;
      }
    }
    epoch.push(e);
    for (const [name, value] of Object.entries(logs)) {
      history[name] ??= [];
      history[name].push(value);
    }
    await tell((c) => c.onEpochEnd?.(e, logs, control));
    if (signal?.aborted) stopped = 'abort';
  }
  const result: History = { epoch, history, steps, stopped };
  await tell((c) => c.onTrainEnd?.(result));
  return result;
}

/** Loss and metrics over all batches, without dropout and without an update. */
export async function evaluate(
  model: Trainable,
  source: BatchSource,
  { loss, metrics, signal }: Pick<FitOptions, 'loss' | 'metrics' | 'signal'>,
): Promise<Logs> {
  const loop = new EventLoop();
  metrics.reset();
  for await (const batch of source.batches(0)) {
    if (signal?.aborted) break;
    testStep(model, batch, { loss, metrics });
    if (loop.due()) await loop.turn();
  }
  return metrics.results();
}

/** Lets timers, input and drawing run now and then. */
export class EventLoop {
  #last = performance.now();

  /** Whether it is time for a turn. */
  due(): boolean {
    return performance.now() - this.#last > YIELD_AFTER;
  }

  /** One turn of the event loop. */
  async turn(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (typeof setImmediate === 'function') setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    this.#last = performance.now();
  }
}
