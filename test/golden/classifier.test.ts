// Classifiers of padded texts against Keras: predictions before training, losses of steps on batches of other lengths, weights
// after them; and the baseline's logistic regression against PyTorch's minimum.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigEntry } from '../../src/config.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../src/losses/index.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { optimizerFromConfig } from '../../src/optimizers/index.ts';
import { fitLogistic } from '../../src/tasks/logistic-regression.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type TrainCase = {
  name: string;
  layers: ConfigEntry[];
  optimizer: ConfigEntry;
  inputs: GoldenTensor[];
  targets: GoldenTensor[];
  initialWeights: GoldenTensor[];
  predictions: GoldenTensor;
  losses: number[];
  finalWeights: GoldenTensor[];
};

describe('a classifier of padded texts follows Keras', () => {
  for (const golden of loadGolden<TrainCase>('classifier-keras').cases) {
    it(golden.name, () => {
      const ids = golden.inputs.map(({ data, shape }) => tensor(Int32Array.from(data), shape));
      const layers = golden.layers.map(({ className, config }) => {
        const own = className === 'Embedding' ? { ...config, sparseGradient: false } : config;
        return layerFromConfig({ className, config: own });
      });
      const model = new Sequential(layers);
      model.build([null, null]);
      model.setWeights(golden.initialWeights.map(toTensor));
      assertClose(model.predict(ids[0]!).data, golden.predictions.data, 1e-5, 'predictions');
      const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
      model.compile({ loss, optimizer: optimizerFromConfig(golden.optimizer) });
      const losses = ids.map((input, i) => {
        const { data, shape } = golden.targets[i] as GoldenTensor;
        return model.trainOnBatch(input, tensor(Int32Array.from(data), shape)).loss as number;
      });
      assert.equal(losses.length, 4);
      assertClose(losses, golden.losses, 1e-4, 'losses');
      model.getWeights().forEach((weight, i) => {
        assertClose(weight.data, golden.finalWeights[i]?.data ?? [], 1e-4, `weight ${i}`, 0.1);
      });
    });
  }
});

type LogisticCase = { c: number; counts: GoldenTensor; labels: number[]; weights: GoldenTensor; bias: GoldenTensor };

describe('fitLogistic finds the minimum that PyTorch finds', () => {
  for (const { c, counts, labels, weights, bias } of loadGolden<LogisticCase>('logistic-torch').cases) {
    const [rows, width] = counts.shape as readonly [number, number];
    const [classes] = bias.shape as readonly [number];
    it(`${classes} classes, C ${c}`, () => {
      const all = Array.from({ length: rows * width }, (_, i) => i);
      const matrix = {
        starts: Int32Array.from({ length: rows + 1 }, (_, n) => n * width),
        features: Int32Array.from(all, (i) => i % width),
        values: Float64Array.from(counts.data),
        width,
      };
      const found = fitLogistic(matrix, labels, { classes, c, tolerance: 1e-9 });
      assertClose(found.weights, weights.data, 1e-6, 'weights');
      const mean = found.bias.reduce((sum, each) => sum + each / classes, 0);
      assertClose(
        found.bias.map((each) => each - mean),
        bias.data,
        1e-6,
        'bias',
      );
    });
  }
});
