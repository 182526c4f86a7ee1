import { OptionError, ShapeError } from '../errors.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../options.ts';
import { Random } from '../random.ts';
import type { Batch } from '../tensor/batch.ts';
import { formatShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { readSeed } from './batched.ts';
import { pickRows, type TensorLike, toTensor } from './batches.ts';
import { Dataset } from './dataset.ts';
import {
  lengthOf,
  type Padding,
  type PaddingOptions,
  pad,
  readPadding,
  readSequences,
  type Sequence,
} from './pad-sequences.ts';

/** Options of `bucketByLength`. */
export interface BucketOptions extends PaddingOptions {
  /** Rising lengths at which buckets end: [10, 20] makes buckets for lengths below 10, from 10 below 20, from 20. */
  boundaries: readonly number[];
  /** Sequences in a batch, from 1, or a list with the number of each bucket. Default 32. */
  batchSize?: number | readonly number[];
  /** Draw sequences and batches in a new order each epoch. Default true. */
  shuffle?: boolean;
  /** Whole number from 0 that the orders follow from. Default 0. */
  seed?: number;
  /** Whether targets are sequences, one target a step, that are padded like the inputs. Default false. */
  targetSequences?: boolean;
}

const ACTION = 'bucket sequences';
const OPTIONS: readonly string[] = [
  ...['boundaries', 'batchSize', 'shuffle', 'seed', 'targetSequences', 'padding', 'value', 'dtype'],
];

/**
 * Sequences in batches of similar length. Each batch is padded to its longest sequence (by default behind, with 0, as
 * float32) and has a mask of its steps, so that little is computed for padding and nothing is learnt from it. Without
 * shuffle, buckets come from short to long and sequences in their order.
 *
 * **Shapes** N sequences [Tᵢ] or [Tᵢ, …], targets [N, …]; batches: input [B, T, …], mask [B, T], target [B, …] (with
 * `targetSequences` [B, T, …]).
 *
 * @throws ShapeError where targets do not fit or a sequence is empty; OptionError for options out of their range.
 * @example
 * ```ts
 * import { bucketByLength } from 'memcell/data';
 * const sequences = [[1], [2, 2, 2], [3, 3]];
 * const data = bucketByLength(sequences, [0, 1, 0], { boundaries: [3], batchSize: 2, shuffle: false });
 * const [short, long] = [...data].map(({ input, mask }) => [input.toArray(), mask!.toArray()]);
 * console.log(short); // => [ [ [ 1, 0 ], [ 3, 3 ] ], [ [ 1, 0 ], [ 1, 1 ] ] ]
 * console.log(long); // => [ [ [ 2, 2, 2 ] ], [ [ 1, 1, 1 ] ] ]
 * ```
 */
export function bucketByLength(
  sequences: readonly Sequence[],
  targets: TensorLike | readonly Sequence[],
  options: BucketOptions,
): Dataset<Batch> {
  checkOptions(ACTION, options, OPTIONS);
  const padding = readPadding(ACTION, { padding: 'post', dtype: 'float32', ...options });
  const inputs = readSequences(ACTION, sequences, padding.dtype);
  const answers = readTargets(
    inputs,
    targets,
    checkBoolean(ACTION, 'targetSequences', options.targetSequences ?? false),
  );
  const buckets = bucketsOf(inputs, readBoundaries(options.boundaries));
  const sizes = readSizes(options.batchSize ?? 32, buckets.length);
  const seed = readSeed(ACTION, options.seed);
  const orders = checkBoolean(ACTION, 'shuffle', options.shuffle ?? true) ? new Random(seed) : undefined;
  const steps = buckets.reduce((sum, { length }, i) => sum + Math.ceil(length / (sizes[i] as number)), 0);
  return new Dataset(steps, function* (epoch) {
    for (const rows of batchesOf(buckets, sizes, orders?.fold(epoch))) yield batchOf(rows, inputs, answers, padding);
  });
}

/** Rows of each batch of an epoch. */
function batchesOf(buckets: readonly Int32Array[], sizes: readonly number[], random: Random | undefined): Int32Array[] {
  const batches: Int32Array[] = [];
  for (const [i, bucket] of buckets.entries()) {
    const rows = random ? random.permutation(bucket.length).map((place) => bucket[place] as number) : bucket;
    const size = sizes[i] as number;
    for (let at = 0; at < rows.length; at += size) batches.push(rows.subarray(at, at + size));
  }
  if (!random) return batches;
  return Array.from(random.permutation(batches.length), (place) => batches[place] as Int32Array);
}

function batchOf(
  rows: Int32Array,
  inputs: readonly Tensor[],
  targets: Tensor | readonly Tensor[],
  padding: Padding,
): Batch {
  const own = Array.from(rows, (row) => inputs[row] as Tensor);
  const length = Math.max(...own.map(lengthOf));
  const data = new Float32Array(rows.length * length);
  for (const [i, sequence] of own.entries()) {
    const begin = i * length + (padding.padding === 'pre' ? length - lengthOf(sequence) : 0);
    data.fill(1, begin, begin + lengthOf(sequence));
  }
  return {
    input: pad(own, { ...padding, length }),
    target:
      targets instanceof Tensor
        ? pickRows(targets, 0, rows.length, rows)
        : pad(
            Array.from(rows, (row) => targets[row] as Tensor),
            { padding: padding.padding, value: 0, dtype: 'float32', length },
          ),
    mask: new Tensor([rows.length, length], 'float32', data, undefined, 0),
  };
}

function readTargets(
  inputs: readonly Tensor[],
  targets: TensorLike | readonly Sequence[],
  sequences: boolean,
): Tensor | Tensor[] {
  const empty = inputs.findIndex((input) => lengthOf(input) === 0);
  if (empty >= 0) throw new ShapeError(`Cannot ${ACTION}: each must have a step, received an empty one at ${empty}`);
  if (!sequences) {
    const read = toTensor(targets as TensorLike);
    if (read.shape[0] === inputs.length) return read;
    throw new ShapeError(
      `Cannot ${ACTION}: there must be a target for each of ${inputs.length} sequences, received targets ${formatShape(read.shape)}`,
    );
  }
  const read = readSequences(ACTION, targets as readonly Sequence[], 'float32');
  if (read.length !== inputs.length) {
    throw new ShapeError(
      `Cannot ${ACTION}: there must be a target for each of ${inputs.length} sequences, received ${read.length}`,
    );
  }
  for (const [i, input] of inputs.entries()) {
    const own = lengthOf(read[i] as Tensor);
    if (own === lengthOf(input)) continue;
    throw new ShapeError(
      `Cannot ${ACTION}: there must be a target for each step, received ${own} for ${lengthOf(input)} steps of sequence ${i}`,
    );
  }
  return read;
}

function readBoundaries(boundaries: readonly number[]): readonly number[] {
  const rising =
    Array.isArray(boundaries) &&
    boundaries.every((each, i) => Number.isInteger(each) && each > (boundaries[i - 1] ?? 0));
  if (rising) return boundaries;
  throw new OptionError(
    `Cannot ${ACTION}: boundaries must be rising whole numbers from 1, received ${describe(boundaries)}`,
  );
}

function readSizes(batchSize: number | readonly number[], buckets: number): readonly number[] {
  const sizes = typeof batchSize === 'number' ? new Array<number>(buckets).fill(batchSize) : batchSize;
  if (!Array.isArray(sizes) || sizes.length !== buckets) {
    throw new OptionError(
      `Cannot ${ACTION}: batchSize must be a number or a list of ${buckets}, received ${describe(batchSize)}`,
    );
  }
  for (const size of sizes) checkNumber(ACTION, 'batchSize', size, { from: 1, whole: true });
  return sizes;
}

/** Numbers of the sequences in each bucket. */
function bucketsOf(inputs: readonly Tensor[], boundaries: readonly number[]): Int32Array[] {
  const buckets: number[][] = [...boundaries.map(() => []), []];
  for (const [i, input] of inputs.entries()) {
    const place = boundaries.findIndex((boundary) => lengthOf(input) < boundary);
    buckets.at(place)?.push(i); // −1, none found, is the last bucket
  }
  return buckets.map((rows) => Int32Array.from(rows));
}
