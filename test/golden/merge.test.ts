// Layers of several inputs against Keras, with and without masks: outputs and masks to 1e-5, gradients to 1e-4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import type { ConfigEntry } from '../../src/config.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { add } from '../../src/ops/add.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  layer: ConfigEntry;
  inputs: GoldenTensor[];
  masks: (GoldenTensor | null)[];
  weights: GoldenTensor[];
  outputs: GoldenTensor[];
  outputMask: GoldenTensor | null;
  cotangents: GoldenTensor[];
  gradients: GoldenTensor[];
};

/** Outputs, the mask of the first one, and gradients of inputs and weights, in this order. */
function run({ layer: entry, inputs, masks, weights, cotangents }: Case) {
  const layer = layerFromConfig(entry);
  layer.ensureBuilt(
    inputs.map(({ shape }) => shape),
    new Random(0),
  );
  layer.weights.forEach((weight, i) => {
    weight.assign(Float64Array.from(weights[i]?.data ?? []));
  });
  return scope(() => {
    const tape = new Tape();
    const given = inputs.map((each) => tape.watch(toTensor(each)));
    const context = forwardPass();
    masks.forEach((mask, i) => {
      if (mask) context.masks.set(given[i] as Tensor, toTensor(mask));
    });
    const made = layer.run(given, context);
    const outputs = made instanceof Tensor ? [made] : made;
    const value = outputs
      .map((output, i) => sum(multiply(output, toTensor(cotangents[i] as GoldenTensor))))
      .reduce((a, b) => add(a, b));
    const mask = context.masks.get(outputs[0] as Tensor)?.data;
    const gradients = tape.gradients<Tensor>(value, [...given, ...layer.weights]);
    return {
      outputs: outputs.map(({ data }) => data),
      mask,
      gradients: gradients.map(({ gradient }) => gradient.data),
    };
  });
}

describe('layers of several inputs give the numbers of Keras', () => {
  for (const row of loadGolden<Case>('merge-keras').cases) {
    const { layer, inputs, masks, outputs, outputMask, gradients } = row;
    const masked = masks.map((mask) => (mask ? 'masked' : 'plain')).join(', ');
    it(`${layer.className} ${JSON.stringify(layer.config)} on ${inputs.map(({ shape }) => `[${shape}]`)} (${masked})`, () => {
      const got = run(row);
      assert.equal(got.outputs.length, outputs.length);
      for (const [i, { data }] of outputs.entries()) assertClose(got.outputs[i] ?? [], data, 1e-5, `output ${i}`);
      assert.deepEqual(got.mask && Array.from(got.mask), outputMask?.data);
      assert.equal(got.gradients.length, gradients.length);
      for (const [i, { data }] of gradients.entries()) assertClose(got.gradients[i] ?? [], data, 1e-4, `gradient ${i}`);
    });
  }
});
