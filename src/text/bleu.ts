import { OptionError } from '../errors.ts';
import { exp, log } from '../math.ts';
import { checkChoice, checkNumber, checkOptions, describe } from '../options.ts';

/** A sequence of tokens, as texts or ids. */
export type TokenSequence = ArrayLike<string | number>;

/** Options of `bleu`. */
export interface BleuOptions {
  /** Longest n-grams, from 1. Default 4. */
  maxOrder?: number;
  /**
   * What stands in for a precision of 0: 'exp', half of one match for the first such order, a quarter for the next, …, as
   * sacreBLEU; 'none', and the score is 0. Default 'exp'.
   */
  smoothing?: 'exp' | 'none';
}

/** What `bleu` finds. */
export interface Bleu {
  /** From 0 to 100. */
  readonly score: number;
  /** In percent, of n-grams of 1, 2, … tokens. */
  readonly precisions: readonly number[];
  /** What short translations are multiplied by: 1, or less where they are shorter than the references. */
  readonly brevityPenalty: number;
  /** Tokens of all translations, and of the references that are nearest in length. */
  readonly length: number;
  readonly referenceLength: number;
}

const ACTION = 'compute BLEU';

/**
 * BLEU of a corpus: which share of the n-grams of translations is in their references, for n from 1 to 4, as geometric
 * mean, times a penalty where the translations are short. Tokens are compared as they are: cut both in the same way.
 *
 * score = 100 · min(1, exp(1 − r / c)) · exp(Σₙ ln pₙ / maxOrder), c tokens in translations, r in references
 *
 * A corpus without a translation of maxOrder tokens scores 0.
 *
 * @param references for each translation its one reference, or several in a list.
 * @throws OptionError for lists of different lengths, or empty ones.
 * @see Papineni, Roukos, Ward, Zhu: BLEU: a Method for Automatic Evaluation of Machine Translation (2002)
 * @see Post: A Call for Clarity in Reporting BLEU Scores (2018), sacreBLEU, whose numbers these are with `tokenize='none'`
 * @example
 * ```ts
 * import { bleu } from 'memcell/text';
 * const words = (text: string) => text.split(' ');
 * const { score, brevityPenalty } = bleu([words('the cat sat on the mat')], [words('the cat sat on a red mat')]);
 * score.toFixed(2); // => 45.48
 * brevityPenalty.toFixed(4); // => 0.8465
 * ```
 */
export function bleu(
  translations: readonly TokenSequence[],
  references: readonly (TokenSequence | readonly TokenSequence[])[],
  options: BleuOptions = {},
): Bleu {
  checkOptions(ACTION, options, ['maxOrder', 'smoothing']);
  const maxOrder = checkNumber(ACTION, 'maxOrder', options.maxOrder ?? 4, { from: 1, whole: true });
  const smoothing = checkChoice(ACTION, 'smoothing', options.smoothing ?? 'exp', ['exp', 'none']);
  checkPairs(ACTION, translations, references);
  const matches = new Float64Array(maxOrder);
  const totals = new Float64Array(maxOrder);
  let length = 0;
  let referenceLength = 0;
  translations.forEach((translation, i) => {
    const own = listOf(references[i] as TokenSequence | readonly TokenSequence[]);
    length += translation.length;
    referenceLength += nearestLength(translation.length, own);
    for (let n = 1; n <= maxOrder; n++) {
      totals[n - 1]! += Math.max(0, translation.length - n + 1);
      matches[n - 1]! += matched(translation, own, n);
    }
  });
  const precisions = precisionsOf(matches, totals, smoothing);
  const brevityPenalty = length >= referenceLength ? 1 : length === 0 ? 0 : exp(1 - referenceLength / length);
  const mean = precisions.reduce((sum, precision) => sum + log(precision), 0) / maxOrder;
  return { score: brevityPenalty * exp(mean), precisions, brevityPenalty, length, referenceLength };
}

/**
 * The share of sequences that are their references, token for token, from 0 to 1.
 *
 * @throws OptionError for lists of different lengths, or empty ones.
 * @example
 * ```ts
 * import { exactShare } from 'memcell/text';
 * exactShare(['2026-11-22', '2026-01-02'], ['2026-11-22', '2026-02-01']); // => 0.5
 * ```
 */
export function exactShare(found: readonly TokenSequence[], references: readonly TokenSequence[]): number {
  checkPairs('compute exact share', found, references);
  let right = 0;
  found.forEach((sequence, i) => {
    const reference = references[i] as TokenSequence;
    if (sequence.length !== reference.length) return;
    let k = 0;
    while (k < sequence.length && sequence[k] === reference[k]) k++;
    if (k === sequence.length) right++;
  });
  return right / found.length;
}

/** Throws unless there are as many references as sequences, and at least one. */
export function checkPairs(action: string, found: readonly unknown[], references: readonly unknown[]): void {
  if (Array.isArray(found) && Array.isArray(references) && found.length === references.length && found.length > 0)
    return;
  const [a, b] = [found, references].map((list) => (Array.isArray(list) ? list.length : describe(list)));
  throw new OptionError(`Cannot ${action}: there must be a reference for each of one or more, received ${a} and ${b}`);
}

/** One reference or several: tokens are texts or numbers, and no text is a list. */
function listOf(references: TokenSequence | readonly TokenSequence[]): readonly TokenSequence[] {
  const first = references[0];
  const several = Array.isArray(references) && typeof first === 'object';
  return several ? (references as readonly TokenSequence[]) : [references as TokenSequence];
}

/** Of equally near ones the shorter. */
function nearestLength(length: number, references: readonly TokenSequence[]): number {
  const lengths = references.map((reference) => reference.length);
  return lengths.reduce((best, each) => {
    const difference = Math.abs(each - length) - Math.abs(best - length);
    return difference < 0 || (difference === 0 && each < best) ? each : best;
  });
}

/** n-grams of a sequence that are in a reference, each as often as in that reference where it comes most often. */
function matched(sequence: TokenSequence, references: readonly TokenSequence[], n: number): number {
  const most = new Map<string, number>();
  for (const reference of references) {
    for (const [gram, count] of grams(reference, n)) most.set(gram, Math.max(most.get(gram) ?? 0, count));
  }
  let sum = 0;
  for (const [gram, count] of grams(sequence, n)) sum += Math.min(count, most.get(gram) ?? 0);
  return sum;
}

function grams(sequence: TokenSequence, n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= sequence.length; i++) {
    const gram = JSON.stringify(Array.from({ length: n }, (_, k) => sequence[i + k]));
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function precisionsOf(matches: Float64Array, totals: Float64Array, smoothing: 'exp' | 'none'): number[] {
  let stand = 1;
  const any = matches.some((count) => count > 0);
  return Array.from(matches, (count, i) => {
    const total = totals[i] as number;
    if (total === 0 || !any) return 0;
    if (count > 0 || smoothing === 'none') return (100 * count) / total;
    stand /= 2;
    return (100 * stand) / total;
  });
}
