import type { HeatFigure } from './figure.ts';
import { greatestOf } from './greatest-of.ts';

/** Shades of a terminal without colours, from the least to the greatest. */
export const SHADES = ' ░▒▓█';

/** Least and greatest of the finite numbers of some rows; 0 and 0 where there are none. */
export function finiteRange(rows: readonly ArrayLike<number>[]): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i] as number;
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return least > greatest ? [0, 0] : [least, greatest];
}

/** Least and greatest value of the shades: those that were given, or those that are there; for two colours, 0 in the middle. */
export function heatRange({ rows, min, max, diverging }: HeatFigure): readonly [number, number] {
  const [least, greatest] = finiteRange(rows);
  if (diverging === true && min === undefined && max === undefined) {
    const size = Math.max(Math.abs(least), Math.abs(greatest));
    return [-size, size];
  }
  const low = min ?? Math.min(least, max ?? least);
  return [low, max ?? Math.max(greatest, low)];
}

/** Where a value lies between the ends, from 0 to 1; in the middle of two colours, or at the low end, where both are one. */
export function heatShare(value: number, [low, high]: readonly [number, number], diverging = false): number {
  const half = high / 2 - low / 2; // of the least number there is, nothing
  if (half <= 0) return diverging ? 0.5 : 0;
  const share = value / 2 / half - low / 2 / half;
  return Math.min(Math.max(share, 0), 1);
}

/** Blocks of values as their means, so that no more than so many rows and columns are left. */
export function heatBlocks(
  rows: readonly (readonly number[])[],
  most: { readonly rows: number; readonly columns: number },
): { readonly rows: number[][]; readonly down: number; readonly along: number } {
  const columns = greatestOf(rows, (row) => row.length);
  const down = Math.max(1, Math.ceil(rows.length / Math.max(most.rows, 1)));
  const along = Math.max(1, Math.ceil(columns / Math.max(most.columns, 1)));
  if (down === 1 && along === 1) return { rows: rows.map((row) => Array.from(row)), down, along };
  const blocks: number[][] = [];
  for (let top = 0; top < rows.length; top += down) {
    const block = rows.slice(top, top + down);
    const width = Math.ceil(greatestOf(block, (row) => row.length) / along);
    blocks.push(Array.from({ length: width }, (_, k) => meanOf(block, k * along, along)));
  }
  return { rows: blocks, down, along };
}

/** Mean of the finite values of some rows in some columns; NaN where there is none. */
function meanOf(rows: readonly (readonly number[])[], from: number, count: number): number {
  let [sum, seen] = [0, 0];
  for (const row of rows) {
    for (let i = from; i < Math.min(from + count, row.length); i++) {
      if (!Number.isFinite(row[i])) continue;
      seen++;
      sum += ((row[i] as number) - sum) / seen; // the mean so far: a sum could leave the range
    }
  }
  return seen === 0 ? NaN : sum;
}
