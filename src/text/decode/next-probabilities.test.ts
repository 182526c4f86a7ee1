import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nextProbabilities } from './next-probabilities.ts';

const logits = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 30 });
const cuts = fc.record(
  {
    temperature: fc.double({ min: 0.05, max: 5, noNaN: true }),
    topK: fc.integer({ min: 1, max: 35 }),
    topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
  },
  { requiredKeys: [] },
);
const refuses = (run: () => unknown, message: string, name = 'OptionError'): void => {
  assert.throws(run, { name, message });
};

/** The definition without the nucleus, by a full sort. */
function sorted(
  values: readonly number[],
  { temperature = 1, topK = Infinity }: { temperature?: number; topK?: number },
): { id: number; probability: number }[] {
  const most = Math.max(...values);
  const order = values.map((value, id) => ({ id, value, weight: Math.exp((value - most) / temperature) }));
  order.sort((a, b) => b.value - a.value || a.id - b.id);
  const first = order.slice(0, Math.min(topK, order.length));
  const total = first.reduce((sum, { weight }) => sum + weight, 0);
  return first.map(({ id, weight }) => ({ id, probability: weight / total }));
}

describe('nextProbabilities', () => {
  it('is temperature, then top-k, then the nucleus, over any logits', () => {
    fc.assert(
      fc.property(logits, cuts, (values, options) => {
        const { ids, probabilities } = nextProbabilities(Float32Array.from(values), options);
        const wanted = sorted(values, options).slice(0, ids.length);
        assert.deepEqual(new Set(ids), new Set(wanted.map(({ id }) => id)));
        const kept = wanted.reduce((sum, { probability }) => sum + probability, 0);
        const { topP = 1 } = options;
        assert.ok(kept > topP - 1e-12);
        if (topP < 1) assert.ok(kept - wanted.at(-1)!.probability < topP + 1e-12);
        const found = new Map(Array.from(ids, (id, i) => [id, probabilities[i] as number]));
        for (const { id, probability } of wanted) assert.ok(Math.abs(found.get(id)! - probability / kept) < 1e-12);
      }),
    );
  });
  it('sums to 1, and keeps no more than topK', () => {
    fc.assert(
      fc.property(logits, cuts, (values, options) => {
        const { ids, probabilities } = nextProbabilities(Float32Array.from(values), options);
        assert.ok(ids.length >= 1 && ids.length <= (options.topK ?? Infinity));
        assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-12);
      }),
    );
  });
  it('cuts the nucleus exactly: half and a quarter are three quarters', () => {
    const values = Float32Array.from([0.125, 0.5, 0.125, 0.25], Math.log2).map((log) => log * Math.LN2);
    const keep = (topP: number): number[] => [...nextProbabilities(values, { topP }).ids];
    assert.deepEqual(keep(0.49), [1]);
    assert.deepEqual(keep(0.51), [1, 3]);
    assert.deepEqual(keep(0.74), [1, 3]);
    assert.deepEqual(keep(0.76), [1, 3, 0]);
    assert.deepEqual(keep(0.99), [1, 3, 0, 2]);
    assert.deepEqual(keep(1), [0, 1, 2, 3]);
  });
  it('takes the nucleus of what top-k left', () => {
    const values = Float32Array.from([0.4, 0.3, 0.2, 0.1], Math.log);
    assert.deepEqual([...nextProbabilities(values, { topK: 2, topP: 0.55 }).ids], [0]); // 0.4 / 0.7 is more than 0.55
    assert.deepEqual([...nextProbabilities(values, { topP: 0.55 }).ids], [0, 1]);
  });
  it('leaves banned and impossible tokens out, and shares what they had', () => {
    const values = Float32Array.of(5, Math.log(1), -Infinity, Math.log(3));
    const { ids, probabilities } = nextProbabilities(values, { banned: [0] });
    assert.deepEqual([...ids], [1, 3]);
    assert.ok(Math.abs((probabilities[1] as number) - 0.75) < 1e-7);
    assert.deepEqual([...nextProbabilities(values, { banned: new Set([0]), topP: 0.9, topK: 4 }).ids], [3, 1]);
  });
  it('takes the lower ids of equal ones', () => {
    assert.deepEqual([...nextProbabilities(new Float32Array(9), { topK: 3 }).ids], [0, 1, 2]);
    assert.deepEqual([...nextProbabilities(new Float32Array(9), { topP: 0.2 }).ids], [0, 1]);
  });
  it('goes to the extremes of temperature', () => {
    const values = Float32Array.of(3, -3e38, 3.1);
    assert.deepEqual([...nextProbabilities(values, { temperature: 1e-300 }).probabilities], [0, 0, 1]);
    const { probabilities } = nextProbabilities(Float32Array.of(3, 1, 2), { temperature: 1e300 });
    assert.deepEqual([...probabilities], [1 / 3, 1 / 3, 1 / 3]);
  });
  it('refuses what is out of range', () => {
    const values = new Float32Array(3);
    const start = 'Cannot find next tokens:';
    refuses(() => nextProbabilities(values, { topK: 0 }), `${start} topK must be a whole number from 1, received 0`);
    refuses(
      () => nextProbabilities(values, { topP: 0 }),
      `${start} topP must be a finite number above 0 and to 1, received 0`,
    );
    refuses(
      () => nextProbabilities(values, { topP: 1.5 }),
      `${start} topP must be a finite number above 0 and to 1, received 1.5`,
    );
    refuses(
      () => nextProbabilities(values, { temperature: -1 }),
      `${start} temperature must be a finite number above 0, received -1`,
    );
    assert.throws(() => nextProbabilities(values, { temperature: 0 }), {
      message: `${start} temperature must be a finite number above 0, received 0`,
      hint: 'The most likely token each time: greedy: true.',
    });
    refuses(
      () => nextProbabilities(values, { banned: [3] }),
      `${start} banned must be a whole number from 0 to 2, received 3`,
    );
    refuses(
      () => nextProbabilities(values, { banned: [0, 1, 2] }),
      `${start} banned must leave a token, received all of [0, 1, 2]`,
    );
  });
  it('refuses logits that are none', () => {
    const start = 'Cannot find next tokens:';
    const impossible = Float32Array.of(-Infinity, -Infinity);
    refuses(
      () => nextProbabilities(new Float32Array(0)),
      `${start} logits must be [1, V] with V from 1, received none`,
      'ShapeError',
    );
    refuses(
      () => nextProbabilities(Float32Array.of(1, NaN)),
      `${start} logits must be below Infinity, received NaN for id 1`,
      'NumericError',
    );
    refuses(
      () => nextProbabilities(Float32Array.of(Infinity)),
      `${start} logits must be below Infinity, received Infinity for id 0`,
      'NumericError',
    );
    refuses(
      () => nextProbabilities(impossible),
      `${start} a logit must be above -Infinity, received 2 that are not`,
      'NumericError',
    );
    refuses(
      () => nextProbabilities(Float32Array.of(0, -Infinity), { banned: [0] }),
      `${start} a token that is not banned must be possible, received none`,
      'NumericError',
    );
  });
});
