// LSTM, fused and as a loop, against Keras and PyTorch: outputs to 1e-5, every gradient to 1e-4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LSTM, type LstmOptions } from '../../src/layers/lstm.ts';
import { assertClose } from '../support/close.ts';
import { type LayerRun, runLayers } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Weights = { kernel: GoldenTensor; recurrentKernel: GoldenTensor; bias?: GoldenTensor };
type KerasCase = {
  name: string;
  config: LstmOptions;
  input: GoldenTensor;
  weights: Weights;
  outputs: GoldenTensor[];
  cotangents: GoldenTensor[];
  gradients: Weights & { input: GoldenTensor };
};
type TorchCase = {
  name: string;
  units: number;
  returnSequences: boolean;
  input: GoldenTensor;
  weights: Weights[];
  outputs: GoldenTensor[];
  cotangents: GoldenTensor[];
  gradients: { input: GoldenTensor; weights: Weights[] };
};

const inOrder = ({ kernel, recurrentKernel, bias }: Weights): GoldenTensor[] =>
  bias ? [kernel, recurrentKernel, bias] : [kernel, recurrentKernel];

function compare(run: LayerRun, outputs: readonly GoldenTensor[], gradients: readonly GoldenTensor[]): void {
  assert.equal(run.outputs.length, outputs.length);
  outputs.forEach(({ data }, i) => {
    assertClose(run.outputs[i] ?? [], data, 1e-5, `output ${i}`);
  });
  assert.equal(run.gradients.length, gradients.length);
  gradients.forEach(({ data }, i) => {
    assertClose(run.gradients[i] ?? [], data, 1e-4, `gradient ${i}`);
  });
}

describe('LSTM gives the numbers of Keras', () => {
  for (const { name, config, input, weights, outputs, cotangents, gradients } of loadGolden<KerasCase>('lstm-keras')
    .cases) {
    it(name, () => {
      const layer = new LSTM(config);
      const fused = config.activation === 'tanh' && config.recurrentActivation?.endsWith('igmoid') === true;
      assert.equal(layer.path, fused ? 'fused' : 'cell loop');
      compare(runLayers([layer], [inOrder(weights)], input, cotangents), outputs, [
        gradients.input,
        ...inOrder(gradients),
      ]);
    });
  }
});

describe('LSTM gives the numbers of PyTorch', () => {
  for (const golden of loadGolden<TorchCase>('lstm-torch').cases) {
    const { name, units, returnSequences, input, weights, outputs, cotangents, gradients } = golden;
    it(name, () => {
      const layers = weights.map((_, i) => {
        const last = i === weights.length - 1;
        return new LSTM({ units, returnSequences: returnSequences || !last, returnState: last });
      });
      const run = runLayers(layers, weights.map(inOrder), input, cotangents);
      compare(run, outputs, [gradients.input, ...gradients.weights.flatMap(inOrder)]);
    });
  }
});
