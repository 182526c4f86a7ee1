import { OptionError, ShapeError } from '../../errors.ts';
import type { WordVectorLayout } from '../../formats/word-vector-file.ts';
import { checkNumber, checkOptions, describe } from '../../options.ts';
import { BLOCK, productsOf, type TellProducts } from './products.ts';
import { checkRow, WordSpace } from './word-space.ts';

/** What `WordVectors` are made of. */
export interface WordVectorsOptions {
  /** Words in order, each once: the most frequent first, as word2vec sorts them. */
  words: readonly string[];
  /** Their vectors [V, U], row after row. */
  vectors: Float32Array;
  /** Numbers of each vector, U ≥ 1. */
  size: number;
  /** How a file is written that they are saved to. Default: by the file's name. */
  layout?: WordVectorLayout | undefined;
}

/**
 * Words with a vector each, in memory: of word2vec, gensim, GloVe or fastText.
 *
 * **Cost** `nearest` and `analogy` read all V·U numbers once.
 *
 * @throws OptionError for words that are there twice; ShapeError for vectors that are not V·U numbers.
 * @example
 * ```ts
 * import { WordVectors } from 'memcell/text';
 * const vectors = new WordVectors({
 *   words: ['king', 'man', 'woman', 'queen'],
 *   vectors: new Float32Array([2, 1, 1, 1, 1, -1, 2, -1]),
 *   size: 2,
 * });
 * vectors.similarity('king', 'queen').toFixed(6); // => '0.600000'
 * vectors.nearest('king', { count: 2 }).map(({ word }) => word); // => [ 'man', 'queen' ]
 * vectors.analogy({ positive: ['king', 'woman'], negative: ['man'] })[0]?.word; // => 'queen'
 * ```
 */
export class WordVectors extends WordSpace {
  readonly words: readonly string[];
  /** All vectors [V, U], row after row. Do not write to them. */
  readonly vectors: Float32Array;
  readonly #rows: ReadonlyMap<string, number>;
  #norms: Float64Array | undefined;

  constructor(options: WordVectorsOptions) {
    const action = 'make WordVectors';
    checkOptions(action, options, ['words', 'vectors', 'size', 'layout']);
    const { words, vectors, size, layout } = options;
    checkNumber(action, 'size', size, { from: 1, whole: true });
    super(size, layout);
    if (!Array.isArray(words) || words.length === 0 || !words.every((word) => typeof word === 'string')) {
      throw new OptionError(`Cannot ${action}: words must be a list of texts, received ${describe(words)}`);
    }
    if (!(vectors instanceof Float32Array) || vectors.length !== words.length * size) {
      const received = vectors instanceof Float32Array ? `${vectors.length} numbers` : describe(vectors);
      throw new ShapeError(
        `Cannot ${action}: vectors must be a Float32Array of ${words.length} · ${size} numbers, received ${received}`,
      );
    }
    this.words = words;
    this.vectors = vectors;
    this.#rows = new Map(words.map((word, row) => [word, row]));
    if (this.#rows.size !== words.length) {
      const twice = words.find((word, row) => this.#rows.get(word) !== row);
      throw new OptionError(`Cannot ${action}: every word must be there once, received ${describe(twice)} twice`);
    }
  }

  get count(): number {
    return this.words.length;
  }

  word(row: number): string {
    return this.words[checkRow(row, this.count)] as string;
  }

  row(row: number): Float32Array {
    const at = checkRow(row, this.count) * this.size;
    return this.vectors.slice(at, at + this.size);
  }

  protected find(word: string): number | undefined {
    return this.#rows.get(word);
  }

  protected norm(row: number): number {
    this.#norms ??= Float64Array.from(this.words, (_, i) => normAt(this.vectors, i * this.size, this.size));
    return this.#norms[row] as number;
  }

  protected products(vector: Float64Array, rows: number, tell: TellProducts): void {
    const out = new Float64Array(BLOCK);
    for (let first = 0; first < rows; first += BLOCK) {
      const products = out.subarray(0, Math.min(BLOCK, rows - first));
      productsOf(this.vectors, first, vector, products);
      tell(first, products);
    }
  }
}

function normAt(vectors: Float32Array, at: number, size: number): number {
  let sum = 0;
  for (let i = at; i < at + size; i++) sum += (vectors[i] as number) * (vectors[i] as number);
  return Math.sqrt(sum);
}
