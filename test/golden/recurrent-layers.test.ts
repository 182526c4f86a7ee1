// Recurrent layers and their wrappers against Keras, and what Keras has not against PyTorch: outputs to 1e-5, gradients to 1e-4, who keeps the mask.
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

interface Case {
  readonly layer: ConfigEntry;
  readonly input: GoldenTensor;
  readonly mask?: GoldenTensor;
  /** Whether the output has the mask. */
  readonly keepsMask?: boolean;
  readonly states?: readonly GoldenTensor[];
  readonly weights: readonly GoldenTensor[];
  readonly outputs: readonly GoldenTensor[];
  readonly cotangents: readonly GoldenTensor[];
  /** Of the input, the states and the weights. */
  readonly gradients: readonly GoldenTensor[];
}

function compare({ layer: entry, input, mask, keepsMask, states = [], ...golden }: Case): void {
  const layer = layerFromConfig(entry);
  layer.ensureBuilt(input.shape, new Random(0));
  assert.deepEqual(
    layer.weights.map(({ shape }) => shape),
    golden.weights.map(({ shape }) => shape),
  );
  layer.weights.forEach((weight, i) => {
    weight.assign(Float64Array.from(golden.weights[i]?.data ?? []));
  });
  scope(() => {
    const tape = new Tape();
    const [x, ...begin] = [input, ...states].map((each) => tape.watch(toTensor(each))) as [Tensor, ...Tensor[]];
    const context = forwardPass();
    if (mask) context.masks.set(x, toTensor(mask));
    const made = layer.run(begin.length > 0 ? [x, ...begin] : x, context);
    const outputs = made instanceof Tensor ? [made] : made;
    if (mask) assert.equal(context.masks.has(outputs[0] as Tensor), keepsMask);
    const values = outputs.map((output, i) => sum(multiply(output, toTensor(golden.cotangents[i] as GoldenTensor))));
    const pairs = tape.gradients<Tensor>(
      values.reduce((a, b) => add(a, b)),
      [x, ...begin, ...layer.weights],
    );
    assert.equal(outputs.length, golden.outputs.length);
    outputs.forEach((output, i) => {
      assert.deepEqual(output.shape, golden.outputs[i]?.shape);
      assertClose(output.data, golden.outputs[i]?.data ?? [], 1e-5, `output ${i}`);
    });
    assert.equal(pairs.length, golden.gradients.length);
    pairs.forEach(({ gradient }, i) => {
      assertClose(gradient.data, golden.gradients[i]?.data ?? [], 1e-4, `gradient ${i}`);
    });
  });
}

for (const [tool, files] of [
  ['Keras', ['recurrent-layers-keras', 'recurrent-wrappers-keras']],
  ['PyTorch', ['recurrent-beyond-torch']],
] as const) {
  describe(`recurrent layers give the numbers of ${tool}`, () => {
    for (const file of files) {
      for (const golden of loadGolden<Case>(file).cases) {
        const { layer, mask, states } = golden;
        const beside = Object.entries({ mask, states }).flatMap(([name, is]) => (is ? [name] : []));
        it(`${layer.className} ${JSON.stringify(layer.config)} ${beside.join(', ')}`.trim(), () => compare(golden));
      }
    }
  });
}
