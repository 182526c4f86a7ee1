import { OptionError } from '../../errors.ts';
import { checkChoice, checkNumber, checkOptions, describe } from '../../options.ts';
import type { Segmenter } from '../segment/segmenter.ts';
import { type SpecialTokens, Vocabulary } from '../vocabulary.ts';
import { BYTE_CHARACTERS, fromBytes, toBytes } from './bytes.ts';
import { type CountedPieces, learnMerges, MOST_TOKENS, pairKey } from './learn-merges.ts';
import { PairQueue } from './pair-queue.ts';
import { piecesOf, type Split } from './pieces.ts';

/** What tokens are made of. */
export type Level = 'bytes' | 'characters';

/** Options of `BytePairs.train`. */
export interface BytePairsOptions {
  /** Tokens at most, those of the alphabet among them. Fewer where no pair is left that comes minFrequency times. */
  vocabularySize: number;
  /**
   * What tokens are made of: 'bytes' of UTF-8, 256 of them, which any text consists of; or 'characters', those of the text
   * it is trained on: others stay tokens by themselves, which are in no vocabulary.
   */
  level: Level;
  /** Pairs that come less often are not joined, from 1. Default 2. */
  minFrequency?: number;
  /**
   * What no token reaches over: 'words', so that a token is of one word with the blank before it, or of a number, or of
   * marks, or of blanks; or 'lines' alone. Default 'words'.
   */
  split?: Split;
}

/** A `BytePairs` as plain JSON. */
export interface BytePairsConfig {
  readonly level: Level;
  readonly split: Split;
  /** The tokens of one character, which for 'bytes' are the 256 that stand for bytes. */
  readonly alphabet: readonly string[];
  /** Pairs of tokens in the order in which they are joined. */
  readonly merges: readonly (readonly [left: string, right: string])[];
}

const ACTION = 'train BytePairs';
const SPLITS = ['words', 'lines'] as const;
const LEVELS = ['bytes', 'characters'] as const;

/** Pieces whose tokens are kept, since words come again and again, and their length at most. */
const [MOST_KEPT, LONGEST_KEPT] = [20_000, 64];

/**
 * Subwords by byte-pair encoding: begins with bytes or characters and joins, again and again, the pair of tokens that comes
 * most often, until the vocabulary is full. Frequent words become one token, rare ones a few. Text is cut by the same
 * merges in the same order.
 *
 * Tokens of bytes are written as GPT-2 writes them, a character for each byte: 'Ġ' is a blank, 'çĮ«' is 猫. `join` makes the
 * text of them again. Of pairs that come equally often the one whose tokens are older is joined first, as Hugging Face's
 * `tokenizers` does.
 *
 * @throws OptionError for an alphabet or merges that do not fit.
 * @see Sennrich, Haddow, Birch: Neural Machine Translation of Rare Words with Subword Units (2016)
 * @example
 * ```ts
 * import { BytePairs } from 'memcell/text';
 * const text = 'low lower lowest, slow slower slowest';
 * const pairs = BytePairs.train(text, { level: 'characters', vocabularySize: 17 });
 * pairs.segment('lowest slowness').join('|'); // => lowe|st| s|low|n|e|s|s
 * pairs.join(pairs.segment('猫 is slow')); // => 猫 is slow
 * ```
 */
export class BytePairs implements Segmenter {
  readonly className = 'BytePairs';
  /** Every token: the alphabet, then what was joined, in this order. */
  readonly tokens: readonly string[];
  readonly #config: BytePairsConfig;
  readonly #ids: ReadonlyMap<string, number>;
  /** By pair: its place among the merges, and the id of what it becomes. */
  readonly #merges: ReadonlyMap<number, { readonly rank: number; readonly id: number }>;
  readonly #kept = new Map<string, readonly string[]>();

