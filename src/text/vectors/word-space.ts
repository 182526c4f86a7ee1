import { OptionError } from '../../errors.ts';
import type { WordVectorLayout } from '../../formats/word-vector-file.ts';
import { nearestName } from '../../nearest-name.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../../options.ts';
import { NearestRows } from './nearest-rows.ts';
import type { TellProducts } from './products.ts';

/** A word, or a vector of U numbers. */
export type WordOrVector = string | ArrayLike<number>;

/** A word and how near it is: the cosine of the angle between the vectors, from −1 to 1. */
export interface NearWord {
  readonly word: string;
  readonly similarity: number;
}

/** Options of `nearest`. */
export interface NearestOptions {
  /** Words wanted, from 1; there may be fewer. Default 10. */
  count?: number;
  /** Words left out, besides the word itself. Default none. */
  exclude?: readonly string[];
  /** Only the first so many words are looked through, from 1: the most frequent, as such files are made. Default all. */
  restrictVocab?: number;
}

/** Options of `analogy`. */
export interface AnalogyOptions {
  /** Words or vectors that are added. */
  positive?: WordOrVector | readonly WordOrVector[];
  /** Words or vectors that are taken away. */
  negative?: WordOrVector | readonly WordOrVector[];
  /** As of `nearest`. */
  count?: number;
  /** As of `nearest`. */
  restrictVocab?: number;
}

/** Options of `mean`. */
export interface MeanOptions {
  /** A weight for each word; the sum is divided by that of their sizes. Default 1 each. */
  weights?: readonly number[];
  /** Whether each word's vector is first brought to length 1. Default true. */
  preNormalize?: boolean;
  /** Whether the mean is brought to length 1. Default false. */
  postNormalize?: boolean;
}

/** Words of a long list among which a misspelt one is looked for. */
const MOST_SPELLINGS = 50_000;

/** Words with a vector each, wherever the vectors are, and what one asks of them. */
export abstract class WordSpace {
  /** Numbers of each vector, U. */
  readonly size: number;
  /** How the file was written that it comes from; undefined where it comes from none. */
  readonly layout: WordVectorLayout | undefined;

  constructor(size: number, layout: WordVectorLayout | undefined) {
    this.size = size;
    this.layout = layout;
  }

  /** Number of words, V. */
  abstract get count(): number;
  /** The word of a row. @throws OptionError for one out of range. */
  abstract word(row: number): string;
  /** The vector of a row, a copy. @throws OptionError for one out of range. */
  abstract row(row: number): Float32Array;
  /** Row of a word; undefined where it is not there. */
  protected abstract find(word: string): number | undefined;
  /** Length of a row's vector. */
  protected abstract norm(row: number): number;
  /** Tells the products of the first `rows` vectors with another one, in order. */
  protected abstract products(vector: Float64Array, rows: number, tell: TellProducts): void;

  /** Whether a word is there. */
  has(word: string): boolean {
    return this.find(word) !== undefined;
  }

  /** Row of a word, from 0. @throws OptionError for a word that is not there. */
  index(word: string): number {
    const found = this.find(word);
    if (found !== undefined) return found;
    const near = typeof word === 'string' ? this.#spelledLike(word) : undefined;
    throw new OptionError(
      `Cannot find word: it must be among the ${this.count} that have a vector, received ${describe(word)}`,
      near === undefined ? {} : { hint: `Did you mean '${near}'?` },
    );
  }

  /** The vector of a word, a copy. @throws OptionError for a word that is not there. */
  get(word: string): Float32Array {
    return this.row(this.index(word));
  }

