// An encoder-decoder with attention, trained by teacher forcing, turns sequences of digits around.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Adam,
  Attention,
  Concatenate,
  Dense,
  Embedding,
  Input,
  LSTM,
  Model,
  Random,
  type SymbolicTensor,
  tensor,
} from '../../src/index.ts';
import { loadModel, modelBytes } from '../../src/interop/io.ts';

const DIGITS = 5;
const LENGTH = 4;
const START = DIGITS;

function encoderDecoder() {
  const source = Input({ shape: [null], dtype: 'int32', name: 'source' });
  const before = Input({ shape: [null], dtype: 'int32', name: 'before' });
  const embedding = new Embedding({ inputDim: DIGITS + 1, outputDim: 8 }); // both sides share it
  const units = { units: 24, returnSequences: true };
  const encoder = new LSTM({ ...units, returnState: true, name: 'encoder' });
  const [encoded, h, c] = encoder.apply<[SymbolicTensor, SymbolicTensor, SymbolicTensor]>(embedding.apply(source));
  const decoder = new LSTM({ ...units, name: 'decoder' });
  const decoded = decoder.apply(embedding.apply(before), { initialState: [h, c] });
  const looked = new Attention().apply([decoded, encoded]);
  const answer = new Dense({ units: DIGITS, activation: 'softmax', name: 'answer' });
  const outputs = answer.apply(new Concatenate().apply([decoded, looked]));
  return new Model({ inputs: [source, before], outputs, name: 'reverser', seed: 3 });
}

/** Sequences, what the decoder has said before each step, and what it should say. */
function samples(count: number, seed: number) {
  const source = new Random(seed).integers(count * LENGTH, 0, DIGITS);
  const target = source.map((_, i) => source[i - (i % LENGTH) + (LENGTH - 1 - (i % LENGTH))] as number);
  const before = target.map((_, i) => (i % LENGTH === 0 ? START : (target[i - 1] as number)));
  const shaped = (values: ArrayLike<number>) => tensor(Int32Array.from(values), [count, LENGTH]);
  return { source: shaped(source), before: shaped(before), target: shaped(target) };
}

describe('an encoder-decoder with attention', () => {
  it('learns to reverse digits, says them one by one, and comes back from a file', async () => {
    const model = encoderDecoder();
    model.compile({
      optimizer: new Adam({ learningRate: 0.01 }),
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    const { source, before, target } = samples(600, 1);
    await model.fit({ source, before }, target, { epochs: 25, batchSize: 50 });
    const held = samples(40, 2);
    const { accuracy } = await model.evaluate([held.source, held.before], held.target);
    assert.ok((accuracy as number) > 0.95, `accuracy ${accuracy}`);

    const again = await loadModel<typeof model>(modelBytes(model));
    const said = new Int32Array(40 * LENGTH).fill(START); // greedy: each answer is what comes before the next one
    for (let step = 0; step < LENGTH; step++) {
      const scores = again.predict([held.source, tensor(said, [40, LENGTH])]).data;
      for (let b = 0; b < 40; b++) {
        const at = (b * LENGTH + step) * DIGITS;
        const row = Array.from(scores.subarray(at, at + DIGITS));
        const digit = row.indexOf(Math.max(...row));
        if (step + 1 < LENGTH) said[b * LENGTH + step + 1] = digit;
        else assert.ok(digit >= 0);
      }
    }
    const right = held.before.data.filter((digit, i) => digit === said[i]).length;
    assert.ok(right > 0.9 * said.length, `${right} of ${said.length} digits`);
  });
});
