// Ten steps of whole models from given weights against Keras and PyTorch: losses to 1e-4 relative.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigEntry } from '../../src/config.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import { lossFromConfig } from '../../src/losses/index.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { optimizerFromConfig } from '../../src/optimizers/index.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  name: string;
  layers: ConfigEntry[];
  loss: ConfigEntry;
  optimizer: ConfigEntry;
  input: GoldenTensor;
  target: GoldenTensor;
  initialWeights: GoldenTensor[];
  losses: number[];
  finalWeights: GoldenTensor[];
  prediction: GoldenTensor;
};

for (const [tool, file] of [
  ['Keras', 'train-keras'],
  ['Keras on images', 'train-images-keras'],
  ['PyTorch', 'train-torch'],
] as const) {
  describe(`ten training steps follow ${tool}`, () => {
    for (const golden of loadGolden<Case>(file).cases) {
      it(golden.name, () => {
        const model = new Sequential(golden.layers.map(layerFromConfig));
        model.build([null, ...golden.input.shape.slice(1)]);
        model.setWeights(golden.initialWeights.map(toTensor));
        model.compile({ loss: lossFromConfig(golden.loss), optimizer: optimizerFromConfig(golden.optimizer) });
        const [input, target] = [toTensor(golden.input), toTensor(golden.target)];
        const losses = golden.losses.map(() => model.trainOnBatch(input, target).loss as number);
        assert.equal(losses.length, 10);
        assertClose(losses, golden.losses, 1e-4, 'losses');
        model.getWeights().forEach((weight, i) => {
          assertClose(weight.data, golden.finalWeights[i]?.data ?? [], 1e-4, `weight ${i}`, 0.1);
        });
        assertClose(model.predict(input).data, golden.prediction.data, 1e-4, 'prediction');
      });
    }
  });
}
