import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, checkText, describe } from '../options.ts';

/** Tokens that stand for something else than themselves; each is in the vocabulary where it is named. */
export interface SpecialTokens {
  /** Fills short sequences up; its id is 0, which `maskZero` passes over. */
  padToken?: string;
  /** Stands for every token that is not in the vocabulary. */
  unknownToken?: string;
  /** Begins a sequence. */
  startToken?: string;
  /** Ends a sequence. */
  endToken?: string;
}

/** Options of `Vocabulary.from`. */
export interface VocabularyOptions extends SpecialTokens {
  /** Tokens that come less often are left out, from 1. Default 1. */
  minCount?: number;
  /** Ids at most, those of special tokens among them, from 1: the most frequent tokens stay. Default: no limit. */
  maxSize?: number;
}

/** A vocabulary as plain JSON. */
export interface VocabularyConfig extends SpecialTokens {
  readonly tokens: readonly string[];
  readonly counts: readonly number[];
}

const SPECIALS = ['padToken', 'unknownToken', 'startToken', 'endToken'] as const;
const ACTION = 'make vocabulary';

/**
 * Tokens and their ids: special tokens first, in the order padding, unknown, start, end; then by falling count, those of
 * one count in the order of their code units.
 *
 * @throws OptionError for a token that is there twice, or counts that do not fit.
 * @example
 * ```ts
 * import { Vocabulary } from 'memcell/text';
 * const vocabulary = Vocabulary.from(['a', 'rose', 'is', 'a', 'rose'], { unknownToken: '<unk>' });
 * vocabulary.tokens; // => [ '<unk>', 'a', 'rose', 'is' ]
 * [...vocabulary.encode(['a', 'red', 'rose'])]; // => [ 1, 0, 2 ]
 * vocabulary.decode([1, 2]); // => [ 'a', 'rose' ]
 * ```
 */
export class Vocabulary {
  /** Every token, at its id. */
  readonly tokens: readonly string[];
  /** How often each came, at its id; special tokens 0 times, but for the unknown one. */
  readonly counts: readonly number[];
  readonly padId: number | undefined;
  /** Its count is that of all tokens that were left out. */
  readonly unknownId: number | undefined;
  readonly startId: number | undefined;
  readonly endId: number | undefined;
  readonly #ids: ReadonlyMap<string, number>;

  constructor(config: VocabularyConfig) {
    checkOptions(ACTION, config, ['tokens', 'counts', ...SPECIALS]);
    const { tokens, counts } = config;
    const lists = [tokens, counts].every(Array.isArray);
    if (!lists || tokens.length !== counts.length || !tokens.every((token) => typeof token === 'string')) {
      throw new OptionError(
        `Cannot ${ACTION}: tokens and counts must be lists of one length, received ${describe(tokens)} and ${describe(counts)}`,
      );
    }
    this.tokens = [...tokens];
    this.counts = counts.map((count) => checkNumber(ACTION, 'counts', count, { from: 0, whole: true }));
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    if (this.#ids.size !== tokens.length) {
      const twice = tokens.find((token, id) => this.#ids.get(token) !== id);
      throw new OptionError(`Cannot ${ACTION}: every token must be there once, received ${describe(twice)} twice`);
    }
    const idOf = (name: (typeof SPECIALS)[number]): number | undefined => {
      const token = config[name];
      if (token === undefined) return undefined;
      const id = this.#ids.get(checkText(ACTION, name, token));
      if (id === undefined) {
        throw new OptionError(`Cannot ${ACTION}: ${name} must be among the tokens, received ${describe(token)}`);
      }
      return id;
    };
    this.padId = idOf('padToken');
    this.unknownId = idOf('unknownToken');
    this.startId = idOf('startToken');
    this.endId = idOf('endToken');
  }

  /**
   * The vocabulary of a text.
   *
   * @throws OptionError where no token is left, or one of the text is a special one.
   */
  static from(tokens: Iterable<string>, options: VocabularyOptions = {}): Vocabulary {
    const counts = new Map<string, number>();
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    return Vocabulary.fromCounts(counts, options);
  }

  /** The vocabulary of tokens that were counted already. @throws as `from`. */
  static fromCounts(counts: ReadonlyMap<string, number>, options: VocabularyOptions = {}): Vocabulary {
    checkOptions(ACTION, options, ['minCount', 'maxSize', ...SPECIALS]);
    const { minCount, maxSize, ...specials } = options;
    const least = checkNumber(ACTION, 'minCount', minCount ?? 1, { from: 1, whole: true });
    const most = checkNumber(ACTION, 'maxSize', maxSize ?? 2 ** 31 - 1, { from: 1, whole: true });
    const named = SPECIALS.flatMap((name) => specials[name] ?? []);
    const clash = named.find((token) => counts.has(token));
    if (clash !== undefined) {
      throw new OptionError(`Cannot ${ACTION}: special tokens must not be in the text, received '${clash}'`, {
        hint: 'Name another one, or take it out of the text.',
      });
    }
    const frequent = [...counts].filter(([, count]) => count >= least);
    frequent.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const kept = frequent.slice(0, Math.max(0, most - named.length));
    if (kept.length === 0) {
      const room = frequent.length === 0 ? '' : `, and maxSize ${most} leaves room for none`;
      throw new OptionError(
        `Cannot ${ACTION}: at least one token must come ${least} ${least === 1 ? 'time' : 'times'} or more, received ${counts.size} different tokens, the most frequent ${mostOf(counts)} times${room}`,
        { hint: 'Give a longer text, or a lower minCount.' },
      );
    }
    let left = 0;
    for (const count of counts.values()) left += count;
    for (const [, count] of kept) left -= count;
    return new Vocabulary({
      ...specials,
      tokens: [...named, ...kept.map(([token]) => token)],
      counts: [
        ...named.map((token) => (token === specials.unknownToken ? left : 0)),
        ...kept.map(([, count]) => count),
      ],
    });
  }

  /** Number of ids. */
  get size(): number {
    return this.tokens.length;
  }

  has(token: string): boolean {
    return this.#ids.has(token);
  }

  /** The id of a token. @throws OptionError for one that is not there, where no unknown token is. */
  id(token: string): number {
    const id = this.#ids.get(token) ?? this.unknownId;
    if (id !== undefined) return id;
    throw new OptionError(
      `Cannot find token: it must be in the vocabulary of ${this.size}, received ${describe(token)}`,
      {
        hint: 'A vocabulary with an unknownToken takes any.',
      },
    );
  }

  /** The token of an id. @throws OptionError for one out of range. */
  token(id: number): string {
    const token = this.tokens[id];
    if (token !== undefined) return token;
    throw new OptionError(`Cannot find token: id must be from 0 to ${this.size - 1}, received ${describe(id)}`);
  }

  /** The ids of tokens. @throws as `id`. */
  encode(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.id(token));
  }

  /** The tokens of ids. @throws as `token`. */
  decode(ids: ArrayLike<number>): string[] {
    return Array.from(ids, (id) => this.token(id));
  }

  /** What makes an equal one when given to the constructor, as plain JSON. */
  config(): VocabularyConfig {
    const named = {
      padToken: this.padId,
      unknownToken: this.unknownId,
      startToken: this.startId,
      endToken: this.endId,
    };
    const specials = Object.entries(named).flatMap(([name, id]) => (id === undefined ? [] : [[name, this.token(id)]]));
    return { tokens: this.tokens, counts: this.counts, ...Object.fromEntries(specials) };
  }
}

function mostOf(counts: ReadonlyMap<string, number>): number {
  let most = 0;
  for (const count of counts.values()) most = Math.max(most, count);
  return most;
}
