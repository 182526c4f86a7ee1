import { OptionError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** A batch of a language model: ids and, one step on, the ids that follow them. */
export interface TokenBatch {
  /** [B, T] int32. */
  readonly input: Tensor;
  /** [B, T] int32. */
  readonly target: Tensor;
  /** [B, T]; only where some stream has ended. */
  readonly mask?: Tensor;
}

/** How a text is cut. */
export interface TokenBatchOptions {
  /** Streams side by side, B ≥ 1. */
  readonly batchSize: number;
  /** Steps of a batch, T ≥ 1. */
  readonly window: number;
}

/** One of several pieces of a text that are read side by side. */
export interface Stretch {
  /** Place of its first token. */
  readonly start: number;
  /** Steps: each reads one token and has the next as its target. */
  readonly length: number;
}

/**
 * Cuts a text of n tokens, whose n − 1 steps each have a target, into so many stretches; the first ones are one step
 * longer where it does not come out even.
 */
export function stretches(n: number, count: number): Stretch[] {
  const steps = Math.max(0, n - 1);
  const each = Math.floor(steps / count);
  const longer = steps % count;
  return Array.from({ length: count }, (_, i) => ({
    start: i * each + Math.min(i, longer),
    length: each + (i < longer ? 1 : 0),
  }));
}

/**
 * The batches of one pass over a text, for layers that keep their states from batch to batch: row b of each goes on where
 * row b of the one before ended. Every token but the first is the target of one step.
 *
 * **Shapes** input and target [B, T], the last batch shorter; mask [B, T] where it does not come out even.
 *
 * @throws OptionError for a text shorter than one batch.
 * @example
 * ```ts
 * import { tokenBatches } from 'memcell/text';
 * const [first, second] = tokenBatches([10, 11, 12, 13, 14, 15, 16, 17, 18], { batchSize: 2, window: 3 });
 * first!.input.toArray(); // => [ [ 10, 11, 12 ], [ 14, 15, 16 ] ]
 * second!.target.toArray(); // => [ [ 14 ], [ 18 ] ]
 * ```
 */
export function* tokenBatches(ids: ArrayLike<number>, options: TokenBatchOptions): Generator<TokenBatch> {
  const { batchSize, window } = checkBatches(ids, options);
  const rows = stretches(ids.length, batchSize);
  const most = (rows[0] as Stretch).length;
  const least = (rows.at(-1) as Stretch).length;
  for (let begin = 0; begin < most; begin += window) {
    const count = Math.min(window, most - begin);
    const batch = cut(ids, rows, begin, count);
    yield begin + count <= least ? { input: batch.input, target: batch.target } : batch;
  }
}

/** Batches that `tokenBatches` gives. @throws as it does. */
export function countTokenBatches(ids: ArrayLike<number>, options: TokenBatchOptions): number {
  const { batchSize, window } = checkBatches(ids, options);
  return Math.ceil((ids.length - 1) / batchSize / window);
}

/** Steps `begin` to `begin + count` of each stretch; before its first and behind its last there are zeros, masked. */
export function cut(
  ids: ArrayLike<number>,
  rows: readonly Stretch[],
  begin: number,
  count: number,
): Required<TokenBatch> {
  const shape = [rows.length, count];
  const input = new Int32Array(rows.length * count);
  const target = new Int32Array(rows.length * count);
  const mask = new Float32Array(rows.length * count);
  rows.forEach(({ start, length }, row) => {
    for (let t = 0; t < count; t++) {
      const from = start + begin + t;
      if (from < 0 || begin + t >= length) continue;
      const at = row * count + t;
      input[at] = ids[from] as number;
      target[at] = ids[from + 1] as number;
      mask[at] = 1;
    }
  });
  return { input: tensor(input, shape), target: tensor(target, shape), mask: tensor(mask, shape) };
}

const ACTION = 'make token batches';

function checkBatches(ids: ArrayLike<number>, { batchSize, window }: TokenBatchOptions): TokenBatchOptions {
  checkNumber(ACTION, 'batchSize', batchSize, { from: 1, whole: true });
  checkNumber(ACTION, 'window', window, { from: 1, whole: true });
  const least = batchSize * window + 1;
  if (ids.length >= least) return { batchSize, window };
  throw new OptionError(
    `Cannot ${ACTION}: ${batchSize} streams in windows of ${window} must have ${least} tokens or more, received ${ids.length}`,
    { hint: 'Give a longer text, or a smaller batchSize or window.' },
  );
}
