// What gensim says of vectors of the C tool, and NumPy of their principal components: scripts/golden/formats_word2vec.py.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readWordVectors } from '../../src/text/vectors/files.ts';
import { openWordVectors } from '../../src/text/vectors/open-word-vectors.ts';
import { principalComponents } from '../../src/text/vectors/principal-components.ts';
import type { NearWord } from '../../src/text/vectors/word-space.ts';
import { loadGolden } from './load.ts';

type Case =
  | { kind: 'nearest' | 'restricted'; word: string; found: NearWord[] }
  | { kind: 'analogy'; positive: string[]; negative: string[]; found: NearWord[] }
  | { kind: 'similarity'; a: string; b: string; found: number }
  | { kind: 'odd'; words: string[]; found: string }
  | { kind: 'mean'; words: string[]; found: number[] }
  | { kind: 'components'; places: [number[], number[]]; shares: [number, number] };

const bytes = new Uint8Array(readFileSync(new URL('formats/c-tool.bin', import.meta.url)));
const whole = readWordVectors(bytes);

function close(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(actual[i]! - value) <= 1e-5, `${actual[i]} ${value}`);
}

function alike(actual: readonly NearWord[], expected: readonly NearWord[]): void {
  assert.deepEqual(
    actual.map(({ word }) => word),
    expected.map(({ word }) => word),
  );
  close(
    actual.map(({ similarity }) => similarity),
    expected.map(({ similarity }) => similarity),
  );
}

describe('word vectors say what gensim says', () => {
  for (const [index, one] of loadGolden<Case>('word-vectors-gensim').cases.entries()) {
    it(`${one.kind} ${index}`, () => {
      for (const vectors of [whole, openWordVectors(bytes)]) {
        if (one.kind === 'nearest') alike(vectors.nearest(one.word, { count: 5 }), one.found);
        else if (one.kind === 'restricted') alike(vectors.nearest(one.word, { count: 3, restrictVocab: 8 }), one.found);
        else if (one.kind === 'analogy') {
          alike(vectors.analogy({ positive: one.positive, negative: one.negative, count: 5 }), one.found);
        } else if (one.kind === 'similarity') close([vectors.similarity(one.a, one.b)], [one.found]);
        else if (one.kind === 'odd') assert.equal(vectors.doesNotMatch(one.words), one.found);
        else if (one.kind === 'mean') close(vectors.mean(one.words), one.found);
      }
      if (one.kind !== 'components') return;
      const rows = whole.words.map((word) => Float64Array.from(whole.get(word)));
      const { scores, shares } = principalComponents(rows, 2);
      for (const k of [0, 1] as const) close(scores[k] as Float64Array, one.places[k]);
      close(shares, one.shares);
    });
  }
});
