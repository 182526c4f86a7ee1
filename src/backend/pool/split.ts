/** Arguments of a part of a call: at first those of the whole call. */
export type Own = Float64Array;

/**
 * How a kernel's work is shared: always its outputs (rows, columns, elements), never a sum, so that every number is
 * computed by one thread in the order that one thread alone would take.
 */
export interface SplitRule {
  /** How many of the first arguments are sizes, whose product times `unit` is about the nanoseconds on one thread. */
  readonly sizes: 1 | 2 | 3 | 4;
  readonly unit: number;
  /** The same where it is no product; `unit` then is what it cannot exceed. */
  readonly cost?: (own: Own) => number;
  /** What is shared: how many there are, and how many stay together. */
  readonly size: (own: Own) => number;
  readonly together: number;
  /** Makes the arguments those of the part from `from` to `to`. */
  readonly cut: (own: Own, from: number, to: number) => void;
  /** Index of the argument that is a place of the thread's own, and how many elements it has. */
  readonly scratch?: readonly [at: number, size: (own: Own) => number];
}

/** Nanoseconds that a part of a call should take at least while the other threads look for work, which costs 0.4 µs. */
export const PART_COST: number = 12_000;
/** Nanoseconds more where they sleep: waking them takes 40 µs and more. */
export const WAKE_COST: number = 120_000;

/** How many parts a job is worth that would pay for `worth` of them. */
export function partsOf(worth: number, size: number, together: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(worth), Math.floor(size / together)));
}

/** Where a part of `size` begins, in whole `together`s; that of part `parts` is the end. */
export function boundOf(size: number, parts: number, part: number, together: number): number {
  return part === parts ? size : Math.round((size * part) / parts / together) * together;
}

/** Moves an address by so many float32; the address 0 stands for nothing and stays. */
export function move(own: Own, at: number, elements: number): void {
  if (own[at] !== 0) own[at] += 4 * elements;
}
