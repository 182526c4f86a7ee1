import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { everySequence, markov } from '../../../test/support/markov.ts';
import { type BeamOptions, beamSearch } from './beam-search.ts';
import type { NextTokens } from './next-tokens.ts';
import { sampleTokens } from './sample-tokens.ts';

const cases = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  size: fc.integer({ min: 2, max: 4 }),
  maxLength: fc.integer({ min: 1, max: 4 }),
  ends: fc.boolean(),
  lengthPenalty: fc.constantFrom(0, 0.6, 1),
});
const refuses = (options: Partial<BeamOptions>, message: string): void => {
  const { model, begun } = markov(1, 4);
  assert.throws(() => beamSearch(model, begun, { beamWidth: 2, maxLength: 3, ...options }), {
    name: 'OptionError',
    message: `Cannot search beams: ${message}`,
  });
};

describe('beamSearch', () => {
  it('wide enough, finds every sequence in the order of their scores', () => {
    fc.assert(
      fc.property(cases, ({ seed, size, maxLength, ends, lengthPenalty }) => {
        const chain = markov(seed, size);
        const endId = ends ? size - 1 : undefined;
        const wanted = everySequence(chain, size, maxLength, endId).map((found) => {
          const length = found.ids.length + (found.ended ? 1 : 0);
          return { ...found, score: found.logProbability / ((5 + length) / 6) ** lengthPenalty };
        });
        const options = { beamWidth: size ** maxLength, maxLength, endId, lengthPenalty };
        const found = beamSearch(chain.model, chain.begun, options);
        assert.equal(found.length, wanted.length);
        found.forEach(({ ids, logProbability, score, ended }, i) => {
          const same = wanted.find((other) => other.ended === ended && `${other.ids}` === `${ids}`);
          assert.ok(Math.abs(logProbability - same!.logProbability) < 1e-5);
          assert.ok(Math.abs(score - same!.score) < 1e-5);
          assert.ok(i === 0 || score <= found[i - 1]!.score);
        });
      }),
      { numRuns: 60 },
    );
  });
  it('of any width gives true log-probabilities, best first, each sequence once', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: 6 }),
        ({ seed, size, maxLength, ends, lengthPenalty }, beamWidth) => {
          const chain = markov(seed, size);
          const endId = ends ? 0 : undefined;
          const beams = beamSearch(chain.model, chain.begun, { beamWidth, maxLength, endId, lengthPenalty });
          assert.ok(beams.length >= 1 && beams.length <= beamWidth);
          assert.equal(new Set(beams.map(({ ids, ended }) => `${ids} ${ended}`)).size, beams.length);
          beams.forEach(({ ids, logProbability, score, ended }, i) => {
            const whole = ended ? [...ids, 0] : [...ids];
            const sum = whole.reduce((total, id, at) => total + chain.logProbability(id, whole[at - 1] ?? -1), 0);
            assert.ok(Math.abs(sum - logProbability) < 1e-5);
            assert.ok(i === 0 || score <= beams[i - 1]!.score);
            assert.ok(ended || ids.length === maxLength);
          });
        },
      ),
    );
  });
  it('of width 1 is greedy decoding', () => {
    fc.assert(
      fc.property(cases, ({ seed, size, maxLength, ends }) => {
        const { model, begun } = markov(seed, size);
        const options = { maxLength, endId: ends ? 0 : undefined };
        const [best, ...others] = beamSearch(model, begun, { ...options, beamWidth: 1 });
        assert.equal(others.length, 0);
        assert.deepEqual([...best!.ids], [...sampleTokens(model, begun, { ...options, greedy: true })]);
      }),
    );
  });
  it('feeds all beams in one call, and stops when no better sequence can come', () => {
    const { model, begun, steps } = markov(11, 8);
    beamSearch(model, begun, { beamWidth: 3, maxLength: 5 });
    assert.deepEqual(steps, [3, 3, 3, 3]);
    // the end is nearly certain: two steps until two have ended
    const rows = (n: number): Float32Array => Float32Array.from(Array.from({ length: n }, () => [0, -1, 9]).flat());
    let calls = 0;
    const ending: NextTokens<null> = {
      step(tokens) {
        calls++;
        return { logits: rows(tokens.length), state: null };
      },
      select: () => null,
    };
    const beams = beamSearch(ending, { logits: rows(1), state: null }, { beamWidth: 2, maxLength: 1000, endId: 2 });
    assert.deepEqual(
      beams.map(({ ids }) => [...ids]),
      [[], [0]],
    );
    assert.equal(calls, 1);
  });
  it('goes on for a longer sequence that a penalty may make the best', () => {
    // the end at once has ln 0.4; a token and the certain end after it ln 0.3, divided by 7 / 6
    const table = [[0.3, 0.3, 0.4].map(Math.log), [-Infinity, -Infinity, 0]];
    const model: NextTokens<null> = {
      step: (tokens) => ({ logits: Float32Array.from([...tokens].flatMap(() => table[1]!)), state: null }),
      select: () => null,
    };
    const begun = { logits: Float32Array.from(table[0]!), state: null };
    const best = (lengthPenalty: number): number[] => [
      ...beamSearch(model, begun, { beamWidth: 2, maxLength: 4, endId: 2, lengthPenalty })[0]!.ids,
    ];
    assert.deepEqual(best(0), []);
    assert.deepEqual(best(2), [0]);
  });
  it('leaves banned tokens out, and breaks ties by the lower id', () => {
    const model: NextTokens<null> = {
      step: (tokens) => ({ logits: new Float32Array(4 * tokens.length), state: null }),
      select: () => null,
    };
    const begun = { logits: new Float32Array(4), state: null };
    const beams = beamSearch(model, begun, { beamWidth: 3, maxLength: 2, banned: [0] });
    assert.deepEqual(
      beams.map(({ ids }) => [...ids]),
      [
        [1, 1],
        [1, 2],
        [1, 3],
      ],
    );
    assert.ok(Math.abs(beams[0]!.logProbability - 2 * Math.log(1 / 3)) < 1e-12);
  });
  it('has fewer sequences than its width where there are no more', () => {
    const { model, begun } = markov(3, 2);
    assert.equal(beamSearch(model, begun, { beamWidth: 9, maxLength: 2 }).length, 4);
  });
  it('refuses what is out of range, and what are no logits', () => {
    refuses({ beamWidth: 0 }, 'beamWidth must be a whole number from 1 to 1048576, received 0');
    refuses({ maxLength: 0 }, 'maxLength must be a whole number from 1, received 0');
    refuses({ lengthPenalty: -1 }, 'lengthPenalty must be a finite number from 0, received -1');
    refuses({ endId: 9 }, 'endId must be a whole number from 0 to 3, received 9');
    refuses({ banned: [0, 1, 2, 3] }, 'banned must leave a token, received all of [0, 1, 2, 3]');
    const model: NextTokens<null> = {
      step: (tokens) => ({ logits: new Float32Array(3 * tokens.length).fill(NaN), state: null }),
      select: () => null,
    };
    const begun = { logits: new Float32Array(3), state: null };
    assert.throws(() => beamSearch(model, begun, { beamWidth: 2, maxLength: 2 }), {
      name: 'NumericError',
      message: 'Cannot search beams: logits must be below Infinity, received NaN for id 0',
    });
    assert.throws(
      () => beamSearch(model, { logits: new Float32Array(0), state: null }, { beamWidth: 2, maxLength: 2 }),
      {
        name: 'ShapeError',
        message: 'Cannot search beams: logits must be [1, V] with V from 1, received none',
      },
    );
  });
});
