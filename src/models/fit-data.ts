import type { Samples, TensorLike, TensorsLike } from '../data/batches.ts';
import { type ClassWeight, multiplyWeights, sampleWeightOf } from '../data/class-weight.ts';
import { Dataset } from '../data/dataset.ts';
import { OptionError, ResourceError, UnsupportedError } from '../errors.ts';
import { checkOptions, describe } from '../options.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { BatchSource } from '../train/fit.ts';

/** Like the data, but in a list some may be left out. */
export type PartlyGiven = TensorsLike | readonly (TensorLike | undefined)[];

/** A batch with more than input and target. */
export interface FullBatch {
  readonly input: TensorsLike;
  readonly target: TensorsLike;
  /** [B, T] with 1 where a step counts and 0 where it is padding; of several inputs: a list, or an object by their names. */
  readonly mask?: PartlyGiven | undefined;
  /** Weight of each sample [B], or of each step [B, T]; of several outputs: one for all, a list, or an object by their names. */
  readonly weight?: PartlyGiven | undefined;
}

/** One batch as a user's iterable gives it: a pair, or an object with more. */
export type BatchLike = readonly [TensorsLike, TensorsLike] | FullBatch;

/** A source of batches of the user's own: an iterable, or a function that makes one for each epoch. */
export type BatchStream = Iterable<BatchLike> | AsyncIterable<BatchLike>;

/** What `fit` and `evaluate` read: arrays, an iterable of batches, or a function that gives one for each epoch. */
export type FitData = TensorsLike | Stream;

/** An iterable of batches, or a function that gives one for each epoch. */
export type Stream = BatchStream | ((epoch: number) => BatchStream);
type Reader = AsyncIterator<BatchLike> | Iterator<BatchLike>;

/** Makes samples of what a user gave for them. */
export type SamplesReader = (
  input: TensorsLike,
  target: TensorsLike,
  more?: Pick<FullBatch, 'mask' | 'weight'>,
) => Samples<Tensors>;

/** How a stream is read. */
export interface StreamOptions {
  /** What is being done, as errors name it. */
  readonly action: string;
  /** The stream, as errors name it. */
  readonly name: string;
  /** Batches in an epoch; undefined: all there are. */
  readonly steps: number | undefined;
  /** Whether each epoch begins with the first batch, though there are `steps`. */
  readonly anew?: boolean;
  /** Epoch that reading begins with where nothing is resumed. */
  readonly initialEpoch: number;
  /** The number of an epoch over all trainings of the model. */
  readonly numberOf: (epoch: number) => number;
  /** Samples of what the user gave. @throws for those that the model cannot take. */
  readonly read: SamplesReader;
  readonly classWeight?: ClassWeight | undefined;
  /** Once it is aborted, a stream that throws has ended. */
  readonly signal?: AbortSignal | undefined;
}

/** Whether data is a stream of batches, and not arrays. */
export function isStream(x: unknown): x is Stream {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || Array.isArray(x) || x instanceof Tensor || ArrayBuffer.isView(x))
    return false;
  return Symbol.iterator in x || Symbol.asyncIterator in x;
}

/**
 * Reads epochs out of a stream. A function gives each epoch its own iterable, and so does a Dataset; an iterable is
 * iterated anew each epoch; with `steps` one iterator of it runs on over the epochs. An iterator that was made for the
 * reading is closed at its end; a generator that the user holds is left where it is.
 */
export class StreamSource implements BatchSource {
  readonly steps: number | undefined;
  readonly #stream: Stream;
  readonly #options: StreamOptions;
  readonly #anew: boolean;
  #reader: Reader | undefined;
  #owned = false;

  constructor(stream: Stream, options: StreamOptions) {
    const dataset = stream instanceof Dataset ? (stream as Dataset<BatchLike>) : undefined;
    this.#stream = dataset ? (epoch) => dataset.epoch(options.numberOf(epoch)) : stream;
    this.steps = options.steps ?? dataset?.steps;
    this.#options = options;
    this.#anew = this.steps === undefined || typeof this.#stream === 'function' || options.anew === true;
  }

