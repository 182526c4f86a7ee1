// Every layer but the recurrent ones against Keras: outputs to 1e-5, gradients to 1e-4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigEntry } from '../../src/config.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import { assertClose } from '../support/close.ts';
import { runLayers } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  layer: ConfigEntry;
  input: GoldenTensor;
  weights: Record<string, GoldenTensor>;
  output: GoldenTensor;
  cotangent: GoldenTensor;
  gradients: Record<string, GoldenTensor>;
};

describe('layers give the numbers of Keras', () => {
  for (const { layer, input, weights, output, cotangent, gradients } of loadGolden<Case>('layers-keras').cases) {
    it(`${layer.className} ${JSON.stringify(layer.config)} on [${input.shape}]`, () => {
      const own = ['kernel', 'bias'].flatMap((name) => weights[name] ?? []);
      const run = runLayers([layerFromConfig(layer)], [own], input, [cotangent]);
      assertClose(run.outputs[0] ?? [], output.data, 1e-5, 'output');
      const wanted = ['input', 'kernel', 'bias'].flatMap((name) => gradients[name] ?? []);
      assert.equal(run.gradients.length, wanted.length);
      wanted.forEach(({ data }, i) => {
        assertClose(run.gradients[i] ?? [], data, 1e-4, `gradient ${i}`);
      });
    });
  }
});
