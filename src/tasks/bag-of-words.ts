import { fitLogistic, type Logistic, predictLogistic } from './logistic-regression.ts';
import { WordCounts } from './word-counts.ts';

/** Options of `BagOfWords`. */
export interface BagOfWordsOptions {
  /** Number of classes, from 2. */
  readonly classes: number;
  readonly vocabularySize: number;
  /** Whether pairs of neighbouring words count besides words. Default false. */
  readonly pairs?: boolean;
}

/**
 * A classifier that forgets the order of words: logistic regression on how often each comes. What a recurrent layer is worth
 * is what it does better.
 */
export class BagOfWords {
  readonly #counts: WordCounts;
  readonly #logistic: Logistic;

  /** @param texts ids of each text. @param labels their classes. */
  constructor(texts: readonly Int32Array[], labels: ArrayLike<number>, options: BagOfWordsOptions) {
    const { classes, vocabularySize, pairs = false } = options;
    this.#counts = new WordCounts(texts, vocabularySize, pairs);
    this.#logistic = fitLogistic(this.#counts.count(texts), labels, { classes });
  }

  /** The class of each text. */
  predict(texts: readonly Int32Array[]): Int32Array {
    return predictLogistic(this.#logistic, this.#counts.count(texts));
  }
}
