import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Vocabulary } from '../vocabulary.ts';
import { embeddingFrom } from './embedding-from.ts';
import { WordVectors } from './word-vectors.ts';

const vectors = new WordVectors({ words: ['tea', 'cup'], vectors: new Float32Array([1, 2, 3, 4]), size: 2 });
const vocabulary = Vocabulary.from(['cup', 'tea', 'jug', 'mug'], { padToken: '<pad>', unknownToken: '<unk>' });

describe('embeddingFrom', () => {
  it('has the vectors at the ids, zeros for padding, and seeded numbers for the rest', () => {
    const made = embeddingFrom(vectors, vocabulary, { seed: 5 });
    const row = (token: string, { weights } = made): number[] => [
      ...weights.subarray(vocabulary.id(token) * 2, vocabulary.id(token) * 2 + 2),
    ];
    assert.deepEqual(
      [row('tea'), row('cup'), row('<pad>')],
      [
        [1, 2],
        [3, 4],
        [0, 0],
      ],
    );
    assert.deepEqual([made.inputDim, made.outputDim, made.found], [6, 2, 2]);
    assert.deepEqual(made.missing, ['<pad>', '<unk>', 'jug', 'mug']);
    for (const token of ['<unk>', 'jug', 'mug']) {
      assert.ok(row(token).every((value) => value !== 0 && Math.abs(value) <= 0.05));
    }
    assert.notDeepEqual(row('jug'), row('mug'));
    assert.deepEqual(embeddingFrom(vectors, vocabulary, { seed: 5 }).weights, made.weights);
    assert.notDeepEqual(embeddingFrom(vectors, vocabulary, { seed: 6 }).weights, made.weights);
  });
  it('has zeros for all of them where asked', () => {
    const { weights } = embeddingFrom(vectors, vocabulary, { missing: 'zeros' });
    assert.deepEqual([...weights].filter((value) => value !== 0).sort(), [1, 2, 3, 4]);
  });
  it('refuses options that mean nothing', () => {
    assert.throws(
      () => embeddingFrom(vectors, vocabulary, { missing: 'mean' as never }),
      /missing must be one of random, zeros/,
    );
    assert.throws(() => embeddingFrom(vectors, vocabulary, { range: -1 }), /range must be a finite number from 0/);
  });
});
