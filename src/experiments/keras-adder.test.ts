import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PresetName } from './experiment.ts';
import { kerasAdder, kerasAdderModel, trainKerasAdder } from './keras-adder.ts';
import { everyPair, exactAnswers, PAIRS, pairSamples } from './keras-adder-data.ts';

describe('pairSamples', () => {
  it('writes one number after the other and their sum, most significant bit first', () => {
    const { input, target } = pairSamples([3], [254]);
    assert.deepEqual(input.shape, [1, 16, 1]);
    assert.deepEqual([...input.data], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    assert.deepEqual([...target.data], [1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
  it('of every pair holds each sum once, and counts those that are right', () => {
    const { input, target } = everyPair();
    assert.deepEqual(
      [input.shape, target.shape],
      [
        [PAIRS, 16, 1],
        [PAIRS, 9],
      ],
    );
    assert.equal(exactAnswers(target.data, target.data), 65_536);
    assert.equal(exactAnswers(new Float32Array(target.size), target.data), 1);
  });
});

describe('keras-adder', () => {
  it('has the network of the source', () => {
    const model = kerasAdderModel('published', 1);
    assert.deepEqual(
      model.layers.map((layer) => [layer.className, layer.countParams()]),
      [
        ['LSTM', 264_192],
        ['Dropout', 0],
        ['Dense', 2313],
      ],
    );
  });
  for (const preset of ['default', 'published'] as const satisfies readonly PresetName[]) {
    it(`trains with preset ${preset}, the same for the same seed`, async () => {
      const losses = await Promise.all(
        [0, 1].map(async () => {
          const seen: number[] = [];
          const listener = { onBatchEnd: (_: number, { loss = NaN }) => void seen.push(loss) };
          const { steps } = await trainKerasAdder({ preset, seed: 1, steps: 2 }, { callbacks: [listener] });
          assert.equal(steps, 2);
          return seen;
        }),
      );
      assert.equal(losses[0]?.length, 2);
      assert.deepEqual(losses[0], losses[1]);
    });
  }
  it('counts every pair and says how far it got', async () => {
    const { score, summary, steps } = await kerasAdder.run({ preset: 'default', seed: 1, steps: 2 }, { callbacks: [] });
    assert.equal(steps, 2);
    assert.deepEqual(Object.keys(score), ['accuracy', 'exactShare', 'of']);
    assert.equal(score.of, PAIRS);
    assert.match(summary[0] as string, /^[\d,]+ of 65,536 sums are right after 2 steps in \d+\.\d s of training\.$/);
  });
});
