import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { Random } from '../random.ts';
import type { Batch } from '../tensor/batch.ts';
import { batchesOf, type Samples, samplesOf, type TensorLike, toTensor } from './batches.ts';
import { Dataset } from './dataset.ts';

/** How batches are drawn. */
export interface BatchOptions {
  /** Samples in a batch, from 1; the last one may be smaller. */
  batchSize?: number;
  /** Draw the samples in a new order each epoch. */
  shuffle?: boolean;
  /** Whole number from 0 that the orders follow from. Default 0. */
  seed?: number;
}

/** Options of `batched`. */
export interface BatchedOptions extends BatchOptions {
  /** Weight of each sample [N], or of each step [N, T]. */
  sampleWeight?: TensorLike;
}

const ACTION = 'make batches';

/**
 * Arrays as a data set of batches, each epoch in an order of its own; by default 32 samples in a batch, shuffled.
 *
 * **Shapes** x [N, …], y [N, …]; batches [B, …].
 *
 * @throws ShapeError where the arrays have not as many samples; OptionError for options out of their range.
 * @example
 * ```ts
 * import { batched } from 'memcell/data';
 * const data = batched([[1], [2], [3]], [1, 2, 3], { batchSize: 2, shuffle: false });
 * console.log(Array.from(data, ({ target }) => target.toArray())); // => [ [ 1, 2 ], [ 3 ] ]
 * ```
 */
export function batched(x: TensorLike, y: TensorLike, options: BatchedOptions = {}): Dataset<Batch> {
  checkOptions(ACTION, options, ['batchSize', 'shuffle', 'seed', 'sampleWeight']);
  const { batchSize, orders } = readBatchOptions(ACTION, { batchSize: 32, shuffle: true, ...options });
  const weight = options.sampleWeight === undefined ? undefined : toTensor(options.sampleWeight);
  const samples: Samples = samplesOf(toTensor(x), toTensor(y), ACTION, weight);
  const steps = Math.ceil((samples.input.shape[0] as number) / batchSize);
  return new Dataset(steps, (epoch) => batchesOf(samples, batchSize, orders?.fold(epoch)));
}

/** Options checked: the size, and the stream that each epoch's order comes from; undefined: as it is. */
export function readBatchOptions(
  action: string,
  options: BatchOptions,
): { batchSize: number; orders: Random | undefined } {
  const batchSize = checkNumber(action, 'batchSize', options.batchSize, { from: 1, whole: true });
  const seed = readSeed(action, options.seed);
  return { batchSize, orders: checkBoolean(action, 'shuffle', options.shuffle) ? new Random(seed) : undefined };
}

/** A seed, 0 where none is given. */
export function readSeed(action: string, seed: unknown = 0): number {
  return checkNumber(action, 'seed', seed, { from: 0, to: Number.MAX_SAFE_INTEGER, whole: true });
}
