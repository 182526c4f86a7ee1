import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Embedding } from '../layers/embedding.ts';
import { Flatten } from '../layers/flatten.ts';
import { GRU } from '../layers/gru.ts';
import type { Layer } from '../layers/layer.ts';
import { LSTM } from '../layers/lstm.ts';
import { Masking } from '../layers/masking.ts';
import { MaxPooling2D } from '../layers/max-pooling2d.ts';
import { Sequential } from '../models/sequential.ts';
import { Random } from '../random.ts';
import { memory } from '../tensor/scope.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { tensor } from '../tensor/tensor.ts';

const cases: Readonly<Record<string, { input: Shape; ids?: number; layers: () => Layer[] }>> = {
  'a masked LSTM with dropout': {
    input: [4, 6, 3],
    layers: () => [
      new Masking(),
      new LSTM({ units: 5, dropout: 0.3, recurrentDropout: 0.2, returnSequences: true }),
      new LSTM({ units: 5 }),
      new Dropout({ rate: 0.5 }),
      new Dense({ units: 1 }),
    ],
  },
  'a GRU': { input: [4, 6, 3], layers: () => [new GRU({ units: 5 }), new Dense({ units: 1 })] },
  convolutions: {
    input: [4, 8, 8, 2],
    layers: () => [
      new Conv2D({ filters: 3, kernelSize: 3, activation: 'relu' }),
      new MaxPooling2D(),
      new Flatten(),
      new Dense({ units: 1 }),
    ],
  },
  'an embedding': {
    input: [4, 6],
    ids: 50,
    layers: () => [
      new Embedding({ inputDim: 50, outputDim: 4, maskZero: true }),
      new LSTM({ units: 5 }),
      new Dense({ units: 1 }),
    ],
  },
};

/** What the engine holds and has ever held. */
function held(): readonly number[] {
  const { variables, tensors, peak, reserved, scopes } = memory();
  return [variables, tensors, peak, reserved, scopes];
}

describe('in steady state', () => {
  for (const [name, { input, ids, layers }] of Object.entries(cases)) {
    it(`${name} takes no memory in 2,000 steps`, () => {
      const random = new Random(1);
      const model = new Sequential(layers(), { seed: 1 });
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mae'] });
      const y = tensor(random.uniform(4), [4, 1]);
      const step = (): void => {
        const values = ids === undefined ? random.uniform(sizeOf(input)) : random.integers(sizeOf(input), 0, ids);
        model.trainOnBatch(tensor(values, input), y);
      };
      for (let i = 0; i < 10; i++) step();
      const before = held();
      for (let i = 0; i < 2000; i++) step();
      assert.deepEqual(held(), before);
    });
  }

  it('a stream takes no memory in 2,000 steps', () => {
    const model = new Sequential([new LSTM({ units: 16 }), new Dense({ units: 2 })], { seed: 1 });
    const x = tensor([[1, 2, 3]]);
    const out = new Float32Array(2);
    for (let i = 0; i < 10; i++) model.predictStep(x, { out });
    const before = held();
    for (let i = 0; i < 2000; i++) model.predictStep(x, { out });
    assert.deepEqual(held(), before);
  });
});
