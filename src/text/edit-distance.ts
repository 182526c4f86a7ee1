import { OptionError } from '../errors.ts';
import { checkPairs, type TokenSequence } from './bleu.ts';

/**
 * The fewest tokens that must be put in, taken out or replaced to make one sequence of another (Levenshtein). A text is a
 * sequence of UTF-16 units; `[...text]` is one of characters.
 *
 * **Cost** the product of the lengths.
 *
 * @example
 * ```ts
 * import { editDistance } from 'memcell/text';
 * editDistance('kitten', 'sitting'); // => 3
 * ```
 */
export function editDistance(a: TokenSequence, b: TokenSequence): number {
  const row = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0] as number;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] as number;
      const replaced = diagonal + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, above + 1, (row[j - 1] as number) + 1);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}

/**
 * Character error rate: edits that make the references of the texts, for each character of the references. 0 is perfect,
 * and it may be above 1.
 *
 * @throws OptionError for lists of different lengths, or references without a character.
 * @example
 * ```ts
 * import { characterErrorRate } from 'memcell/text';
 * characterErrorRate(['2026-11-22', '二〇二六'], ['2026-11-21', '二零二六年']).toFixed(4); // => 0.2000
 * ```
 */
export function characterErrorRate(texts: readonly string[], references: readonly string[]): number {
  const action = 'compute character error rate';
  checkPairs(action, texts, references);
  let edits = 0;
  let length = 0;
  texts.forEach((text, i) => {
    const reference = [...(references[i] as string)];
    edits += editDistance([...text], reference);
    length += reference.length;
  });
  if (length > 0) return edits / length;
  throw new OptionError(`Cannot ${action}: references must hold a character, received none`);
}