  async *batches(epoch: number, skip = 0): AsyncGenerator<Batch<Tensors>> {
    try {
      yield* this.#read(epoch, skip);
    } catch (error) {
      if (!this.#options.signal?.aborted) throw error;
    }
  }

  async *#read(epoch: number, skip: number): AsyncGenerator<Batch<Tensors>> {
    if (this.#anew) await this.close();
    // one iterator over all epochs, begun anew to go on with an epoch, passes over the epochs before it, too
    const passed = this.#reader || this.#anew ? 0 : (epoch - this.#options.initialEpoch) * (this.steps ?? 0);
    this.#reader ??= await this.#guard(epoch, 0, () => this.#open(epoch));
    const reader = this.#reader;
    for (let step = -passed; this.steps === undefined || step < this.steps; step++) {
      const { done, value } = await this.#guard(epoch, step, () => reader.next());
      if (step < skip && !done) continue;
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
        `Cannot ${this.#options.action}: the function must return an iterable, received ${describe(stream)}`,
      );
    }
    const reader = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
    this.#owned = made || (reader as unknown) !== stream;
    return reader;
  }

  #batch(value: BatchLike): Batch<Tensors> {
    const { action, read } = this.#options;
    const pair = Array.isArray(value);
    if (pair ? value.length !== 2 : typeof value !== 'object' || value === null || value instanceof Tensor) {
      const received = pair ? `a list of ${value.length}` : describe(value);
      throw new OptionError(
        `Cannot ${action}: each batch must be [input, target] or { input, target, mask, weight }, received ${received}`,
      );
    }
    if (!pair) checkOptions(action, value, ['input', 'target', 'mask', 'weight']);
    const { input, target, mask, weight }: FullBatch = pair
      ? { input: value[0], target: value[1] }
      : (value as FullBatch);
    return withClassWeight(read(input, target, { mask, weight }), this.#options.classWeight, action);
  }

  /** Runs a part of the user's code; what it throws is told with its place. */
  async #guard<T>(epoch: number, step: number, run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      this.#reader = undefined;
      if (error instanceof OptionError && error.message.startsWith(`Cannot ${this.#options.action}: `)) throw error;
      const { action, name } = this.#options;
      const received = error instanceof Error ? error.message : describe(error);
      throw new ResourceError(
        `Cannot ${action}: ${name} must give batches, received an error at epoch ${epoch + 1} step ${step + 1}: ${received}`,
        { cause: error, hint: 'The model is as after its last step.' },
      );
    }
  }

  #short(epoch: number, step: number): OptionError {
    const must = this.steps === undefined ? 'at least one batch' : `${this.steps} batches`;
    return new OptionError(
      `Cannot ${this.#options.action}: ${this.#options.name} must give ${must} an epoch, received ${step} in epoch ${epoch + 1}`,
      { hint: 'Pass a function that makes a new iterable for each epoch, or lower stepsPerEpoch.' },
    );
  }
}

/** The samples, each weighted by its class besides its own weight. */
export function withClassWeight<T extends Samples<Tensors>>(
  samples: T,
  classWeight: ClassWeight | undefined,
  action: string,
): T {
  if (classWeight === undefined) return samples;
  const { target, weight: own } = samples;
  if (!(target instanceof Tensor)) {
    throw new UnsupportedError(
      `Cannot ${action}: classWeight is for models of one output and must be left out, received one for ${target.length} outputs`,
      { hint: 'Give sampleWeight: { output: sampleWeightOf(target, classWeight) }.' },
    );
  }
  const weight = sampleWeightOf(target, classWeight);
  return { ...samples, weight: own ? multiplyWeights(own as Tensor, weight, action) : weight };
}