  /**
   * The cosine of the angle between two vectors, from −1 to 1; 0 where one of them is all zeros.
   *
   * @throws OptionError for a word that is not there.
   */
  similarity(a: WordOrVector, b: WordOrVector): number {
    const [one, other] = [this.#unit('compare words', a), this.#unit('compare words', b)];
    return clipped(one.reduce((sum, value, i) => sum + value * (other[i] as number), 0));
  }

  /**
   * The words whose vectors are nearest to that of a word, which is not among them, or to a vector: highest cosine first.
   *
   * @param options count: words wanted, default 10. exclude: words left out. restrictVocab: only the first so many words
   * are looked through, default all.
   * @throws OptionError for a word that is not there, and for a vector of zeros, which has no direction.
   */
  nearest(of: WordOrVector, options: NearestOptions = {}): NearWord[] {
    const action = 'find nearest words';
    checkOptions(action, options, ['count', 'exclude', 'restrictVocab']);
    const { count = 10, exclude = [], restrictVocab = this.count } = options;
    if (!Array.isArray(exclude)) {
      throw new OptionError(`Cannot ${action}: exclude must be a list of words, received ${describe(exclude)}`);
    }
    const left = typeof of === 'string' ? [of, ...exclude] : exclude;
    return this.#search(action, this.#unit(action, of), left, count, restrictVocab);
  }

  /**
   * What is to the positive words as they are to the negative: the words nearest to the sum of the vectors of some less
   * those of others, each brought to length 1 before (3CosAdd). The words given are not among them. `{ positive: ['king',
   * 'woman'], negative: ['man'] }` asks what is to king as woman is to man; of one positive word it is `nearest`.
   *
   * @param options positive, negative: words or vectors, one or a list. count, restrictVocab: as of `nearest`.
   * @throws OptionError for a word that is not there, no words at all, or ones that cancel out.
   * @see Mikolov, Yih and Zweig (2013), Linguistic Regularities in Continuous Space Word Representations
   */
  analogy(options: AnalogyOptions): NearWord[] {
    const action = 'solve analogy';
    checkOptions(action, options, ['positive', 'negative', 'count', 'restrictVocab']);
    const { count = 10, restrictVocab = this.count } = options;
    const [positive, negative] = [listOf(options.positive), listOf(options.negative)];
    const given = [...positive, ...negative];
    if (given.length === 0) {
      throw new OptionError(`Cannot ${action}: positive or negative must hold a word, received none`);
    }
    const sum = new Float64Array(this.size);
    for (const [i, one] of given.entries()) {
      const sign = i < positive.length ? 1 : -1;
      for (const [k, value] of this.#unit(action, one).entries()) sum[k]! += sign * value;
    }
    const words = given.filter((one) => typeof one === 'string');
    return this.#search(action, unitOf(sum), words, count, restrictVocab);
  }

  /**
   * The word that goes with the others least: the one farthest from the mean of all, each brought to length 1.
   *
   * @throws OptionError for a word that is not there, or no words.
   */
  doesNotMatch(words: readonly string[]): string {
    const center = this.mean(words);
    let [least, odd] = [Infinity, ''];
    for (const word of words) {
      const similarity = this.similarity(word, center);
      if (similarity < least) [least, odd] = [similarity, word];
    }
    return odd;
  }

  /**
   * The mean of words' vectors, each brought to length 1 before.
   *
   * @param options weights: one for each word, default 1. preNormalize: whether each vector is brought to length 1 before,
   * default true. postNormalize: whether the mean is, default false.
   * @throws OptionError for a word that is not there, or no words.
   */
  mean(words: readonly WordOrVector[], options: MeanOptions = {}): Float32Array {
    const action = 'take mean of words';
    checkOptions(action, options, ['weights', 'preNormalize', 'postNormalize']);
    if (!Array.isArray(words) || words.length === 0) {
      throw new OptionError(`Cannot ${action}: words must be a list of at least one, received ${describe(words)}`);
    }
    const { weights = words.map(() => 1) } = options;
    const before = checkBoolean(action, 'preNormalize', options.preNormalize ?? true);
    const after = checkBoolean(action, 'postNormalize', options.postNormalize ?? false);
    if (!Array.isArray(weights) || weights.length !== words.length) {
      throw new OptionError(
        `Cannot ${action}: weights must be ${words.length} numbers, one a word, received ${describe(weights)}`,
      );
    }
    const sum = new Float64Array(this.size);
    let total = 0;
    for (const [i, word] of words.entries()) {
      const weight = checkNumber(action, 'weights', weights[i]);
      const vector = before ? this.#unit(action, word) : this.#vector(action, word);
      for (let k = 0; k < sum.length; k++) sum[k]! += weight * (vector[k] as number);
      total += Math.abs(weight);
    }
    if (total > 0) for (let k = 0; k < sum.length; k++) sum[k]! /= total;
    return Float32Array.from(after ? unitOf(sum) : sum);
  }

  #search(
    action: string,
    unit: Float64Array,
    excluded: readonly string[],
    count: number,
    restrictVocab: number,
  ): NearWord[] {
    checkNumber(action, 'count', count, { from: 1, whole: true });
    const rows = Math.min(this.count, checkNumber(action, 'restrictVocab', restrictVocab, { from: 1, whole: true }));
    if (unit.every((value) => value === 0)) {
      throw new OptionError(`Cannot ${action}: vector must have a direction, received zeros`);
    }
    const nearest = new NearestRows(Math.min(count, this.count), new Set(excluded.map((word) => this.index(word))));
    this.products(unit, rows, (first, products) => {
      for (let j = 0; j < products.length; j++) {
        const norm = this.norm(first + j);
        nearest.add(first + j, norm === 0 ? 0 : (products[j] as number) / norm);
      }
    });
    return nearest.list().map(({ row, score }) => ({ word: this.word(row), similarity: clipped(score) }));
  }

  /** A vector of length 1 in the direction of a word or a vector; zeros stay. */
  #unit(action: string, of: WordOrVector): Float64Array {
    return unitOf(this.#vector(action, of));
  }

  #vector(action: string, of: WordOrVector): ArrayLike<number> {
    if (typeof of === 'string') return this.row(this.index(of));
    if (typeof of !== 'object' || of === null || of.length !== this.size) {
      const received = of?.length === undefined ? describe(of) : `${of.length} numbers`;
      throw new OptionError(
        `Cannot ${action}: it must be a word or a vector of ${this.size} numbers, received ${received}`,
      );
    }
    for (let i = 0; i < of.length; i++) checkNumber(action, 'numbers of a vector', of[i]);
    return of;
  }

  /** Of the first words that are about as long the one spelled most like a wrong one. */
  #spelledLike(wrong: string): string | undefined {
    const near: string[] = [];
    for (let row = 0; row < Math.min(this.count, MOST_SPELLINGS); row++) {
      const word = this.word(row);
      if (Math.abs(word.length - wrong.length) <= wrong.length / 2) near.push(word);
    }
    return nearestName(wrong, near);
  }
}

/** Throws OptionError unless a row is there. */
export function checkRow(row: number, count: number): number {
  return checkNumber('find row', 'row', row, { from: 0, below: count, whole: true });
}

function listOf(given: WordOrVector | readonly WordOrVector[] | undefined): readonly WordOrVector[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && typeof given[0] !== 'number') return given;
  return [given as WordOrVector];
}

function unitOf(vector: ArrayLike<number>): Float64Array {
  const unit = Float64Array.from(vector);
  const norm = Math.sqrt(unit.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? unit : unit.map((value) => value / norm);
}

/** Rounding may leave a cosine a little beyond 1. */
function clipped(cosine: number): number {
  return Math.min(Math.max(cosine, -1), 1);
}
