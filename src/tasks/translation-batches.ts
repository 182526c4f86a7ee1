import type { SymbolicTensor } from '../layers/symbolic.ts';
import { forwardPass } from '../layers/trainable.ts';
import type { Model } from '../models/model.ts';
import type { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** A pair as ids; the target ends with the id that ends a sequence. */
export interface IdPair {
  readonly source: Int32Array;
  readonly target: Int32Array;
}

/** What a translator is trained on at once: sources, what was said before each step, and what is to be said. */
export interface TranslationBatch {
  /** Source ids [B, S] and ids before each step [B, T], filled up behind with 0. */
  readonly input: readonly [Tensor, Tensor];
  /** Ids [B, T]. */
  readonly target: Tensor;
}

/** Batches that are drawn together and sorted by length. */
const POOL = 16;

/** Ids as one block, filled up behind with 0, the id of padding. */
export function padded(rows: readonly Int32Array[]): Tensor {
  const length = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const data = new Int32Array(rows.length * length);
  for (const [i, row] of rows.entries()) data.set(row, i * length);
  return tensor(data, [rows.length, length]);
}

/** Pairs as a batch: the decoder is told the id that begins a sequence, then what it should have said. */
export function batchOfPairs(pairs: readonly IdPair[], startId: number): TranslationBatch {
  const before = pairs.map(({ target }) => {
    const row = new Int32Array(target.length);
    row[0] = startId;
    row.set(target.subarray(0, -1), 1);
    return row;
  });
  return {
    input: [padded(pairs.map(({ source }) => source)), padded(before)],
    target: padded(pairs.map(({ target }) => target)),
  };
}

/** Batches without end, each of similar lengths, in an order that is drawn anew each time all pairs have come. */
export function* pairBatches(
  pairs: readonly IdPair[],
  { batchSize, startId, random }: { readonly batchSize: number; readonly startId: number; readonly random: Random },
): Generator<TranslationBatch> {
  for (let turn = 0; ; turn++) {
    const stream = random.fold(turn);
    const order = Array.from(stream.permutation(pairs.length), (place) => pairs[place] as IdPair);
    for (let at = 0; at < order.length; at += POOL * batchSize) {
      const pool = order.slice(at, at + POOL * batchSize);
      pool.sort((a, b) => a.source.length - b.source.length || a.target.length - b.target.length);
      const starts = Array.from({ length: Math.ceil(pool.length / batchSize) }, (_, i) => i * batchSize);
      for (const place of stream.permutation(starts.length)) {
        const start = starts[place] as number;
        yield batchOfPairs(pool.slice(start, start + batchSize), startId);
      }
    }
  }
}

/** How the decoder is told its own words in training. */
export interface SamplingOptions {
  /** Share of words, from 0 to 1, that are the model's own, by the step counted from 0. */
  readonly share: (step: number) => number;
  readonly random: Random;
  /** Steps that were taken before, whose batches are passed over. */
  readonly taken: () => number;
  /** Ids that are never said: padding and what begins a sequence. */
  readonly banned: readonly number[];
}

/**
 * The same batches, in which some of the words that the decoder is told are its own (scheduled sampling). In two passes:
 * the first one, under teacher forcing, says what the model holds likeliest at each step; then a share of the words
 * before each step become these. With a share of 0 the batches stay as they are.
 *
 * @see Bengio et al., Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks, 2015; in two passes:
 * Mihaylova and Martins, Scheduled Sampling for Transformers, 2019.
 */
export function* scheduledSampling(
  model: Model<SymbolicTensor>,
  batches: Iterable<TranslationBatch>,
  { share, random, taken, banned }: SamplingOptions,
): Generator<TranslationBatch> {
  let step = 0;
  for (const batch of batches) {
    const own = step < taken() ? 0 : share(step);
    yield own > 0 ? withOwnWords(model, batch, { share: own, random: random.fold(step), banned }) : batch;
    step++;
  }
}

function withOwnWords(
  model: Model<SymbolicTensor>,
  { input: [source, before], target }: TranslationBatch,
  { share, random, banned }: { readonly share: number; readonly random: Random; readonly banned: readonly number[] },
): TranslationBatch {
  const logits = scope(() => model.forward([source, before], forwardPass()));
  const [batch = 0, steps = 0, size = 0] = logits.shape;
  const mixed = Int32Array.from(before.data);
  const coins = random.uniform(batch * steps);
  for (let at = 0; at < mixed.length; at++) {
    if (at % steps === 0 || mixed[at] === 0 || (coins[at] as number) >= share) continue;
    mixed[at] = likeliest(logits.data, (at - 1) * size, size, banned);
  }
  return { input: [source, tensor(mixed, [batch, steps])], target };
}

/** The id with the greatest logit of those that begin at `from`; of equal ones the first. */
export function likeliest(logits: ArrayLike<number>, from: number, size: number, banned: readonly number[]): number {
  let best = -1;
  let most = -Infinity;
  for (let id = 0; id < size; id++) {
    const value = logits[from + id] as number;
    if (value <= most || banned.includes(id)) continue;
    best = id;
    most = value;
  }
  return best;
}
