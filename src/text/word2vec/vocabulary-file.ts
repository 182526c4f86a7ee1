import { FormatError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';
import { Vocabulary } from '../vocabulary.ts';

/** Writes words and counts as the C tool does: a word, a space and its count on each line. */
export function saveWordCounts({ tokens, counts }: Vocabulary, path: string): void {
  const lines = tokens.map((token, id) => `${token} ${counts[id]}\n`);
  platform().writeFileAtomic(path, lines.join(''));
}

/**
 * Reads words and counts as the C tool writes them; words that come less often are left out.
 *
 * @throws FormatError for a line that is no word and its count, a word that is there twice, or a file that is not UTF-8.
 */
export function readWordCounts(path: string, minCount: number): Vocabulary {
  const refuse = (must: string, received: string): never => {
    throw new FormatError(`Cannot read vocabulary '${path}': ${must}, received ${received}`, {
      hint: 'Each line has a word, a space and its count: memcell word2vec -save-vocab FILE writes such a file.',
    });
  };
  const counts = new Map<string, number>();
  const bytes = platform().readFile(path);
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    refuse('it must be UTF-8', 'other bytes');
  }
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '') return;
    const [, word = '', count = ''] = /^(\S+)[ \t]+(\d+)[ \t]*$/.exec(line) ?? [];
    const shown = `'${line.slice(0, 80)}' in line ${i + 1}`;
    if (word === '' || !Number.isSafeInteger(Number(count))) refuse('each line must be a word and its count', shown);
    if (counts.has(word)) refuse('every word must be there once', shown);
    counts.set(word, Number(count));
  });
  const kept = [...counts].filter(([word, count], i) => count >= minCount || (i === 0 && word === '</s>'));
  if (kept.length === 0) refuse(`it must have words that come ${minCount} times or more`, `${counts.size} words`);
  return new Vocabulary({ tokens: kept.map(([word]) => word), counts: kept.map(([, count]) => count) });
}
