import { FormatError, OptionError } from '../../errors.ts';
import { Vocabulary } from '../vocabulary.ts';
import { SENTENCE_END, type WordCounts } from './corpus.ts';

/**
 * The vocabulary of counted words, in the C tool's order: the end of a sentence, then by falling count; those of one count
 * as they first came.
 *
 * @throws FormatError where fewer than two words are left.
 */
export function vocabularyOfCounts(action: string, { words, counts }: WordCounts, minCount: number): Vocabulary {
  const kept = counts.flatMap((count, id) => (id > 0 && count >= minCount ? [id] : []));
  if (kept.length < 2) {
    let most = 0;
    for (let id = 1; id < counts.length; id++) most = Math.max(most, counts[id] as number);
    const often = minCount === 1 ? '' : ` that come ${minCount} times or more`;
    const found = counts.length === 1 ? 'no word' : `${counts.length - 1} different, the most frequent ${most} times`;
    throw new FormatError(
      `Cannot ${action}: the text must have at least two different words${often}, received ${found}`,
      {
        hint: 'Give a longer text with blanks between words, or a lower minCount.',
      },
    );
  }
  return ordered(words, counts, kept);
}

/** The same for a vocabulary that is known: with the end of a sentence, in the same order. @throws OptionError likewise. */
export function withSentenceEnd(action: string, { tokens, counts }: Vocabulary): Vocabulary {
  const end = tokens.indexOf(SENTENCE_END);
  const words = [SENTENCE_END, ...tokens.filter((_, id) => id !== end)];
  const all = [counts[end] ?? 0, ...counts.filter((_, id) => id !== end)];
  const usable = all.filter((count, id) => id > 0 && count > 0).length;
  if (usable < 2) {
    throw new OptionError(
      `Cannot ${action}: vocabulary must have at least two words with a count above 0, received ${usable}`,
    );
  }
  return ordered(
    words,
    all,
    all.flatMap((_, id) => (id > 0 ? [id] : [])),
  );
}

function ordered(words: readonly string[], counts: readonly number[], kept: number[]): Vocabulary {
  const countOf = (id: number): number => counts[id] as number;
  const ids = [0, ...kept.sort((a, b) => countOf(b) - countOf(a) || a - b)];
  return new Vocabulary({ tokens: ids.map((id) => words[id] as string), counts: ids.map(countOf) });
}
