import { type Samples, samplesOf, type TensorLike, toTensor } from '../data/batches.ts';
import { type ClassWeight, multiplyWeights, sampleWeightOf } from '../data/class-weight.ts';
import { Dataset } from '../data/dataset.ts';
import { OptionError, ResourceError, ShapeError } from '../errors.ts';
import { checkOptions, describe } from '../options.ts';
import type { Batch } from '../tensor/batch.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { Tensor, toFloat } from '../tensor/tensor.ts';
import type { BatchSource } from '../train/fit.ts';

/** A batch with more than input and target. */
export interface FullBatch {
  readonly input: TensorLike;
  readonly target: TensorLike;
  /** [B, T] with 1 where a step counts and 0 where it is padding. */
  readonly mask?: TensorLike;
  /** Weight of each sample [B], or of each step [B, T]. */
  readonly weight?: TensorLike;
}

/** One batch as a user's iterable gives it: a pair, or an object with more. */
export type BatchLike = readonly [TensorLike, TensorLike] | FullBatch;

/** A source of batches of the user's own: an iterable, or a function that makes one for each epoch. */
export type BatchStream = Iterable<BatchLike> | AsyncIterable<BatchLike>;

/** What `fit` and `evaluate` read: arrays, an iterable of batches, or a function that gives one for each epoch. */
export type FitData = TensorLike | Stream;

/** An iterable of batches, or a function that gives one for each epoch. */
export type Stream = BatchStream | ((epoch: number) => BatchStream);
type Reader = AsyncIterator<BatchLike> | Iterator<BatchLike>;

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
  /** The number of an epoch over all trainings of the model. */
  readonly numberOf: (epoch: number) => number;
  /** Throws for samples that the model cannot take. */
  readonly check: (samples: Samples) => void;
  readonly classWeight?: ClassWeight | undefined;
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

  async *batches(epoch: number): AsyncGenerator<Batch> {
    if (this.#anew) await this.close();
    this.#reader ??= await this.#guard(epoch, 0, () => this.#open(epoch));
    const reader = this.#reader;
    for (let step = 0; this.steps === undefined || step < this.steps; step++) {
      const { done, value } = await this.#guard(epoch, step, () => reader.next());
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

  #batch(value: BatchLike): Batch {
    const { action, check } = this.#options;
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
    const weights = weight === undefined ? undefined : toTensor(weight);
    const samples = samplesOf(toTensor(input), toTensor(target), action, weights);
    check(samples);
    const masked = mask === undefined ? samples : { ...samples, mask: readMask(toTensor(mask), samples.input, action) };
    return withClassWeight(masked, this.#options.classWeight, action) as Batch;
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
export function withClassWeight<T extends Samples>(
  samples: T,
  classWeight: ClassWeight | undefined,
  action: string,
): T {
  if (classWeight === undefined) return samples;
  const weight = sampleWeightOf(samples.target, classWeight);
  return { ...samples, weight: samples.weight ? multiplyWeights(samples.weight, weight, action) : weight };
}

/** A mask as a model takes it. @throws ShapeError or OptionError unless it says 0 or 1 for each step of the input. */
function readMask(mask: Tensor, input: Tensor, action: string): Tensor {
  if (input.rank < 2 || !sameShape(mask.shape, input.shape.slice(0, 2))) {
    throw new ShapeError(
      `Cannot ${action}: mask must be [B, T] for an input [B, T, …], received mask ${formatShape(mask.shape)} for input ${formatShape(input.shape)}`,
    );
  }
  const wrong = mask.data.find((value) => value !== 0 && value !== 1);
  if (wrong === undefined) return toFloat(mask);
  throw new OptionError(`Cannot ${action}: mask must hold 1 or 0 for each step, received ${wrong}`);
}
