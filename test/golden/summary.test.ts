// summary() prints what Keras prints in 80 columns, letter by letter, and then the path of the recurrent layers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dense } from '../../src/layers/dense.ts';
import { Dropout } from '../../src/layers/dropout.ts';
import { Input } from '../../src/layers/input.ts';
import type { Layer } from '../../src/layers/layer.ts';
import { LSTM } from '../../src/layers/lstm.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { loadGolden } from './load.ts';

type Case = { model: 'adder' | 'keras-adder'; state: string; columns: number; text: string };

const models = {
  adder: {
    input: [8, 2],
    output: [8, 1],
    layers: (): Layer[] => [
      new LSTM({ units: 20, returnSequences: true }),
      new LSTM({ units: 20, returnSequences: true }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
  },
  'keras-adder': {
    input: [16, 1],
    output: [9],
    layers: (): Layer[] => [
      new LSTM({ units: 256 }),
      new Dropout({ rate: 0.2 }),
      new Dense({ units: 9, activation: 'relu' }),
    ],
  },
} as const;

function modelIn(name: keyof typeof models, state: string): Sequential {
  const { input, output, layers } = models[name];
  const known = state !== 'input unknown' && state !== 'built';
  const model = new Sequential(known ? [Input({ shape: input }), ...layers()] : layers());
  if (state === 'built') model.build([null, ...input]);
  if (state === 'compiled') model.compile({ loss: 'mse' });
  const optimizer = state === 'training with Adam' ? 'adam' : state === 'training with SGD' ? 'sgd' : undefined;
  if (optimizer) {
    model.compile({ optimizer, loss: 'mse' });
    const zeros = (shape: readonly number[]) =>
      tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), [1, ...shape]);
    model.trainOnBatch(zeros(input), zeros(output));
  }
  return model;
}

describe('summary() prints what Keras prints', () => {
  for (const { model, state, columns, text } of loadGolden<Case>('summary-keras').cases) {
    if (columns !== 80) continue; // we print one width
    const path = model === 'adder' ? 'lstm fused, lstm_1 fused' : 'lstm fused';
    const wanted = `${text.trimEnd()}\n Recurrent path: ${path}`;
    it(`${model}, ${state}`, () => assert.equal(modelIn(model, state).summary(), wanted));
  }
});
