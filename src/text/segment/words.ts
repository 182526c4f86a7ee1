import { OptionError, UnsupportedError } from '../../errors.ts';
import { checkOptions, checkText, describe } from '../../options.ts';
import { KeptWords } from './kept-words.ts';
import type { Segmenter } from './segmenter.ts';
import { stretches } from './stretches.ts';

/** Options of `Words`. */
export interface WordsOptions {
  /** A language as BCP 47 names it; few cut words otherwise than others. Default 'en', so that no machine's own counts. */
  locale?: string;
  /** Words that stay together, the longest first, without blanks in them. Default: none. */
  dictionary?: readonly string[];
}

/**
 * Cuts text into words by Unicode's rules, and Chinese, Japanese, Thai and others by the dictionaries of the JavaScript
 * engine (`Intl.Segmenter`), line by line. Other versions of an engine may cut otherwise.
 *
 * @throws OptionError for a locale that the engine does not know, or a word with blanks; UnsupportedError where the engine
 * has no `Intl.Segmenter`.
 * @example
 * ```ts
 * import { Words } from 'memcell/text';
 * new Words().segment('Don’t panic!'); // => [ 'Don’t', ' ', 'panic', '!' ]
 * new Words({ dictionary: ['宝玉'] }).segment('却说宝玉。').slice(-2); // => [ '宝玉', '。' ]
 * ```
 */
export class Words implements Segmenter {
  readonly className = 'Words';
  readonly #locale: string;
  readonly #kept: KeptWords;
  readonly #words: Intl.Segmenter;

  constructor(options: WordsOptions = {}) {
    checkOptions('Words', options, ['locale', 'dictionary']);
    const { locale = 'en', dictionary = [] } = options;
    if (Intl.Segmenter === undefined) {
      throw new UnsupportedError('Cannot create Words: the engine must have Intl.Segmenter, received one without', {
        hint: 'Chromium has it from 87, Firefox from 125, Safari from 14.1.',
      });
    }
    this.#locale = checkLocale(locale);
    this.#kept = new KeptWords('Words', dictionary);
    this.#words = new Intl.Segmenter(locale, { granularity: 'word' });
  }

  segment(text: string): string[] {
    const tokens: string[] = [];
    const cut = (part: string): void => {
      for (const { segment } of this.#words.segment(part)) tokens.push(segment);
    };
    for (const stretch of stretches(text)) this.#kept.cut(stretch, tokens, cut);
    return tokens;
  }

  join(tokens: readonly string[]): string {
    return tokens.join('');
  }

  config(): Required<WordsOptions> {
    return { locale: this.#locale, dictionary: [...this.#kept.words] };
  }
}

function checkLocale(locale: unknown): string {
  const name = checkText('Words', 'locale', locale);
  let known: string[] = [];
  try {
    known = Intl.Segmenter.supportedLocalesOf(name);
  } catch {} // a RangeError: no name of a language at all
  if (known.length > 0) return name;
  throw new OptionError(`Cannot create Words: locale must be one that the engine knows, received ${describe(locale)}`, {
    hint: "As 'en', 'zh' or 'ja'.",
  });
}
