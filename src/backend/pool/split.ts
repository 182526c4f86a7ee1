import type { Address } from '../table.ts';

/** Arguments of a kernel. */
export type Arguments = readonly number[];

/**
 * How a kernel's work is shared: always its outputs (rows, columns, elements), never a sum, so that every number is
 * computed by one thread in the order that one thread alone would take.
 */
export interface SplitRule {
  /** Rough cost of the whole call in nanoseconds on one thread. */
  readonly cost: (args: Arguments) => number;
  /** What is shared: how many there are, and how many stay together. */
  readonly size: (args: Arguments) => number;
  readonly together: number;
  /** The arguments for those from `from` to `to`; a worker's scratch is put in its place by `scratch`. */
  readonly part: (args: Arguments, from: number, to: number) => number[];
  /** Index of the argument that is a place of the thread's own, and how many elements it has. */
  readonly scratch?: { readonly at: number; readonly size: (args: Arguments) => number };
}

/** A part of a call should take so many nanoseconds at least: waking a thread takes some thousands. */
export const PART_COST = 12_000;

/** How many parts a job is worth that would pay for `worth` of them. */
export function partsOf(worth: number, size: number, together: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(worth), Math.floor(size / together)));
}

/** Where a part of `size` begins, in whole `together`s; that of part `parts` is the end. */
export function boundOf(size: number, parts: number, part: number, together: number): number {
  return part === parts ? size : Math.round((size * part) / parts / together) * together;
}

/** Arguments with others in some places. */
export function changed(args: Arguments, changes: Readonly<Record<number, number>>): number[] {
  const copy = [...args];
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value;
  return copy;
}

/** An address moved by so many float32; the address 0 stands for nothing and stays. */
export function moved(address: Address | undefined, elements: number): Address {
  return address === undefined || address === 0 ? 0 : address + 4 * elements;
}