  constructor(config: BytePairsConfig) {
    checkOptions('BytePairs', config, ['level', 'split', 'alphabet', 'merges']);
    const { alphabet, merges: pairs } = config;
    const level = checkChoice('BytePairs', 'level', config.level, LEVELS);
    const split = checkChoice('BytePairs', 'split', config.split, SPLITS);
    checkAlphabet(level, alphabet);
    if (!Array.isArray(pairs)) wrong('merges must be a list of pairs', pairs);
    const tokens = [...alphabet];
    const ids = new Map(tokens.map((token, id) => [token, id]));
    const merges = new Map<number, { rank: number; id: number }>();
    for (const pair of pairs) {
      const [left, right] = Array.isArray(pair) && pair.length === 2 ? pair.map((token) => ids.get(token)) : [];
      if (left === undefined || right === undefined)
        wrong('a merge must be of two tokens that are there before it', pair);
      const key = pairKey(left, right);
      if (merges.has(key)) wrong('a merge must be there once', pair);
      const joined = pair.join('');
      const id = ids.get(joined) ?? tokens.length;
      if (id === tokens.length) {
        tokens.push(joined);
        ids.set(joined, id);
      }
      merges.set(key, { rank: merges.size, id });
    }
    this.#config = { level, split, alphabet: [...alphabet], merges: pairs.map(([left, right]) => [left, right]) };
    this.tokens = tokens;
    this.#ids = ids;
    this.#merges = merges;
  }

