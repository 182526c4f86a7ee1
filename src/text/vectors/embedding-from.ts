import { checkChoice, checkNumber, checkOptions } from '../../options.ts';
import { Random } from '../../random.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { WordSpace } from './word-space.ts';

/** Options of `embeddingFrom`. */
export interface EmbeddingFromOptions {
  /** Rows of tokens without a vector: small random numbers, or zeros. The padding token's is zeros always. Default 'random'. */
  missing?: 'random' | 'zeros';
  /** Random numbers are from −range to range. Default 0.05, as of Keras's Embedding. */
  range?: number;
  /** Of the random numbers. Default 0. */
  seed?: number;
}

/** Weights of an `Embedding`, and what of it came from word vectors. */
export interface EmbeddingWeights {
  /** A row for each id of the vocabulary [V, U]. */
  readonly weights: Float32Array;
  /** V and U: `new Embedding({ inputDim, outputDim })`. */
  readonly inputDim: number;
  readonly outputDim: number;
  /** Tokens that have a vector, and those that have none. */
  readonly found: number;
  readonly missing: readonly string[];
}

/**
 * Weights for an `Embedding` by the ids of a vocabulary, from word vectors: words keep what they learnt elsewhere.
 *
 * @param options missing: 'random' or 'zeros' for tokens without a vector, default 'random'. range: random numbers lie
 * from −range to range, default 0.05. seed: default 0.
 * @throws OptionError for an option outside its range.
 * @example
 * ```ts
 * import { Embedding, Sequential } from 'memcell';
 * import { embeddingFrom, Vocabulary, WordVectors } from 'memcell/text';
 * const vectors = new WordVectors({ words: ['tea', 'cup'], vectors: new Float32Array([1, 2, 3, 4]), size: 2 });
 * const vocabulary = Vocabulary.from(['cup', 'tea', 'jug'], { padToken: '<pad>' });
 * const { weights, missing, inputDim, outputDim } = embeddingFrom(vectors, vocabulary);
 * missing; // => [ '<pad>', 'jug' ]
 * const embedding = new Embedding({ inputDim, outputDim, maskZero: true });
 * const model = new Sequential([embedding]);
 * model.predict([[0]]); // the layer has weights after its first use
 * model.setWeights([{ data: weights, shape: [inputDim, outputDim] }]);
 * model.predict([[vocabulary.id('tea')]]).toArray(); // => [ [ [ 1, 2 ] ] ]
 * ```
 */
export function embeddingFrom(
  vectors: WordSpace,
  vocabulary: Vocabulary,
  options: EmbeddingFromOptions = {},
): EmbeddingWeights {
  const action = 'make embedding';
  checkOptions(action, options, ['missing', 'range', 'seed']);
  const kind = checkChoice(action, 'missing', options.missing ?? 'random', ['random', 'zeros']);
  const range = checkNumber(action, 'range', options.range ?? 0.05, { from: 0 });
  const seed = checkNumber(action, 'seed', options.seed ?? 0, { from: 0, to: Number.MAX_SAFE_INTEGER, whole: true });
  const { size } = vectors;
  const weights = new Float32Array(vocabulary.size * size);
  const random = new Random(seed);
  const missing: string[] = [];
  for (const [id, token] of vocabulary.tokens.entries()) {
    if (vectors.has(token)) weights.set(vectors.get(token), id * size);
    else {
      missing.push(token);
      // each id has numbers of its own, whichever others are missing
      if (kind === 'random' && id !== vocabulary.padId)
        weights.set(random.fold(id).uniform(size, -range, range), id * size);
    }
  }
  return {
    weights,
    inputDim: vocabulary.size,
    outputDim: size,
    found: vocabulary.size - missing.length,
    missing,
  };
}
