import { OptionError, ShapeError } from '../errors.ts';
import { checkChoice, checkNumber, checkOptions, describe } from '../options.ts';
import { formatShape, type Shape, sameShape, sizeOf } from '../tensor/shape.ts';
import { type Dtype, newData, Tensor, type TensorValues, tensor } from '../tensor/tensor.ts';

/** A list of numbers, or of rows of numbers, one a step. */
export type Sequence = Tensor | Exclude<TensorValues, number | boolean>;

/** How sequences are brought to one length. */
export interface PaddingOptions {
  /** Where what is missing is filled in. */
  padding?: 'pre' | 'post';
  /** What is filled in. Default 0. */
  value?: number;
  /** Kind of the numbers. */
  dtype?: Dtype;
}

/** Options of `padSequences`. */
export interface PadSequencesOptions extends PaddingOptions {
  /** Steps of the result, from 1. Default: those of the longest sequence. */
  maxLen?: number;
  /** Where longer sequences are cut. Default 'pre'. */
  truncating?: 'pre' | 'post';
}

const ACTION = 'pad sequences';

/**
 * Sequences of different lengths as one block; by default filled in and cut in front, with 0, as int32.
 *
 * **Shapes** N sequences [Tᵢ] or [Tᵢ, …] → [N, T] or [N, T, …].
 *
 * @throws ShapeError where the steps of two sequences have different shapes; OptionError for options out of their range,
 * or numbers that the dtype cannot hold.
 * @see https://keras.io/api/data_loading/timeseries/#padsequences-function
 * @example
 * ```ts
 * import { padSequences } from 'memcell/data';
 * console.log(padSequences([[1], [2, 3]]).toArray()); // => [ [ 0, 1 ], [ 2, 3 ] ]
 * console.log(padSequences([[1, 2, 3]], { maxLen: 2, truncating: 'post' }).toArray()); // => [ [ 1, 2 ] ]
 * console.log(padSequences([[[0.5, 1]], []], { dtype: 'float32' }).shape); // => [ 2, 1, 2 ]
 * ```
 */
export function padSequences(sequences: readonly Sequence[], options: PadSequencesOptions = {}): Tensor {
  checkOptions(ACTION, options, ['maxLen', 'padding', 'truncating', 'value', 'dtype']);
  const truncating = checkChoice(ACTION, 'truncating', options.truncating ?? 'pre', ['pre', 'post']);
  const settings = readPadding(ACTION, { padding: 'pre', dtype: 'int32', ...options });
  const read = readSequences(ACTION, sequences, settings.dtype);
  const longest = Math.max(1, ...read.map(lengthOf));
  const length = checkNumber(ACTION, 'maxLen', options.maxLen ?? longest, { from: 1, whole: true });
  return pad(read, { ...settings, truncating, length });
}

/** Options of padding, checked. */
export interface Padding {
  readonly padding: 'pre' | 'post';
  readonly value: number;
  readonly dtype: Dtype;
}

/** Reads options of padding; `padding` and `dtype` must be given. */
export function readPadding(action: string, options: PaddingOptions): Padding {
  const dtype = checkChoice(action, 'dtype', options.dtype, ['float32', 'int32']);
  return {
    padding: checkChoice(action, 'padding', options.padding, ['pre', 'post']),
    value: checkNumber(action, 'value', options.value ?? 0, { whole: dtype === 'int32' }),
    dtype,
  };
}

/** The sequences as tensors of one kind whose steps have one shape. */
export function readSequences(action: string, sequences: readonly Sequence[], dtype: Dtype): Tensor[] {
  if (!Array.isArray(sequences) || sequences.length === 0) {
    const received = Array.isArray(sequences) ? 'an empty one' : describe(sequences);
    throw new OptionError(`Cannot ${action}: sequences must be a list with at least one, received ${received}`);
  }
  let step: Shape | undefined;
  return sequences.map((sequence: Sequence, i) => {
    const read =
      sequence instanceof Tensor ? tensor(sequence.data, sequence.shape, dtype) : tensor(sequence, undefined, dtype);
    if (read.rank === 0) {
      throw new ShapeError(`Cannot ${action}: each sequence must be a list, received a number at ${i}`);
    }
    if (lengthOf(read) === 0) return read;
    const own = read.shape.slice(1);
    step ??= own;
    if (sameShape(step, own)) return read;
    throw new ShapeError(
      `Cannot ${action}: steps must have one shape, received ${formatShape(own)} in sequence ${i} after ${formatShape(step)}`,
    );
  });
}

/** Steps of a sequence. */
export function lengthOf(sequence: Tensor): number {
  return sequence.shape[0] as number;
}

/** Sequences as one block of so many steps. */
export function pad(
  sequences: readonly Tensor[],
  { padding, truncating = 'pre', value, dtype, length }: Padding & { truncating?: 'pre' | 'post'; length: number },
): Tensor {
  const step = sequences.find((each) => lengthOf(each) > 0)?.shape.slice(1) ?? [];
  const width = sizeOf(step);
  const shape = [sequences.length, length, ...step];
  const data = newData(sizeOf(shape), dtype).fill(value);
  for (const [i, sequence] of sequences.entries()) {
    const kept = Math.min(lengthOf(sequence), length);
    const from = truncating === 'pre' ? lengthOf(sequence) - kept : 0;
    const at = i * length + (padding === 'pre' ? length - kept : 0);
    data.set(sequence.data.subarray(from * width, (from + kept) * width), at * width);
  }
  return new Tensor(shape, dtype, data, undefined, 0);
}