  /**
   * Learns merges from texts.
   *
   * @throws OptionError for options out of range, a text without a character, a vocabulary smaller than its alphabet.
   */
  static train(texts: string | Iterable<string>, options: BytePairsOptions): BytePairs {
    checkOptions(ACTION, options, ['vocabularySize', 'level', 'minFrequency', 'split']);
    const size = checkNumber(ACTION, 'vocabularySize', options.vocabularySize, {
      from: 1,
      to: MOST_TOKENS,
      whole: true,
    });
    const level = checkChoice(ACTION, 'level', options.level, LEVELS);
    const split = checkChoice(ACTION, 'split', options.split ?? 'words', SPLITS);
    const least = checkNumber(ACTION, 'minFrequency', options.minFrequency ?? 2, { from: 1, whole: true });
    const counts = new Map<string, number>();
    for (const text of typeof texts === 'string' ? [texts] : texts) {
      for (const piece of piecesOf(text, split)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
    if (counts.size === 0) throw new OptionError(`Cannot ${ACTION}: texts must hold a character, received none`);
    const spell = level === 'bytes' ? toBytes : (piece: string): string => piece;
    const pieces = [...counts].map(([piece, count]) => [spell(piece), count] as const);
    const alphabet = level === 'bytes' ? [...BYTE_CHARACTERS].sort(byCode) : charactersOf(pieces);
    if (size < alphabet.length) {
      throw new OptionError(
        `Cannot ${ACTION}: vocabularySize must be at least ${alphabet.length}, the ${level} there are, received ${size}`,
        level === 'bytes' ? {} : { hint: "There are 256 at level 'bytes', whatever the text." },
      );
    }
    const tokens = [...alphabet];
    const ids = new Map(tokens.map((token, id) => [token, id]));
    const merges: [string, string][] = [];
    const joined = new Set<number>();
    learnMerges(
      numbered(pieces, ids),
      least,
      () => tokens.length < size,
      (left, right) => {
        const pair: [string, string] = [tokens[left] as string, tokens[right] as string];
        const token = pair.join('');
        if (!joined.has(pairKey(left, right))) merges.push(pair);
        joined.add(pairKey(left, right));
        const id = ids.get(token) ?? tokens.length;
        if (id === tokens.length) {
          tokens.push(token);
          ids.set(token, id);
        }
        return id;
      },
    );
    return new BytePairs({ level, split, alphabet, merges });
  }

  segment(text: string): string[] {
    const found: string[] = [];
    for (const piece of piecesOf(text, this.#config.split)) {
      let tokens = this.#kept.get(piece);
      if (tokens === undefined) {
        tokens = this.#cut(this.#config.level === 'bytes' ? toBytes(piece) : piece);
        if (piece.length <= LONGEST_KEPT && this.#kept.size < MOST_KEPT) this.#kept.set(piece, tokens);
      }
      for (const token of tokens) found.push(token);
    }
    return found;
  }

  join(tokens: readonly string[]): string {
    const text = tokens.join('');
    return this.#config.level === 'bytes' ? fromBytes(text) : text;
  }

  /**
   * Its tokens as a vocabulary, special ones first, with counts of 0. Of bytes it has every token that `segment` gives; of
   * characters take an unknownToken.
   *
   * @throws OptionError for a special token that is one of its tokens.
   */
  vocabulary(specials: SpecialTokens = {}): Vocabulary {
    checkOptions('make vocabulary', specials, ['padToken', 'unknownToken', 'startToken', 'endToken']);
    const { padToken, unknownToken, startToken, endToken } = specials;
    const named = [padToken, unknownToken, startToken, endToken].filter((token) => token !== undefined);
    const tokens = [...named, ...this.tokens];
    return new Vocabulary({ ...specials, tokens, counts: tokens.map(() => 0) });
  }

  config(): Readonly<BytePairsConfig> {
    return this.#config;
  }

  /** The tokens of a piece: of all pairs the one that was learnt first is joined first, the leftmost of equal ones. */
  #cut(piece: string): readonly string[] {
    const tokens = [...piece];
    const ids = Int32Array.from(tokens, (token) => this.#ids.get(token) ?? -1);
    const next = Int32Array.from(tokens, (_, i) => i + 1);
    const last = Int32Array.from(tokens, (_, i) => i - 1);
    const queue = new PairQueue();
    const mergeAt = (at: number): { rank: number; id: number } | undefined => {
      const after = next[at] as number;
      const [left, right] = [ids[at] as number, after < ids.length ? (ids[after] as number) : -1];
      return left < 0 || right < 0 ? undefined : this.#merges.get(pairKey(left, right));
    };
    const offer = (at: number): void => {
      const merge = mergeAt(at);
      if (merge !== undefined) queue.push(-merge.rank, at);
    };
    for (let i = 0; i + 1 < ids.length; i++) offer(i);
    while (queue.size > 0) {
      const { rank, value: at } = queue.pop();
      const merge = tokens[at] === '' ? undefined : mergeAt(at);
      if (merge === undefined || merge.rank !== -rank) continue; // joined otherwise since
      const after = next[at] as number;
      tokens[at] = this.tokens[merge.id] as string;
      tokens[after] = '';
      ids[at] = merge.id;
      ids[after] = -1;
      const behind = next[after] as number;
      next[at] = behind;
      if (behind < ids.length) last[behind] = at;
      offer(at);
      if (last[at]! >= 0) offer(last[at] as number);
    }
    return tokens.filter((token) => token !== '');
  }
}

function wrong(must: string, received: unknown): never {
  throw new OptionError(`Cannot create BytePairs: ${must}, received ${describe(received)}`);
}

function checkAlphabet(level: Level, alphabet: readonly string[]): void {
  const single = (token: unknown): boolean => typeof token === 'string' && [...token].length === 1;
  if (!Array.isArray(alphabet) || !alphabet.every(single) || new Set(alphabet).size !== alphabet.length) {
    wrong('alphabet must be a list of single characters, each there once', alphabet);
  }
  if (level === 'bytes' && (alphabet.length !== 256 || !BYTE_CHARACTERS.every((each) => alphabet.includes(each)))) {
    wrong('the alphabet of bytes must be the 256 characters that stand for them', alphabet);
  }
}

/** By code point, as other tools sort an alphabet. */
function byCode(a: string, b: string): number {
  return (a.codePointAt(0) as number) - (b.codePointAt(0) as number);
}

function charactersOf(pieces: readonly (readonly [string, number])[]): string[] {
  const found = new Set<string>();
  for (const [piece] of pieces) for (const character of piece) found.add(character);
  return [...found].sort(byCode);
}

function numbered(pieces: readonly (readonly [string, number])[], ids: ReadonlyMap<string, number>): CountedPieces {
  const spelt = pieces.map(([piece]) => [...piece]);
  const starts = new Int32Array(pieces.length + 1);
  spelt.forEach((characters, i) => {
    starts[i + 1] = (starts[i] as number) + characters.length;
  });
  const symbols = new Int32Array(starts[pieces.length] as number);
  spelt.forEach((characters, i) => {
    symbols.set(
      characters.map((character) => ids.get(character) as number),
      starts[i],
    );
  });
  return { symbols, starts, counts: Float64Array.from(pieces, ([, count]) => count) };
}
