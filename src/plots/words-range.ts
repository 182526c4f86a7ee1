import type { WordsFigure } from './figure.ts';
import { finiteRange } from './heat-values.ts';

/** Share of the largest value from which a word's number is written. */
const STRONG = 0.25;

/** The ends of the shades of words, as far from 0 on both sides. */
export function wordsRange({ rows }: WordsFigure): readonly [number, number] {
  const [least, greatest] = finiteRange(rows.map(({ values }) => values));
  const size = Math.max(Math.abs(least), Math.abs(greatest));
  return [-size, size];
}

/** Whether a word does so much that its number is written. */
export function isStrong(value: number, [, size]: readonly [number, number]): boolean {
  return Number.isFinite(value) && value !== 0 && Math.abs(value) / size >= STRONG;
}
