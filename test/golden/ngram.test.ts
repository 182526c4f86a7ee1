// NGramModel gives the numbers of Kneser–Ney by its definition, which are nltk's where nltk has the same options.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NGramModel, type NGramOptions } from '../../src/text/index.ts';
import { loadGolden } from './load.ts';

interface Case {
  readonly options: NGramOptions;
  readonly sequences: readonly number[][];
  readonly sizes: readonly number[];
  readonly discounts: readonly number[][];
  readonly test: readonly number[];
  /** Of each token of the test, and of the end. */
  readonly probabilities: readonly number[];
  /** Of every token behind the test. */
  readonly next: readonly number[];
}

const close = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) <= 1e-12 * value, `${i}: ${value}, received ${actual[i]}`);
  });
};

describe('NGramModel gives the numbers of the definition', () => {
  for (const { options, sequences, sizes, discounts, test, probabilities, next } of loadGolden<Case>('ngram-python')
    .cases) {
    it(JSON.stringify(options), () => {
      const model = new NGramModel(sequences, options);
      assert.deepEqual(model.sizes, sizes);
      discounts.forEach((expected, i) => {
        close(model.discounts[i]!, expected);
      });
      close(model.logProbabilities(test).map(Math.exp), probabilities);
      const last = next.map((_, id) => Math.exp(model.logProbability(id, test)));
      close(last, next);
      const { logits } = model.begin(test);
      next.forEach((value, id) => {
        assert.ok(Math.abs(logits[id]! - Math.log(value)) < 1e-6);
      });
    });
  }
});
