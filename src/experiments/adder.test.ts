import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../random.ts';
import { adder, adderModel } from './adder.ts';
import { adderBatches, adderSamples, allPairs, countRight, numberOf, PAIRS } from './adder-data.ts';

describe('adderSamples', () => {
  it('writes pairs and sums bit by bit, least significant first', () => {
    const { input, target } = adderSamples([3], [5]);
    assert.deepEqual(input.toArray(), [
      [
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ]);
    assert.deepEqual([...target.data], [0, 0, 0, 1, 0, 0, 0, 0]);
    assert.equal(numberOf(target.data), 8);
  });

  it('of all pairs holds each sum once', () => {
    const { input, target } = allPairs();
    assert.deepEqual(
      [input.shape, target.shape],
      [
        [PAIRS, 8, 2],
        [PAIRS, 8, 1],
      ],
    );
    for (const [i, a, b] of [
      [0, 0, 0],
      [129, 1, 1],
      [16383, 127, 127],
    ] as const) {
      assert.equal(numberOf(target.data, 8 * i), a + b);
    }
    assert.equal(countRight(target.data, target.data), PAIRS);
    assert.equal(
      countRight(
        target.data.map((bit) => bit * 0.4),
        target.data,
      ),
      1,
    );
  });

  it('in batches are the same for the same key', () => {
    const first = (key: number) => adderBatches(4, new Random(key)).next().value.input.data;
    assert.deepEqual(first(1), first(1));
    assert.notDeepEqual(first(1), first(2));
  });
});

describe('adder', () => {
  it('learns all 16,384 sums with the default preset and answers them', async () => {
    const { score, summary, dialogue, steps } = await adder.run({ preset: 'default', seed: 1 }, { callbacks: [] });
    assert.deepEqual(score, { exactShare: 1, of: PAIRS });
    assert.match(summary.join('\n'), /^All 16,384 sums are right after \d+ steps in \d+\.\d s of training\.$/);
    assert.ok(steps < 2000 && steps % 10 === 0);
    assert.deepEqual(dialogue?.reply([64, 27]), ['  01000000   64', '+ 00011011   27', '= 01011011   91   right']);
  });

  it('takes the steps it is given and says how far they got', async () => {
    const { score, steps, summary, dialogue } = await adder.run(
      { preset: 'published', seed: 1, steps: 15 },
      { callbacks: [] },
    );
    assert.equal(steps, 15);
    assert.deepEqual(Object.keys(score), Object.keys(adder.published?.score ?? {}));
    assert.match(summary[0] as string, /^\d+ of 16,384 sums are right \(\d\.\d\d %\) after 15 steps/);
    assert.match(dialogue?.reply([127, 127])[2] as string, /wrong: it is 254$/);
  });

  it('stops where its signal is aborted', async () => {
    const { steps } = await adder.run({ preset: 'default', seed: 1 }, { callbacks: [], signal: AbortSignal.abort() });
    assert.equal(steps, 0);
  });

  it('has the network of the source', () => {
    assert.equal(adderModel('default', 1).countParams(), 5141);
    const published = adderModel('published', 1);
    assert.deepEqual(
      published.layers.map(({ className }) => className),
      ['LSTM', 'Dropout', 'LSTM', 'Dropout', 'Dense'],
    );
    assert.equal(published.countParams(), 5140);
  });

  it('reads whole numbers from 0 to 127 and nothing else', async () => {
    const { dialogue } = await adder.run({ preset: 'default', seed: 1, steps: 1 }, { callbacks: [] });
    assert.deepEqual(
      [' 12 ', '0', '127'].map((answer) => dialogue?.read(answer)),
      [12, 0, 127],
    );
    for (const answer of ['128', '-1', '1.5', 'ten', '', '1e2']) {
      assert.throws(() => dialogue?.read(answer), {
        name: 'OptionError',
        message: `Cannot add: number must be a whole number from 0 to 127, received '${answer}'`,
      });
    }
  });
});
