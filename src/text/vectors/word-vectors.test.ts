import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NearWord } from './word-space.ts';
import { WordVectors } from './word-vectors.ts';

// compass points: north and south are opposite, nowhere has no direction
const compass = new WordVectors({
  words: ['north', 'east', 'south', 'north-east', 'nowhere'],
  vectors: new Float32Array([0, 2, 3, 0, 0, -1, 1, 1, 0, 0]),
  size: 2,
});
const rounded = (found: readonly NearWord[]): unknown[] =>
  found.map(({ word, similarity }) => [word, Number(similarity.toFixed(6))]);
const refuses = (run: () => unknown, message: string | RegExp, hint?: string): void => {
  assert.throws(run, (error: Error & { hint?: string }) => {
    assert.equal(error.name, 'OptionError');
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    if (hint !== undefined) assert.equal(error.hint, hint);
    return true;
  });
};

describe('WordVectors', () => {
  it('finds words, rows and vectors', () => {
    assert.deepEqual([compass.count, compass.size, compass.index('south'), compass.word(3)], [5, 2, 2, 'north-east']);
    assert.deepEqual([compass.has('east'), compass.has('up')], [true, false]);
    assert.deepEqual(compass.get('east'), new Float32Array([3, 0]));
    compass.get('east')[0] = 7;
    assert.deepEqual(compass.row(1), new Float32Array([3, 0]));
  });
  it('similarity is the cosine, 0 where there is no direction', () => {
    assert.equal(compass.similarity('north', 'east'), 0);
    assert.equal(compass.similarity('north', 'south'), -1);
    assert.equal(compass.similarity('north', 'north'), 1);
    assert.equal(compass.similarity('north', 'nowhere'), 0);
    assert.ok(Math.abs(compass.similarity('north-east', [5, 0]) - Math.SQRT1_2) < 1e-12);
  });
  it('nearest sorts by cosine, leaves the word out, and what is excluded', () => {
    assert.deepEqual(rounded(compass.nearest('north')), [
      ['north-east', 0.707107],
      ['east', 0],
      ['nowhere', 0],
      ['south', -1],
    ]);
    assert.deepEqual(rounded(compass.nearest('north', { count: 1, exclude: ['north-east'] })), [['east', 0]]);
    assert.deepEqual(rounded(compass.nearest([0, 9], { count: 2 })), [
      ['north', 1],
      ['north-east', 0.707107],
    ]);
    assert.deepEqual(rounded(compass.nearest('north', { restrictVocab: 3 })), [
      ['east', 0],
      ['south', -1],
    ]);
  });
  it('analogy adds and takes away vectors of length 1', () => {
    assert.deepEqual(rounded(compass.analogy({ positive: ['north', 'east'], count: 1 })), [['north-east', 1]]);
    assert.deepEqual(rounded(compass.analogy({ positive: [[1, 1]], negative: 'north', count: 1 })), [
      ['east', 0.92388],
    ]);
    assert.deepEqual(compass.analogy({ positive: 'north' }), compass.nearest('north'));
  });
  it('mean and doesNotMatch count each word alike', () => {
    assert.deepEqual(compass.mean(['north', 'east']), new Float32Array([0.5, 0.5]));
    assert.deepEqual(compass.mean(['north', 'east'], { preNormalize: false }), new Float32Array([1.5, 1]));
    assert.deepEqual(compass.mean(['north', 'east'], { weights: [1, -3] }), new Float32Array([-0.75, 0.25]));
    assert.deepEqual(compass.mean(['east'], { preNormalize: false, postNormalize: true }), new Float32Array([1, 0]));
    assert.equal(compass.doesNotMatch(['north', 'north-east', 'south']), 'south');
  });
  it('nearest among many words is that of a full sort', () => {
    const size = 3;
    const words = Array.from({ length: 3000 }, (_, i) => `w${i}`);
    const vectors = Float32Array.from({ length: 9000 }, (_, i) => ((i * 7919) % 1009) - 504);
    const many = new WordVectors({ words, vectors, size });
    const all = words.slice(1).map((word) => ({ word, similarity: many.similarity('w0', word) }));
    all.sort((a, b) => b.similarity - a.similarity);
    for (const count of [1, 10, 500, 2999]) {
      const found = many.nearest('w0', { count });
      assert.equal(found.length, count);
      for (const [i, one] of found.entries()) assert.ok(Math.abs(one.similarity - all[i]!.similarity) < 1e-12);
    }
    assert.equal(new Set(many.nearest('w0', { count: 5000 }).map(({ word }) => word)).size, 2999);
  });
});

describe('WordVectors refuses', () => {
  it('what does not fit', () => {
    const vectors = new Float32Array(4);
    refuses(
      () => new WordVectors({ words: ['a', 'a'], vectors, size: 2 }),
      "Cannot make WordVectors: every word must be there once, received 'a' twice",
    );
    assert.throws(() => new WordVectors({ words: ['a'], vectors, size: 2 }), {
      name: 'ShapeError',
      message: 'Cannot make WordVectors: vectors must be a Float32Array of 1 · 2 numbers, received 4 numbers',
    });
    refuses(
      () => new WordVectors({ words: [], vectors: new Float32Array(0), size: 2 }),
      /words must be a list of texts/,
    );
  });
  it('a word that is not there, with the nearest spelling', () => {
    const message = "Cannot find word: it must be among the 5 that have a vector, received 'nort'";
    refuses(() => compass.get('nort'), message, "Did you mean 'north'?");
    refuses(() => compass.nearest('nort'), message);
    refuses(() => compass.nearest('north', { exclude: ['nort'] }), message);
    refuses(() => compass.analogy({ positive: ['nort'] }), message);
    refuses(() => compass.row(5), 'Cannot find row: row must be a whole number from 0 and below 5, received 5');
  });
  it('questions without a direction', () => {
    refuses(
      () => compass.nearest('nowhere'),
      'Cannot find nearest words: vector must have a direction, received zeros',
    );
    refuses(() => compass.analogy({ positive: ['north', 'south'] }), /must have a direction/);
    refuses(() => compass.analogy({}), 'Cannot solve analogy: positive or negative must hold a word, received none');
    refuses(() => compass.doesNotMatch([]), /words must be a list of at least one/);
  });
  it('vectors of another length, numbers that are none, options that are none', () => {
    refuses(() => compass.nearest([1]), /a word or a vector of 2 numbers, received 1 numbers/);
    refuses(() => compass.nearest([1, NaN]), /must be a finite number, received NaN/);
    refuses(() => compass.nearest('north', { count: 0 }), /count must be a whole number from 1/);
    refuses(
      () => compass.nearest('north', { topn: 3 } as object),
      /options must be among count, exclude, restrictVocab/,
    );
    refuses(() => compass.mean(['north'], { weights: [1, 2] }), /weights must be 1 numbers/);
  });
});
