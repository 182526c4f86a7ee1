import { PairQueue } from './pair-queue.ts';

/** Two tokens that stand side by side, by their ids, as one number. */
export function pairKey(left: number, right: number): number {
  return left * 2 ** 26 + right;
}

/** Ids at most, so that pairs of them are exact numbers. */
export const MOST_TOKENS: number = 2 ** 26;

/** Text as pieces, each with how often it came. */
export interface CountedPieces {
  /** Ids of all pieces, one after another. */
  readonly symbols: Int32Array;
  /** Where each piece begins; after them the end. */
  readonly starts: Int32Array;
  readonly counts: Float64Array;
}

/**
 * Pairs of tokens in the order in which they are joined: each time the most frequent one, of equally frequent ones that of
 * the lowest left id, then of the lowest right id. `add` is told of each, and gives back the id of what it becomes.
 *
 * Counts are updated where something was joined, and a queue finds the next pair: after the first pass over the text a
 * merge costs what it changes.
 */
export function learnMerges(
  { symbols, starts, counts }: CountedPieces,
  minFrequency: number,
  wanted: () => boolean,
  add: (left: number, right: number) => number,
): void {
  const n = symbols.length;
  const next = new Int32Array(n);
  const last = new Int32Array(n);
  const pieceOf = new Int32Array(n);
  const frequency = new Map<number, number>();
  const places = new Map<number, number[]>();
  const grown = new Set<number>();

  const change = (left: number, right: number, place: number, by: number): void => {
    const key = pairKey(left, right);
    frequency.set(key, (frequency.get(key) ?? 0) + by);
    if (by < 0) return;
    grown.add(key);
    const found = places.get(key);
    if (found === undefined) places.set(key, [place]);
    else found.push(place);
  };
  for (let piece = 0; piece < counts.length; piece++) {
    const [from, to] = [starts[piece] as number, starts[piece + 1] as number];
    for (let i = from; i < to; i++) {
      last[i] = i === from ? -1 : i - 1;
      next[i] = i === to - 1 ? -1 : i + 1;
      pieceOf[i] = piece;
      if (i > from) change(symbols[i - 1] as number, symbols[i] as number, i - 1, counts[piece] as number);
    }
  }
  const queue = new PairQueue();
  const enqueue = (): void => {
    for (const key of grown) queue.push(frequency.get(key) as number, key);
    grown.clear();
  };

  const join = (left: number, right: number, joined: number, at: number): void => {
    const after = next[at] as number;
    if (symbols[at] !== left || after < 0 || symbols[after] !== right) return; // joined otherwise since
    const count = counts[pieceOf[at] as number] as number;
    const before = last[at] as number;
    const behind = next[after] as number;
    if (before >= 0) {
      change(symbols[before] as number, left, before, -count);
      change(symbols[before] as number, joined, before, count);
    }
    if (behind >= 0) {
      change(right, symbols[behind] as number, after, -count);
      change(joined, symbols[behind] as number, at, count);
      last[behind] = at;
    }
    symbols[at] = joined;
    symbols[after] = -1;
    next[at] = behind;
  };

  enqueue();
  while (wanted() && queue.size > 0) {
    const { rank, value } = queue.pop();
    const now = frequency.get(value) as number;
    if (now < minFrequency) continue;
    if (now !== rank) {
      queue.push(now, value);
      continue;
    }
    const [left, right] = [Math.floor(value / 2 ** 26), value % 2 ** 26];
    const joined = add(left, right);
    const where = Int32Array.from(places.get(value) as number[]).sort();
    places.delete(value);
    frequency.set(value, 0);
    for (const at of where) join(left, right, joined, at);
    enqueue();
  }
}
