import { type Refuse, refuser, shown } from '../../formats/refuse.ts';
import { type ReadTextOptions, readText } from '../encoding/read-text.ts';

/**
 * The words of a dictionary: a word a line and, as jieba's dictionaries have them, a count and a tag behind it. Neither is
 * needed: a word of a dictionary always stays together. Empty lines are left out, and a word that comes again.
 *
 * @throws FormatError for a line that is none, with its number; for a text without words.
 * @example
 * ```ts
 * import { parseDictionary } from 'memcell/text';
 * parseDictionary('大观园 100 ns\n林妹妹\n'); // => [ '大观园', '林妹妹' ]
 * ```
 */
export function parseDictionary(text: string): string[] {
  return wordsOf(text, refuser('dictionary', undefined));
}

/** The words of a dictionary's file. @throws as `parseDictionary` and `readText`. */
export function readDictionary(path: string, options: ReadTextOptions = {}): string[] {
  return wordsOf(readText(path, options), refuser('dictionary', path));
}

function wordsOf(text: string, refuse: Refuse): string[] {
  const words = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const [word, ...rest] = line.split(/\s+/).filter((part) => part !== '');
    if (word === undefined) continue;
    if (!/^(?:\d+(?: [A-Za-z]\w*)?|[A-Za-z]\w*)?$/.test(rest.join(' '))) {
      refuse(
        `line ${i + 1} must be a word, its count and its tag, the last two if need be`,
        shown(line.trim()),
        'As: 大观园 100 ns. A word has no blanks.',
      );
    }
    words.add(word);
  }
  if (words.size === 0) refuse('it must have words', 'blanks only');
  return [...words];
}
