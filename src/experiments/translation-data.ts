import { loadText } from '../data/sets/load-text.ts';
import { OptionError } from '../errors.ts';
import { readText } from '../text/encoding/read-text.ts';
import { datePairs } from '../text/pairs/date-pairs.ts';
import { numeralPairs } from '../text/pairs/numeral-pairs.ts';
import { readPairs } from '../text/pairs/read-pairs.ts';
import { splitPairs } from '../text/pairs/split-pairs.ts';
import type { TextPair } from '../text/pairs/text-pair.ts';
import type { Segmenter } from '../text/segment/segmenter.ts';

/** Pairs of our own: what there is, and how many of each where it is not told. */
export const GENERATED = ['generated', 'dates', 'numerals'] as const;

/** So many generated pairs, of a kind. */
export function generatedPairs(kind: (typeof GENERATED)[number], count: number, seed: number): TextPair[] {
  if (kind === 'dates') return datePairs({ count, seed });
  if (kind === 'numerals') return numeralPairs({ count, seed });
  const dates = Math.ceil((2 * count) / 3);
  return [...datePairs({ count: dates, seed }), ...numeralPairs({ count: count - dates, seed })];
}

/** Pairs and what is to be told of them. */
export interface FoundPairs {
  readonly pairs: readonly TextPair[];
  readonly notes: readonly string[];
}

/** The pairs of a file, but for those that are longer than `maxLength` tokens on a side. */
export function pairsOfFile(path: string, cut: CutOptions): FoundPairs {
  return usable(path, readText(path), cut);
}

/** The pairs of English and Chinese sentences. @throws ResourceError where they are not on this machine. */
export async function sentencePairs(cut: CutOptions): Promise<FoundPairs> {
  return usable('cmn-eng', await loadText('cmn-eng'), cut);
}

/** How long pairs may be. */
export interface CutOptions {
  readonly maxLength: number;
  readonly source: Segmenter;
  readonly target: Segmenter;
}

function usable(name: string, text: string, { maxLength, source, target }: CutOptions): FoundPairs {
  const { pairs: all, ignoredColumns } = readPairs(text, name);
  const fits = (segmenter: Segmenter, side: string): boolean => segmenter.segment(side).length <= maxLength;
  const pairs = all.filter((pair) => fits(source, pair.source) && fits(target, pair.target));
  const left = all.length - pairs.length;
  const notes = [
    ...(ignoredColumns > 0 ? ['Columns after the second one are not read.'] : []),
    ...(left > 0
      ? [
          `${left.toLocaleString('en-US')} ${left === 1 ? 'pair' : 'pairs'} of more than ${maxLength} tokens ${left === 1 ? 'is' : 'are'} left out.`,
        ]
      : []),
  ];
  return { pairs, notes };
}

/** The split of pairs. @throws OptionError where there are too few to learn from. */
export function heldOutPairs(pairs: readonly TextPair[], heldOut: number, seed: number): ReturnType<typeof splitPairs> {
  if (pairs.length < FEWEST) {
    throw new OptionError(
      `Cannot train translator: there must be at least ${FEWEST} pairs that are not too long, received ${pairs.length}`,
      { hint: 'A model that is to translate what it has not seen needs thousands.' },
    );
  }
  return splitPairs(pairs, { heldOut, seed });
}

/** Pairs at least. */
const FEWEST = 10;
