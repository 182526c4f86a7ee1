// The network of a translator against the same one in Keras, with padding on both sides: logits of the steps that count to
// 1e-5, the loss, every gradient to 1e-4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { SparseCategoricalCrossentropy } from '../../src/losses/index.ts';
import { translatorNetwork } from '../../src/tasks/translator-network.ts';
import { scope } from '../../src/tensor/scope.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  readonly cell: 'LSTM' | 'GRU';
  readonly bidirectional: boolean;
  readonly source: GoldenTensor;
  readonly before: GoldenTensor;
  readonly target: GoldenTensor;
  readonly weights: Readonly<Record<string, readonly GoldenTensor[]>>;
  readonly logits: GoldenTensor;
  readonly loss: number;
  readonly gradients: readonly GoldenTensor[];
};

const ids = ({ data, shape }: GoldenTensor) => tensor(Int32Array.from(data), shape);

describe("a translator's network gives the numbers of Keras", () => {
  for (const golden of loadGolden<Case>('translator-keras').cases) {
    const { cell, bidirectional, weights, logits, loss, gradients } = golden;
    it(`${cell}, ${bidirectional ? 'both ways' : 'one way'}`, () => {
      const sizes = { units: 4, embeddingUnits: 3, attentionUnits: 3, sourceSize: 6, targetSize: 7 };
      const model = translatorNetwork({ ...sizes, cell, bidirectional, dropout: 0, seed: 0 });
      const variables = Object.entries(weights).flatMap(([name, values]) => {
        const own = model.getLayer(name).weights;
        assert.deepEqual(
          own.map(({ shape }) => shape),
          values.map(({ shape }) => shape),
        );
        own.forEach((variable, i) => {
          variable.assign(Float32Array.from(values[i]?.data ?? []));
        });
        return own;
      });
      assert.equal(variables.length, model.weights.length);
      scope(() => {
        const tape = new Tape();
        const context = forwardPass();
        const prediction = model.forward([ids(golden.source), ids(golden.before)], context);
        const counts = (_: number, at: number): boolean => golden.before.data[Math.floor(at / sizes.targetSize)] !== 0;
        assertClose(prediction.data.filter(counts), logits.data.filter(counts), 1e-5, 'logits');
        const mask = context.masks.get(prediction);
        const value = new SparseCategoricalCrossentropy({ fromLogits: true }).call(ids(golden.target), prediction, {
          mask,
        });
        assert.ok(Math.abs(value.item() - loss) < 1e-5, `loss ${value.item()}, Keras ${loss}`);
        const found = tape.gradients(value, variables);
        assert.equal(found.length, gradients.length);
        found.forEach(({ variable, gradient }, i) => {
          assertClose(gradient.data, gradients[i]?.data ?? [], 1e-4, variable.name);
        });
      });
    });
  }
});
