import { OptionError } from '../../errors.ts';
import { checkNumber } from '../../options.ts';
import type { TextPair } from './text-pair.ts';

/** Draws in a row that may give nothing new. */
const PATIENCE = 1000;

/** So many pairs with different sources, as `draw` gives them. @throws OptionError where there are not so many. */
export function distinctPairs(action: string, count: number, draw: () => TextPair): TextPair[] {
  checkNumber(action, 'count', count, { from: 1, whole: true });
  const pairs = new Map<string, TextPair>();
  let idle = 0;
  while (pairs.size < count && idle < PATIENCE) {
    const pair = draw();
    idle = pairs.has(pair.source) ? idle + 1 : 0;
    if (idle === 0) pairs.set(pair.source, pair);
  }
  if (pairs.size === count) return [...pairs.values()];
  throw new OptionError(
    `Cannot ${action}: count must not be above the number of different pairs, received ${count} where ${pairs.size} were found`,
  );
}
