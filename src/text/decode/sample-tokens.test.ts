import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markov } from '../../../test/support/markov.ts';
import { Random } from '../../random.ts';
import type { NextTokens } from './next-tokens.ts';
import { type SampleOptions, sampleTokens } from './sample-tokens.ts';

const refuses = (options: SampleOptions, message: string): void => {
  const { model, begun } = markov(1, 4);
  assert.throws(() => sampleTokens(model, begun, options), {
    name: 'OptionError',
    message: `Cannot sample tokens: ${message}`,
  });
};

/** Σ (seen − expected)² / expected, over tokens that are expected 5 times or more. */
function chiSquare(seen: readonly number[], probabilities: readonly number[]): { value: number; freedom: number } {
  const n = seen.reduce((a, b) => a + b);
  const terms = seen.flatMap((count, id) => {
    const expected = n * (probabilities[id] as number);
    return expected < 5 ? [] : [(count - expected) ** 2 / expected];
  });
  return { value: terms.reduce((a, b) => a + b, 0), freedom: terms.length - 1 };
}

describe('sampleTokens', () => {
  it('draws as often as the model says, at other temperatures too', () => {
    for (const temperature of [0.5, 1, 2]) {
      const size = 6;
      const { model, begun, logProbability } = markov(2, size, 1);
      const pairs = Array.from({ length: size }, () => new Array<number>(size).fill(0));
      let before = -1;
      const random = new Random(3);
      for (const id of sampleTokens(model, begun, { random, temperature, maxLength: 12_000 })) {
        if (before >= 0) pairs[before]![id]!++;
        before = id;
      }
      pairs.forEach((seen, row) => {
        const weights = seen.map((_, id) => Math.exp(logProbability(id, row) / temperature));
        const total = weights.reduce((a, b) => a + b);
        const { value, freedom } = chiSquare(
          seen,
          weights.map((weight) => weight / total),
        );
        assert.ok(value < freedom + 4 * Math.sqrt(2 * freedom), `after ${row}: ${value} with ${freedom}`);
      });
    }
  });
  it('draws nothing outside of the nucleus, and what is inside as often as it should', () => {
    const model: NextTokens<null> = { step: () => begun, select: () => null };
    const begun = { logits: Float32Array.from([0.1, 0.4, 0.2, 0.3], Math.log), state: null };
    const seen = [0, 0, 0, 0];
    for (const id of sampleTokens(model, begun, { topP: 0.65, maxLength: 10_000 })) seen[id]!++;
    assert.deepEqual([seen[0], seen[2]], [0, 0]);
    assert.ok(chiSquare(seen, [0, 4 / 7, 0, 3 / 7]).value < 10);
  });
  it('is greedy where asked, the lower id of equal ones', () => {
    const { model, begun, logProbability } = markov(4, 5);
    const ids = [...sampleTokens(model, begun, { greedy: true, maxLength: 6 })];
    ids.forEach((id, i) => {
      const row = [0, 1, 2, 3, 4].map((next) => logProbability(next, ids[i - 1] ?? -1));
      assert.equal(id, row.indexOf(Math.max(...row)));
    });
    const flat: NextTokens<null> = { step: () => level, select: () => null };
    const level = { logits: new Float32Array(3), state: null };
    assert.deepEqual([...sampleTokens(flat, level, { greedy: true, maxLength: 2, banned: [0] })], [1, 1]);
  });
  it('gives the same tokens for the same seed, others for another, and goes on from the stream', () => {
    const { model, begun } = markov(5, 9);
    const draw = (random: Random): number[] => [...sampleTokens(model, begun, { random, maxLength: 30 })];
    const random = new Random(7);
    const first = draw(random);
    assert.deepEqual(draw(new Random(7)), first);
    assert.notDeepEqual(draw(random), first);
    assert.equal(random.state.counter, 120);
    assert.deepEqual([...sampleTokens(model, begun, { maxLength: 30 })], draw(new Random(0)));
  });
  it('feeds a token when the next one is asked for, and none after the last', () => {
    const { model, begun, steps } = markov(6, 4);
    const text = sampleTokens(model, begun, {});
    for (const asked of [1, 2, 3]) {
      assert.equal(text.next().done, false);
      assert.equal(steps.length, asked - 1);
    }
    assert.equal([...sampleTokens(model, begun, { maxLength: 5 })].length, 5);
    assert.equal(steps.length, 2 + 4);
    assert.deepEqual([...sampleTokens(model, begun, { maxLength: 0 })], []);
  });
  it('stops at the end, which it does not give', () => {
    const { model, begun } = markov(8, 3, 0.5);
    const all = [...sampleTokens(model, begun, { maxLength: 40 })];
    const end = all.findIndex((id) => id !== all[0]);
    assert.ok(end > 0);
    assert.deepEqual([...sampleTokens(model, begun, { maxLength: 40, endId: all[end] })], all.slice(0, end));
  });
  it('gives its model the states back as they came', () => {
    const { model, begun } = markov(9, 4);
    const fed: string[] = [];
    const watched: typeof model = {
      ...model,
      step(tokens, state) {
        const next = model.step(tokens, state);
        fed.push(next.state[0] as string);
        return next;
      },
    };
    const ids = [...sampleTokens(watched, begun, { maxLength: 4 })];
    assert.deepEqual(
      fed,
      [1, 2, 3].map((n) => `${ids.slice(0, n).join(' ')} `),
    );
  });
  it('refuses options before anything is asked for', () => {
    refuses({ temperature: 0 }, 'temperature must be a finite number above 0, received 0');
    refuses({ topK: 0 }, 'topK must be a whole number from 1, received 0');
    refuses({ topP: 2 }, 'topP must be a finite number above 0 and to 1, received 2');
    refuses({ greedy: true, topK: 3 }, 'greedy must come without topK, received 3');
    refuses({ maxLength: -1 }, 'maxLength must be a whole number from 0, received -1');
    refuses({ endId: 4 }, 'endId must be a whole number from 0 to 3, received 4');
    refuses({ endId: 2, banned: [2] }, 'endId must not be among banned, received 2');
    refuses({ random: 3 as never }, 'random must be a Random, received 3');
    refuses({ greedy: 1 as never }, 'greedy must be true or false, received 1');
    refuses(
      { topk: 3 } as never,
      "options must be among temperature, topK, topP, banned, greedy, random, maxLength, endId, received 'topk'",
    );
  });
  it('refuses what a model gives that are no logits', () => {
    const begun = { logits: new Float32Array(3), state: null };
    const giving = (logits: Float32Array): NextTokens<null> => ({
      step: () => ({ logits, state: null }),
      select: () => null,
    });
    assert.throws(() => [...sampleTokens(giving(Float32Array.of(0, NaN, 0)), begun, { maxLength: 2 })], {
      name: 'NumericError',
      message: 'Cannot sample tokens: logits must be below Infinity, received NaN for id 1',
    });
    assert.throws(() => [...sampleTokens(giving(new Float32Array(2)), begun, { maxLength: 2 })], {
      name: 'ShapeError',
      message: 'Cannot sample tokens: logits must be [1, 3], 3 numbers, received 2',
    });
  });
});
