/** How often each feature comes in each text: row n holds `values[i]` of feature `features[i]` for i from starts[n] below starts[n + 1]. */
export interface CountMatrix {
  readonly starts: Int32Array;
  readonly features: Int32Array;
  readonly values: Float64Array;
  /** Number of features. */
  readonly width: number;
}

/**
 * Counts of words in texts, and with `pairs` of two neighbouring words: what a bag of words knows, which forgets the order.
 * Features are those of the texts that it is made with; others do not count.
 */
export class WordCounts {
  readonly #vocabularySize: number;
  readonly #pairs: boolean;
  readonly #places = new Map<number, number>();

  /** @param texts ids of each text, below `vocabularySize`. */
  constructor(texts: readonly Int32Array[], vocabularySize: number, pairs: boolean) {
    this.#vocabularySize = vocabularySize;
    this.#pairs = pairs;
    for (const ids of texts) {
      for (const key of this.#keysOf(ids)) if (!this.#places.has(key)) this.#places.set(key, this.#places.size);
    }
  }

  /** Counts of the features in these texts. */
  count(texts: readonly Int32Array[]): CountMatrix {
    const starts = new Int32Array(texts.length + 1);
    const features: number[] = [];
    const values: number[] = [];
    for (const [n, ids] of texts.entries()) {
      const counts = new Map<number, number>();
      for (const key of this.#keysOf(ids)) {
        const place = this.#places.get(key);
        if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      for (const [place, count] of counts) {
        features.push(place);
        values.push(count);
      }
      starts[n + 1] = features.length;
    }
    return {
      starts,
      features: Int32Array.from(features),
      values: Float64Array.from(values),
      width: this.#places.size,
    };
  }

  *#keysOf(ids: Int32Array): Generator<number> {
    for (const [i, id] of ids.entries()) {
      yield id;
      if (this.#pairs && i > 0) yield this.#vocabularySize * (1 + (ids[i - 1] as number)) + id;
    }
  }
}
