import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toSvg } from '../../plots/to-svg.ts';
import { Random } from '../../random.ts';
import { principalComponents } from './principal-components.ts';
import { vectorMap } from './vector-map.ts';
import { WordVectors } from './word-vectors.ts';

describe('principalComponents', () => {
  it('finds the directions of a cloud of known shape, two of one length among them', () => {
    const random = new Random(3);
    const [a, b, c] = [3, 1, 1].map((size) => random.normal(400, 0, size));
    // turned by 45 degrees in the first two dimensions
    const rows = Array.from({ length: 400 }, (_, i) =>
      Float64Array.of((a![i]! + b![i]!) * Math.SQRT1_2 + 7, (a![i]! - b![i]!) * Math.SQRT1_2, c![i]!),
    );
    const { scores, shares } = principalComponents(rows, 3);
    assert.ok(Math.abs(shares[0]! - 9 / 11) < 0.03 && shares[1]! >= shares[2]!);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    const dots = [scores[0]!, scores[1]!].map((one) => one.reduce((sum, value, i) => sum + value * scores[2]![i]!, 0));
    for (const dot of dots) assert.ok(Math.abs(dot) < 1e-6, `${dot}`);
  });
  it('has zeros where rows are alike, or fewer than directions', () => {
    const alike = principalComponents([Float64Array.of(1, 2), Float64Array.of(1, 2)], 2);
    assert.deepEqual(
      [alike.shares, [...alike.scores[0]!]],
      [
        [0, 0],
        [0, 0],
      ],
    );
    const two = principalComponents([Float64Array.of(0), Float64Array.of(2)], 2);
    assert.deepEqual([two.shares[0], [...two.scores[1]!]], [1, [0, 0]]);
    assert.ok(Math.abs(two.scores[0]![1]! - 1) < 1e-12);
  });
});

describe('vectorMap', () => {
  const random = new Random(1);
  const words = Array.from({ length: 120 }, (_, i) => `词${i}`);
  const vectors = new WordVectors({ words, vectors: random.normal(120 * 8), size: 8 });

  it('draws the first hundred words, or those named, the same each time', () => {
    const map = vectorMap(vectors);
    assert.deepEqual(
      map.points.map(({ label }) => label),
      words.slice(0, 100),
    );
    assert.equal(toSvg(map), toSvg(vectorMap(vectors)));
    const some = vectorMap(vectors, { words: ['词7', '词119', '词3'], title: 'Some', caption: 'Three.' });
    assert.deepEqual([some.title, some.caption, some.points.length], ['Some', 'Three.', 3]);
    assert.match(some.x.label, /^first component, [\d.]+ % of the variance$/);
  });
  it('refuses fewer than two words, and unknown ones', () => {
    assert.throws(() => vectorMap(vectors, { words: ['词7'] }), /words must be a list of at least two/);
    assert.throws(() => vectorMap(vectors, { words: ['词7', '词'] }), /Cannot find word/);
  });
});
