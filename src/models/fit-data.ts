import { type Samples, samplesOf, type TensorLike, toTensor } from '../data/batches.ts';
import { OptionError } from '../errors.ts';
import { checkNumber, describe } from '../options.ts';
import type { Batch } from '../tensor/batch.ts';
import { sizeOf } from '../tensor/shape.ts';
import { newData, Tensor } from '../tensor/tensor.ts';
import type { BatchSource } from '../train/fit.ts';

/** One batch as a user's iterable gives it: a pair, or an object with more. */
export type BatchLike =
  | readonly [TensorLike, TensorLike]
  | { readonly input: TensorLike; readonly target: TensorLike; readonly weight?: TensorLike };

/** A source of batches of the user's own: an iterable, or a function that makes one for each epoch. */
export type BatchStream = Iterable<BatchLike> | AsyncIterable<BatchLike>;

/** What `fit` and `evaluate` read: arrays, an iterable of batches, or a function that gives one for each epoch. */
export type FitData = TensorLike | BatchStream | ((epoch: number) => BatchStream);

/** The source behind an iterable or a function; undefined for arrays. */
export function sourceOf(
  x: FitData,
  y: TensorLike | undefined,
  options: { stepsPerEpoch?: number; validationSplit?: number; sampleWeight?: TensorLike; batchSize?: number },
  action: string,
  check: (samples: Samples) => void,
): BatchSource | undefined {
  if (!isStream(x)) {
    if (options.stepsPerEpoch !== undefined) {
      throw new OptionError(
        `Cannot ${action}: stepsPerEpoch must be left out with arrays, received ${options.stepsPerEpoch}`,
      );
    }
    return undefined;
  }
  for (const [name, value] of [
    ['targets', y],
    ['validationSplit', options.validationSplit],
    ['sampleWeight', options.sampleWeight],
    ['batchSize', options.batchSize],
  ]) {
    if (value === undefined) continue;
    throw new OptionError(`Cannot ${action}: ${name} must be left out with an iterable, received ${describe(value)}`, {
      hint: 'Each batch of the iterable carries its own input, target and weight.',
    });
  }
  const { stepsPerEpoch } = options;
  if (stepsPerEpoch !== undefined) checkNumber(action, 'stepsPerEpoch', stepsPerEpoch, { from: 1, whole: true });
  const next = reader(x, action, check);
  return { batches: (epoch) => next(epoch, stepsPerEpoch), steps: stepsPerEpoch };
}

/** Joins predictions of batches along axis 0. */
export function concatRows(parts: readonly Tensor[]): Tensor {
  const first = parts[0] as Tensor;
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] as number), 0);
  const shape = [rows, ...first.shape.slice(1)];
  const data = newData(sizeOf(shape), first.dtype);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.size;
  }
  return new Tensor(shape, first.dtype, data, undefined, 0);
}

function isStream(x: FitData): x is BatchStream | ((epoch: number) => BatchStream) {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || Array.isArray(x) || x instanceof Tensor || ArrayBuffer.isView(x))
    return false;
  return Symbol.iterator in x || Symbol.asyncIterator in x;
}

/**
 * Reads epochs out of a stream. A function gives each epoch its own iterable; an iterable that can be iterated anew is;
 * with `stepsPerEpoch` one iterator runs on over the epochs.
 */
function reader(
  x: BatchStream | ((epoch: number) => BatchStream),
  action: string,
  check: (samples: Samples) => void,
): (epoch: number, steps: number | undefined) => AsyncGenerator<Batch> {
  let running: AsyncIterator<BatchLike> | Iterator<BatchLike> | undefined;
  return async function* (epoch, steps) {
    const fresh = (): AsyncIterator<BatchLike> | Iterator<BatchLike> => {
      const stream = typeof x === 'function' ? x(epoch) : x;
      return Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
    };
    if (steps === undefined || typeof x === 'function') running = fresh();
    else running ??= fresh();
    for (let step = 0; steps === undefined || step < steps; step++) {
      const { done, value } = await running.next();
      if (done) {
        if (step === 0 || steps !== undefined) throw ended(action, epoch, step, steps);
        return;
      }
      yield toBatch(value, action, check);
    }
  };
}

function ended(action: string, epoch: number, step: number, steps: number | undefined): OptionError {
  const must = steps === undefined ? 'at least one batch' : `${steps} batches`;
  return new OptionError(
    `Cannot ${action}: the iterable must give ${must} an epoch, received ${step} in epoch ${epoch + 1}`,
    {
      hint: 'Pass a function that makes a new iterable for each epoch, or lower stepsPerEpoch.',
    },
  );
}

function toBatch(value: BatchLike, action: string, check: (samples: Samples) => void): Batch {
  const { input, target, weight } = Array.isArray(value)
    ? { input: value[0], target: value[1], weight: undefined }
    : (value as { input: TensorLike; target: TensorLike; weight?: TensorLike });
  const samples = samplesOf(
    toTensor(input),
    toTensor(target),
    action,
    weight === undefined ? undefined : toTensor(weight),
  );
  check(samples);
  return samples as Batch;
}
