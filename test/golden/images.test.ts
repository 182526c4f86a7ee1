// Layers on images and sequences of channels against Keras: outputs and moving statistics to 1e-5, gradients to 1e-4,
// whether a mask goes on, names.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import type { ConfigEntry } from '../../src/config.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  layer: ConfigEntry;
  name: string;
  training: boolean;
  mask?: GoldenTensor;
  passesMask: boolean;
  input: GoldenTensor;
  weights: readonly GoldenTensor[];
  output: GoldenTensor;
  after: readonly GoldenTensor[];
  cotangent: GoldenTensor;
  gradients: readonly GoldenTensor[];
};

function check(golden: Case): void {
  const layer = layerFromConfig(golden.layer);
  assert.equal(layer.name, golden.name);
  layer.ensureBuilt([null, ...golden.input.shape.slice(1)], new Random(0));
  assert.equal(layer.weights.length, golden.weights.length);
  layer.weights.forEach((weight, i) => {
    weight.assign(toTensor(golden.weights[i] as GoldenTensor));
  });
  const { output, gradients } = scope(() => {
    const tape = new Tape();
    const x = tape.watch(toTensor(golden.input));
    const context = forwardPass({ training: golden.training });
    if (golden.mask) context.masks.set(x, toTensor(golden.mask));
    const result = layer.run(x, context) as Tensor;
    const value = sum(multiply(result, toTensor(golden.cotangent)));
    const pairs = tape.gradients<Tensor>(value, [x, ...layer.weights]);
    return { output: result, gradients: pairs.map(({ gradient }) => gradient) };
  });
  assert.deepEqual(output.shape, golden.output.shape);
  assertClose(output.data, golden.output.data, 1e-5, 'output');
  assert.equal(gradients.length, golden.gradients.length);
  golden.gradients.forEach(({ data }, i) => {
    assertClose(gradients[i]?.data ?? [], data, 1e-4, `gradient ${i}`, 0.1);
  });
  layer.weights.slice(golden.weights.length - golden.after.length).forEach(({ data, name }, i) => {
    assertClose(data, golden.after[i]?.data ?? [], 1e-5, name);
  });
}

for (const file of ['convolution-keras', 'normalization-keras', 'shapes-keras', 'units-keras']) {
  describe(file, () => {
    for (const golden of loadGolden<Case>(file).cases) {
      const { layer, input, training, mask } = golden;
      const title = `${layer.className} ${JSON.stringify(layer.config)} on [${input.shape}]`;
      it(`${title}${training ? ' in training' : ''}${mask ? ' with a mask' : ''}`, () => check(golden));

      it(`${title} ${golden.passesMask ? 'passes a mask on' : 'ends a mask'}`, () => {
        const own = layerFromConfig(layer);
        own.ensureBuilt([null, ...input.shape.slice(1)], new Random(0));
        scope(() => {
          const x = toTensor(input);
          const shape = layer.className === 'Softmax' ? input.shape : input.shape.slice(0, 2);
          const of = tensor(new Float32Array(sizeOf(shape)).fill(1), shape);
          const context = forwardPass({ masks: new Map([[x, of]]) });
          const result = own.run(x, context) as Tensor;
          if (result !== x) assert.equal(context.masks.has(result), golden.passesMask);
          else assert.ok(golden.passesMask);
        });
      });
    }
  });
}
