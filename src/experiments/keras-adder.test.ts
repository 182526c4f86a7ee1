import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadModel } from '../interop/io.ts';
import { Random } from '../random.ts';
import type { PresetName } from './experiment.ts';
import { kerasAdder, kerasAdderModel, saveAndEvaluate, trainKerasAdder } from './keras-adder.ts';
import { everyPair, PAIRS, pairSamples, randomPairs, rightAnswers } from './keras-adder-data.ts';

describe('pairSamples', () => {
  it('writes one number after the other and their sum, most significant bit first', () => {
    const { input, target } = pairSamples([3], [254], 'msb');
    assert.deepEqual(input.shape, [1, 16, 1]);
    assert.deepEqual([...input.data], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    assert.deepEqual([...target.data], [1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
  it('or least significant bit first', () => {
    const { input, target } = pairSamples([3], [254], 'lsb');
    assert.deepEqual([...input.data], [1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual([...target.data], [1, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual([...pairSamples([1], [1], 'lsb').target.data], [0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });
  it('of every pair holds each sum once, and counts those that are right', () => {
    for (const order of ['msb', 'lsb'] as const) {
      const { input, target } = everyPair(order);
      assert.deepEqual(
        [input.shape, target.shape],
        [
          [PAIRS, 16, 1],
          [PAIRS, 9],
        ],
      );
      assert.deepEqual(rightAnswers(target.data, target.data), { exact: PAIRS, byBit: new Array(9).fill(PAIRS) });
      const { exact, byBit } = rightAnswers(new Float32Array(target.size), target.data);
      // all bits of 0 + 0; half of the lowest bits; the sums below 256
      assert.deepEqual(
        [exact, byBit.at(order === 'msb' ? -1 : 0), byBit.at(order === 'msb' ? 0 : -1)],
        [1, 32768, 32896],
      );
    }
  });
});

describe('keras-adder', () => {
  it('has the network of the source and tells it as Keras does', async () => {
    const told: string[] = [];
    const tell = (sentence: string): void => void told.push(sentence);
    const { model } = await trainKerasAdder({ preset: 'published', seed: 1, steps: 1 }, { callbacks: [], tell });
    assert.deepEqual(
      model.layers.map((layer) => [layer.className, layer.countParams()]),
      [
        ['LSTM', 264_192],
        ['Dropout', 0],
        ['Dense', 2313],
      ],
    );
    assert.equal(told[0], 'Model: "keras_adder"');
    assert.ok(told.includes('│ lstm (LSTM)                     │ (None, 256)            │       264,192 │'));
    assert.ok(told.includes('│ dense (Dense)                   │ (None, 9)              │         2,313 │'));
    assert.equal(told.at(-1), ' Recurrent path: lstm fused');
  });
  it('reads from the least significant bit on in the default preset', () => {
    const backwards = (order: 'msb' | 'lsb') =>
      kerasAdderModel({ preset: 'default', seed: 1, order }).layers.map((layer) => layer.config().goBackwards);
    assert.deepEqual(backwards('msb'), [true, false, undefined]);
    assert.deepEqual(backwards('lsb'), [false, false, undefined]);
  });
  for (const preset of ['default', 'published'] as const satisfies readonly PresetName[]) {
    it(`trains with preset ${preset}, the same for the same seed and not for the other order`, async () => {
      const losses = await Promise.all(
        ['msb', 'msb', 'lsb'].map(async (order) => {
          const seen: number[] = [];
          const listener = { onBatchEnd: (_: number, { loss = NaN }) => void seen.push(loss) };
          const request = { preset, seed: 1, steps: 2, chosen: { order } };
          const { steps } = await trainKerasAdder(request, { callbacks: [listener] });
          assert.equal(steps, 2);
          return seen;
        }),
      );
      assert.equal(losses[0]?.length, 2);
      assert.deepEqual(losses[0], losses[1]);
      assert.notDeepEqual(losses[0], losses[2]);
    });
    it(`evaluates the file that preset ${preset} saves`, async () => {
      const samples = randomPairs(100, new Random(3), 'msb');
      const { model } = await trainKerasAdder({ preset, seed: 1, steps: 1 }, { callbacks: [] });
      const { file, accuracy } = await saveAndEvaluate(model, samples);
      const again = await loadModel(file);
      assert.deepEqual(
        again.layers.map((layer) => layer.config()),
        model.layers.map((layer) => layer.config()),
      );
      const predicted = model.predict(samples.input).data;
      assert.deepEqual(again.predict(samples.input).data, predicted);
      const errors = [...predicted].map((y, i) => (y - (samples.target.data[i] as number)) ** 2);
      const mean = errors.reduce((sum, error) => sum + error) / errors.length;
      assert.ok(Math.abs(accuracy - 100 * (1 - mean)) < 1e-4);
    });
  }
  it('counts every pair and says how far it got', async () => {
    const { score, summary, steps, figures, files } = await kerasAdder.run(
      { preset: 'default', seed: 1, steps: 2 },
      { callbacks: [] },
    );
    assert.equal(steps, 2);
    assert.deepEqual(Object.keys(score), ['accuracy', 'exactShare', 'of']);
    assert.equal(score.of, PAIRS);
    assert.match(summary[0] as string, /^[\d,]+ of 65,536 sums are right after 2 steps in \d+\.\d s of training\.$/);
    assert.deepEqual(Object.keys(files ?? {}), ['LSTM_Operation.h5']);
    const bits = figures?.bits;
    assert.ok(bits?.kind === 'bars');
    assert.deepEqual(bits.labels, ['256', '128', '64', '32', '16', '8', '4', '2', '1']);
    assert.ok(bits.values.every((share) => share > 0 && share < 1));
  });
  it('takes no other order', async () => {
    const request = { preset: 'default', seed: 1, steps: 1, chosen: { order: 'middle' } } as const;
    await assert.rejects(trainKerasAdder(request, { callbacks: [] }), {
      name: 'OptionError',
      message: "Cannot run keras-adder: order must be one of msb, lsb, received 'middle'",
    });
  });
});
