import { didYouMean, UsageError } from './usage-error.ts';

/** Largest seed and count: whole numbers that a double and the random generator take exactly. */
const LARGEST = 2 ** 32 - 1;

/**
 * A whole number from the command line.
 *
 * @param action what cannot be done without it, as the error names it: 'run adder'.
 * @param text undefined where the option was left out.
 * @throws UsageError in the form `Cannot run adder: steps must be a whole number from 1, received '-3'`.
 */
export function wholeNumber(
  action: string,
  name: string,
  text: string,
  { from = 1, to = LARGEST }: { from?: number; to?: number } = {},
): number {
  const value = Number(text);
  if (/^\+?\d+$/.test(text.trim()) && value >= from && value <= to) return value;
  const bounds = value > to ? `from ${from} to ${to}` : `from ${from}`;
  throw new UsageError(`Cannot ${action}: ${name} must be a whole number ${bounds}, received '${text}'`);
}

/** A seed: a whole number from 0. */
export function seed(action: string, text: string): number {
  return wholeNumber(action, 'seed', text, { from: 0 });
}

/** One of some names. @throws UsageError with the nearest one as hint. */
export function choice<T extends string>(action: string, name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((one) => one === text);
  if (found !== undefined) return found;
  const details = didYouMean(text, choices);
  throw new UsageError(`Cannot ${action}: ${name} must be one of ${choices.join(', ')}, received '${text}'`, details);
}
