import { OptionError } from '../../errors.ts';
import { checkChoice, checkNumber, checkOptions, describe } from '../../options.ts';
import { Random } from '../../random.ts';
import { type DateLanguage, datePhrasings } from './date-phrasings.ts';
import { distinctPairs } from './distinct-pairs.ts';
import type { TextPair } from './text-pair.ts';

/** Options of `datePairs`. */
export interface DatePairsOptions {
  /** Pairs, from 1. */
  count: number;
  /** Languages that they are written in. Default all: en, zh, de, fr, es. */
  languages?: readonly DateLanguage[];
  /** Whole number from 0 that they follow from. Default 0. */
  seed?: number;
}

const LANGUAGES = Object.keys(datePhrasings) as DateLanguage[];
const DAY = 86_400_000; // milliseconds
const FIRST = Date.UTC(1950, 0, 1) / DAY;
const LAST = Date.UTC(2049, 11, 31) / DAY;

/**
 * Days from 1950 to 2049 as people write them, and as ISO 8601 has them; all different, every way of writing equally
 * often.
 *
 * @throws OptionError for an option out of its range, or more pairs than there are.
 * @example
 * ```ts
 * import { datePairs } from 'memcell/text';
 * const [pair] = datePairs({ count: 1, languages: ['de'], seed: 2 });
 * /^\d{4}-\d\d-\d\d$/.test(pair!.target); // => true
 * ```
 */
export function datePairs(options: DatePairsOptions): TextPair[] {
  const action = 'make date pairs';
  checkOptions(action, options, ['count', 'languages', 'seed']);
  const { languages = LANGUAGES } = options;
  if (!Array.isArray(languages) || languages.length === 0) {
    throw new OptionError(
      `Cannot ${action}: languages must be a list of at least one, received ${describe(languages)}`,
    );
  }
  const phrasings = languages.flatMap((each) => datePhrasings[checkChoice(action, 'languages', each, LANGUAGES)]);
  const random = new Random(checkNumber(action, 'seed', options.seed ?? 0, { from: 0, whole: true }));
  return distinctPairs(action, options.count, () => {
    const [number = 0] = random.integers(1, FIRST, LAST + 1);
    const [way = 0] = random.integers(1, 0, phrasings.length);
    const date = new Date(number * DAY);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const source = phrasings[way]?.({ year, month, day, weekday: date.getUTCDay() }) as string;
    return { source, target: date.toISOString().slice(0, 10) };
  });
}
