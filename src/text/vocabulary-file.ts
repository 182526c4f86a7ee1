import { FormatError, MemcellError, OptionError } from '../errors.ts';
import { checkOptions, describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import { type SpecialTokens, Vocabulary, type VocabularyConfig } from './vocabulary.ts';

/**
 * Writes a vocabulary, the file whole or not at all: as JSON where the path ends in `.json`; otherwise as a text with a
 * line `token count` for each id, as word2vec's `-save-vocab` does, which does not say which tokens are special.
 *
 * @throws OptionError for a token that is empty or has blanks in it, which lines cannot hold; ResourceError where the file
 * cannot be written.
 * @example
 * ```ts
 * import { loadVocabulary, saveVocabulary, Vocabulary } from 'memcell/text';
 * saveVocabulary(Vocabulary.from(['to', 'be', 'or', 'not', 'to', 'be'], { unknownToken: '<unk>' }), 'words.txt');
 * const again = loadVocabulary('words.txt', { unknownToken: '<unk>' });
 * again.tokens; // => [ '<unk>', 'be', 'to', 'not', 'or' ]
 * again.counts; // => [ 0, 2, 2, 1, 1 ]
 * ```
 */
export function saveVocabulary(vocabulary: Vocabulary, path: string): void {
  const { tokens, counts } = vocabulary;
  if (path.endsWith('.json')) {
    platform().writeFileAtomic(path, `${JSON.stringify(vocabulary.config())}\n`);
    return;
  }
  const torn = tokens.find((token) => token === '' || /\s/u.test(token) || !token.isWellFormed());
  if (torn !== undefined) {
    throw new OptionError(
      `Cannot save vocabulary '${path}': tokens of a text must be without blanks, received ${JSON.stringify(torn)}`,
      { hint: 'A path that ends in .json takes any tokens.' },
    );
  }
  platform().writeFileAtomic(path, tokens.map((token, id) => `${token} ${counts[id]}\n`).join(''));
}

/**
 * Reads what `saveVocabulary` or word2vec's `-save-vocab` wrote; ids go by the order of the lines.
 *
 * @param specials which tokens of a text are special; JSON says it itself.
 * @throws FormatError for a file that is no vocabulary, with the line; OptionError for special tokens that are not among
 * its tokens, or where the file names its own; ResourceError for one that cannot be read.
 */
export function loadVocabulary(path: string, specials: SpecialTokens = {}): Vocabulary {
  const action = `load vocabulary '${path}'`;
  checkOptions(action, specials, ['padToken', 'unknownToken', 'startToken', 'endToken']);
  const text = textOf(action, platform().readFile(path));
  if (!path.endsWith('.json')) return new Vocabulary({ ...linesOf(action, text), ...specials });
  if (Object.values(specials).some((token) => token !== undefined)) {
    throw new OptionError(
      `Cannot ${action}: special tokens must be those of the file, received ${describe(Object.keys(specials))}`,
    );
  }
  try {
    return new Vocabulary(JSON.parse(text) as VocabularyConfig);
  } catch (error) {
    const what = error instanceof MemcellError ? error.message.replace(/^Cannot make vocabulary: /, '') : 'no JSON';
    throw new FormatError(`Cannot ${action}: the file must be a vocabulary, received ${what}`, { cause: error });
  }
}

function textOf(action: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FormatError(`Cannot ${action}: the file must be UTF-8, received other bytes`, { cause: error });
  }
}

function linesOf(action: string, text: string): { tokens: string[]; counts: number[] } {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new FormatError(`Cannot ${action}: the file must have a line, received an empty file`);
  const counts = new Map<string, number>();
  lines.forEach((line, i) => {
    const [, token, count] = /^(\S+)[ \t]+(\d+)\r?$/u.exec(line) ?? [];
    if (token === undefined || !Number.isSafeInteger(Number(count))) {
      throw new FormatError(
        `Cannot ${action}: line ${i + 1} must be a token, a blank and a count, received ${describe(line)}`,
      );
    }
    if (counts.has(token)) {
      throw new FormatError(
        `Cannot ${action}: every token must be there once, received '${token}' again in line ${i + 1}`,
      );
    }
    counts.set(token, Number(count));
  });
  return { tokens: [...counts.keys()], counts: [...counts.values()] };
}
