import { type Samples, samplesOf, type TensorLike, toTensor } from '../data/batches.ts';
import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import type { Batch } from '../tensor/batch.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { BatchSource } from '../train/fit.ts';
import type { FitOptions } from './options.ts';

/** One batch as a user's iterable gives it: a pair, or an object with more. */
export type BatchLike =
  | readonly [TensorLike, TensorLike]
  | { readonly input: TensorLike; readonly target: TensorLike; readonly weight?: TensorLike };

/** A source of batches of the user's own: an iterable, or a function that makes one for each epoch. */
export type BatchStream = Iterable<BatchLike> | AsyncIterable<BatchLike>;

/** What `fit` and `evaluate` read: arrays, an iterable of batches, or a function that gives one for each epoch. */
export type FitData = TensorLike | BatchStream | ((epoch: number) => BatchStream);

type Stream = BatchStream | ((epoch: number) => BatchStream);
type Reader = AsyncIterator<BatchLike> | Iterator<BatchLike>;

/** The source behind an iterable or a function; undefined for arrays. */
export function streamOf(
  x: FitData,
  y: TensorLike | undefined,
  options: FitOptions,
  action: string,
  check: (samples: Samples) => void,
): BatchSource | undefined {
  const { stepsPerEpoch } = options;
  if (!isStream(x)) {
    if (stepsPerEpoch === undefined) return undefined;
    throw new OptionError(
      `Cannot ${action}: stepsPerEpoch must be left out with arrays, received ${describe(stepsPerEpoch)}`,
    );
  }
  const unfit = { targets: y, ...pick(options, ['validationSplit', 'sampleWeight', 'batchSize', 'shuffle']) };
  for (const [name, value] of Object.entries(unfit)) {
    if (value === undefined) continue;
    throw new OptionError(`Cannot ${action}: ${name} must be left out with an iterable, received ${describe(value)}`, {
      hint: 'Each batch of the iterable carries its own input, target and weight.',
    });
  }
  if (stepsPerEpoch !== undefined) checkNumber(action, 'stepsPerEpoch', stepsPerEpoch, { from: 1, whole: true });
  return new StreamSource(x, { action, check, steps: stepsPerEpoch });
}

function isStream(x: FitData): x is Stream {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || Array.isArray(x) || x instanceof Tensor || ArrayBuffer.isView(x))
    return false;
  return Symbol.iterator in x || Symbol.asyncIterator in x;
}

function pick<T extends object, K extends keyof T>(object: T, keys: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(keys.map((key) => [key, object[key]])) as Partial<Pick<T, K>>;
}

/**
 * Reads epochs out of a stream. A function gives each epoch its own iterable; an iterable is iterated anew each epoch;
 * with `steps` one iterator of it runs on over the epochs. An iterator that was made for the reading is closed at its
 * end; a generator that the user holds is left where it is.
 */
class StreamSource implements BatchSource {
  readonly steps: number | undefined;
  readonly #stream: Stream;
  readonly #action: string;
  readonly #check: (samples: Samples) => void;
  #reader: Reader | undefined;
  #owned = false;

  constructor(
    stream: Stream,
    { action, check, steps }: { action: string; check: (samples: Samples) => void; steps: number | undefined },
  ) {
    this.#stream = stream;
    this.#action = action;
    this.#check = check;
    this.steps = steps;
  }

  async *batches(epoch: number): AsyncGenerator<Batch> {
    const anew = this.steps === undefined || typeof this.#stream === 'function';
    if (anew) await this.close();
    this.#reader ??= this.#open(epoch);
    for (let step = 0; this.steps === undefined || step < this.steps; step++) {
      const { done, value } = await this.#reader.next();
      if (done) {
        this.#reader = undefined;
        if (step === 0 || this.steps !== undefined) throw this.#short(epoch, step);
        return;
      }
      yield this.#batch(value);
    }
  }

  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    if (this.#owned) await reader?.return?.();
  }

  #open(epoch: number): Reader {
    const made = typeof this.#stream === 'function';
    const stream = typeof this.#stream === 'function' ? this.#stream(epoch) : this.#stream;
    const iterable = typeof stream === 'object' && stream !== null;
    if (!iterable || !(Symbol.iterator in stream || Symbol.asyncIterator in stream)) {
      throw new OptionError(
        `Cannot ${this.#action}: the function must return an iterable, received ${describe(stream)}`,
      );
    }
    const reader = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
    this.#owned = made || (reader as unknown) !== stream;
    return reader;
  }

  #batch(value: BatchLike): Batch {
    const pair = Array.isArray(value);
    if (pair ? value.length !== 2 : typeof value !== 'object' || value === null || value instanceof Tensor) {
      const received = pair ? `a list of ${value.length}` : describe(value);
      throw new OptionError(
        `Cannot ${this.#action}: each batch must be [input, target] or { input, target, weight }, received ${received}`,
      );
    }
    if (!pair) checkOptions(this.#action, value, ['input', 'target', 'weight'], ['mask']);
    const { input, target, weight }: Exclude<BatchLike, readonly unknown[]> = pair
      ? { input: value[0], target: value[1] }
      : (value as Exclude<BatchLike, readonly unknown[]>);
    const weights = weight === undefined ? undefined : toTensor(weight);
    const samples = samplesOf(toTensor(input), toTensor(target), this.#action, weights);
    this.#check(samples);
    return samples as Batch;
  }

  #short(epoch: number, step: number): OptionError {
    const must = this.steps === undefined ? 'at least one batch' : `${this.steps} batches`;
    return new OptionError(
      `Cannot ${this.#action}: the iterable must give ${must} an epoch, received ${step} in epoch ${epoch + 1}`,
      { hint: 'Pass a function that makes a new iterable for each epoch, or lower stepsPerEpoch.' },
    );
  }
}
