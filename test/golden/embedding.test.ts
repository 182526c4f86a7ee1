// Embedding against Keras: output, mask, gradient of the table, and six steps on other ids each, by rows and as a whole.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import type { ConfigEntry } from '../../src/config.ts';
import { Embedding, type EmbeddingOptions } from '../../src/layers/embedding.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { lossFromConfig } from '../../src/losses/index.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { optimizerFromConfig } from '../../src/optimizers/index.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import type { Variable } from '../../src/tensor/variable.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type LayerCase = {
  layer: { className: 'Embedding'; config: EmbeddingOptions };
  ids: GoldenTensor;
  table: GoldenTensor;
  output: GoldenTensor;
  mask: GoldenTensor | null;
  cotangent: GoldenTensor;
  gradient: GoldenTensor;
};
type TrainCase = {
  name: string;
  layers: ConfigEntry[];
  loss: ConfigEntry;
  optimizer: ConfigEntry;
  inputs: GoldenTensor[];
  targets: GoldenTensor[];
  initialWeights: GoldenTensor[];
  losses: number[];
  finalWeights: GoldenTensor[];
};

const { cases } = loadGolden<LayerCase | TrainCase>('embedding-keras');

describe('Embedding gives the numbers of Keras', () => {
  for (const { layer: entry, ids, table, output, mask, cotangent, gradient } of cases.filter((c) => 'layer' in c)) {
    for (const sparseGradient of [true, false]) {
      it(`${JSON.stringify(entry.config)} on [${ids.shape}], sparseGradient ${sparseGradient}`, () => {
        const layer = new Embedding({ ...entry.config, sparseGradient });
        layer.ensureBuilt(ids.shape, new Random(0));
        const weight = layer.weights[0] as Variable;
        weight.assign(table.data);
        scope(() => {
          const tape = new Tape();
          const context = forwardPass();
          const made = layer.run(tensor(Int32Array.from(ids.data), ids.shape), context) as Tensor;
          assert.deepEqual(made.shape, output.shape);
          assert.deepEqual(made.data, Float32Array.from(output.data));
          assert.deepEqual(context.masks.get(made)?.toArray(), mask ? toTensor(mask).toArray() : undefined);
          const [pair] = tape.gradients<Tensor>(sum(multiply(made, toTensor(cotangent))), [weight]);
          assertClose(pair?.gradient.data ?? [], gradient.data, 1e-4, 'gradient');
        });
      });
    }
  }
});

describe('models on an Embedding follow Keras', () => {
  for (const golden of cases.filter((c) => 'losses' in c)) {
    const { className, config } = golden.optimizer;
    const alsoSparse = className === 'SGD' && (config as { momentum: number }).momentum === 0;
    for (const sparseGradient of alsoSparse ? [true, false] : [false]) {
      it(`${golden.name}, sparseGradient ${sparseGradient}`, () => {
        const layers = golden.layers.map((entry) =>
          layerFromConfig(
            entry.className === 'Embedding' ? { ...entry, config: { ...entry.config, sparseGradient } } : entry,
          ),
        );
        const model = new Sequential(layers);
        model.build([null, ...(golden.inputs[0] as GoldenTensor).shape.slice(1)]);
        model.setWeights(golden.initialWeights.map(toTensor));
        model.compile({ loss: lossFromConfig(golden.loss), optimizer: optimizerFromConfig(golden.optimizer) });
        const losses = golden.inputs.map((ids, i) => {
          const input = tensor(Int32Array.from(ids.data), ids.shape);
          return model.trainOnBatch(input, toTensor(golden.targets[i] as GoldenTensor)).loss as number;
        });
        assert.equal(losses.length, 6);
        assertClose(losses, golden.losses, 1e-4, 'losses');
        model.getWeights().forEach((weight, i) => {
          assertClose(weight.data, golden.finalWeights[i]?.data ?? [], 1e-4, `weight ${i}`, 0.1);
        });
      });
    }
  }
});
