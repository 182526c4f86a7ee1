import { checkOptions } from '../../options.ts';
import type { Segmenter } from './segmenter.ts';
import { stretches } from './stretches.ts';

/** Scripts without blanks between words, of which each character is a token here. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const LETTER = String.raw`[\p{L}--${UNSPACED}]`;
const PART = String.raw`[[\p{L}--${UNSPACED}]\p{M}\p{N}]`;

/** What a token is, the first that fits: */
const KINDS: readonly string[] = [
  String.raw`\r?\n`, // a line end
  String.raw`(?:(?!\r?\n)\s)+`, // other blanks
  String.raw`${UNSPACED}\p{M}*`,
  String.raw`\p{N}+(?:[.,]\p{N}+)*(?!${PART})`, // a number: 1,000.50
  `(?:${LETTER}\\.){2,}`, // an abbreviation: U.S.A. or e.g.
  String.raw`${PART}+(?:['’\u2010\u2011\-]${PART}+)*`, // a word: don’t, well-known, mp3
  String.raw`\.{2,}|-{2,}`, // … and — as typewriters have them
  '[^]', // any other character
];
const TOKEN = new RegExp(KINDS.join('|'), 'gv');

/**
 * Cuts text of languages that put blanks between words: words with their apostrophes and hyphens, numbers, marks, blanks,
 * line ends. Each character of Chinese and Japanese is a token.
 *
 * Letters stay as they are: what has been made small cannot be put together again, so there is no such option.
 *
 * @throws OptionError for any option: there are none.
 * @example
 * ```ts
 * import { LatinWords, withoutBlanks } from 'memcell/text';
 * const tokens = new LatinWords().segment('It’s a well-known $3.50, isn’t it?');
 * withoutBlanks(tokens); // => [ 'It’s', 'a', 'well-known', '$', '3.50', ',', 'isn’t', 'it', '?' ]
 * ```
 */
export class LatinWords implements Segmenter {
  readonly className = 'LatinWords';

  constructor(options: Record<string, never> = {}) {
    checkOptions('LatinWords', options, [], ['lowerCase', 'lowercase', 'lower']);
  }

  segment(text: string): string[] {
    const tokens: string[] = [];
    for (const stretch of stretches(text)) {
      for (const token of stretch.match(TOKEN) ?? []) tokens.push(token);
    }
    return tokens;
  }

  join(tokens: readonly string[]): string {
    return tokens.join('');
  }

  config(): Record<string, never> {
    return {};
  }
}
