import { checkNumber, checkOptions } from '../../options.ts';
import { Random } from '../../random.ts';
import { chineseNumeral } from './chinese-numeral.ts';
import { distinctPairs } from './distinct-pairs.ts';
import type { TextPair } from './text-pair.ts';

/** Options of `numeralPairs`. */
export interface NumeralPairsOptions {
  /** Pairs, from 1. */
  count: number;
  /** Digits of a number at most, from 1 to 12. Default 8. */
  maxDigits?: number;
  /** Whole number from 0 that they follow from. Default 0. */
  seed?: number;
}

/** Share of digits that are 0 besides those drawn as such: they are what is hard. */
const ZEROS = 0.25;
/** 两 for 二 where people say so: before 百, 千, 万 and 亿. */
const spoken = (numeral: string): string => numeral.replace(/(?<![十百千])二(?=[百千万亿])/g, '两');

const phrasings: readonly ((value: number) => string)[] = [
  (value) => chineseNumeral(value),
  (value) => spoken(chineseNumeral(value)),
  (value) => chineseNumeral(value, 'financial'),
  (value) => chineseNumeral(value, 'digits'),
];

/**
 * Chinese numerals and their digits, all different: plain, as spoken (两), as on cheques, digit by digit. Numbers of
 * every length come equally often, with more zeros than chance has.
 *
 * @throws OptionError for an option out of its range, or more pairs than there are.
 * @example
 * ```ts
 * import { numeralPairs } from 'memcell/text';
 * numeralPairs({ count: 1, seed: 1 }).length; // => 1
 * ```
 */
export function numeralPairs(options: NumeralPairsOptions): TextPair[] {
  const action = 'make numeral pairs';
  checkOptions(action, options, ['count', 'maxDigits', 'seed']);
  const maxDigits = checkNumber(action, 'maxDigits', options.maxDigits ?? 8, { from: 1, to: 12, whole: true });
  const random = new Random(checkNumber(action, 'seed', options.seed ?? 0, { from: 0, whole: true }));
  return distinctPairs(action, options.count, () => {
    const [length = 1] = random.integers(1, 1, maxDigits + 1);
    const digits = random.integers(length, 0, 10);
    const kept = random.uniform(length);
    let value = 0;
    for (const [i, digit] of digits.entries()) value = 10 * value + ((kept[i] as number) < ZEROS ? 0 : digit);
    const [style = 0] = random.integers(1, 0, phrasings.length);
    return { source: (phrasings[style] as (value: number) => string)(value), target: String(value) };
  });
}
