import { OptionError } from '../../errors.ts';
import { describe } from '../../options.ts';

/** Letters of scripts that put blanks between words, twice: no word ends between them. */
const INSIDE =
  /^(?:(?!\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar})[\p{L}\p{M}\p{N}]){2}$/u;

/** Words of a user's dictionary, and texts cut around them. */
export class KeptWords {
  /** The words as they were given. */
  readonly words: readonly string[];
  readonly #known: ReadonlySet<string>;
  /** Lengths of the words that begin with a code unit, falling. */
  readonly #lengths: ReadonlyMap<number, readonly number[]>;

  /** @throws OptionError for what is no word. */
  constructor(subject: string, words: readonly string[]) {
    if (!Array.isArray(words)) {
      throw new OptionError(
        `Cannot create ${subject}: dictionary must be a list of words, received ${describe(words)}`,
        {
          hint: 'readDictionary(path) reads one from a file, parseDictionary(text) from a text.',
        },
      );
    }
    const wrong: unknown = words.find((word: unknown) => !isWord(word));
    if (wrong !== undefined) {
      throw new OptionError(
        `Cannot create ${subject}: words of the dictionary must be texts without blanks, received ${describe(wrong)}`,
      );
    }
    this.words = [...words];
    this.#known = new Set(words);
    const lengths = new Map<number, Set<number>>();
    for (const word of this.#known) {
      const first = word.charCodeAt(0);
      lengths.set(first, (lengths.get(first) ?? new Set()).add(word.length));
    }
    this.#lengths = new Map([...lengths].map(([first, found]) => [first, [...found].sort((a, b) => b - a)]));
  }

  /** Adds a text's words of the dictionary to `tokens`, the longest at each place, and has what is between them cut. */
  cut(text: string, tokens: string[], between: (part: string) => void): void {
    let from = 0;
    for (let at = 0; this.#known.size > 0 && at < text.length; ) {
      const length = this.#lengthAt(text, at);
      if (length > 0) {
        if (at > from) between(text.slice(from, at));
        tokens.push(text.slice(at, at + length));
        from = at + length;
      }
      at += length || 1;
    }
    if (from < text.length) between(text.slice(from));
  }

  /** Length of the longest word that stands at a place, 0 where there is none. */
  #lengthAt(text: string, at: number): number {
    const lengths = this.#lengths.get(text.charCodeAt(at));
    if (lengths === undefined || isInside(text, at)) return 0;
    const fits = (length: number): boolean =>
      this.#known.has(text.slice(at, at + length)) && !isInside(text, at + length);
    return lengths.find(fits) ?? 0;
  }
}

/** Whether a value can be a word of a dictionary: a text without blanks and without halves of characters. */
function isWord(word: unknown): boolean {
  return typeof word === 'string' && /^\S+$/u.test(word) && !/\p{Cs}/u.test(word);
}

/** Whether a place lies inside a word that is written without blanks on purpose: `art` in `party` is no word. */
function isInside(text: string, at: number): boolean {
  return INSIDE.test(text.slice(Math.max(0, at - 1), at + 1));
}
