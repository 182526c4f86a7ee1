import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BagOfWords } from './bag-of-words.ts';
import { WordCounts } from './word-counts.ts';

const texts = [[1, 2], [2, 1], [3, 1, 3], [3]].map((ids) => Int32Array.from(ids));

describe('WordCounts', () => {
  it('counts words, and pairs of neighbours', () => {
    const { starts, features, values, width } = new WordCounts(texts, 4, false).count(texts.slice(0, 3));
    assert.deepEqual([...starts], [0, 2, 4, 6]);
    assert.deepEqual([...features], [0, 1, 1, 0, 2, 0]);
    assert.deepEqual([...values], [1, 1, 1, 1, 2, 1]);
    assert.equal(width, 3);
    assert.equal(new WordCounts(texts, 4, true).count(texts).width, 3 + 4);
  });
  it('does not count what it was not made with', () => {
    const other = new WordCounts(texts.slice(0, 2), 4, true).count([Int32Array.from([2, 3, 1])]);
    assert.deepEqual([...other.features], [1, 0]);
  });
});

describe('BagOfWords', () => {
  const classes = 2;
  it('knows words but not their order; pairs know some of it', () => {
    const words = new BagOfWords(texts, [0, 1, 1, 1], { classes, vocabularySize: 4 });
    const [first, second, third] = words.predict(texts);
    assert.equal(first, second);
    assert.equal(third, 1);
    const repeated = Array.from({ length: 20 }, () => texts.slice(0, 2)).flat();
    const labels = repeated.map((_, i) => i % 2);
    const pairs = new BagOfWords(repeated, labels, { classes, vocabularySize: 4, pairs: true });
    assert.deepEqual([...pairs.predict(texts.slice(0, 2))], [0, 1]);
  });
  it('tells several classes apart', () => {
    const many = Array.from({ length: 30 }, (_, i) => Int32Array.from([i % 3, 3, i % 2]));
    const labels = many.map((_, i) => i % 3);
    const bag = new BagOfWords(many.slice(0, 15), labels, { classes: 3, vocabularySize: 4 });
    const right = [...bag.predict(many)].filter((one, i) => one === labels[i]).length;
    assert.ok(right >= 20, String(right));
  });
});
