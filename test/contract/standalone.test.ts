// Every layer of layers/index.ts: a module that memcell export wrote predicts what the model predicts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engineReport } from '../../src/backend/current.ts';
import { exportStandalone } from '../../src/interop/io.ts';
import { refusedLayers, translators } from '../../src/interop/standalone/translate-model.ts';
import { layerFromConfig, layers } from '../../src/layers/index.ts';
import { Input } from '../../src/layers/input.ts';
import type { SymbolicTensors } from '../../src/layers/symbolic.ts';
import { Model } from '../../src/models/model.ts';
import { Random } from '../../src/random.ts';
import { type OpenShape, type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import type { LayerCase } from '../support/layer-case.ts';
import { layerCases } from '../support/layer-cases/index.ts';
import { loadStandalone, outputsOf } from '../support/standalone.ts';

/** A model of one layer, its weights all above 0, as a variance must be. */
function modelOf(className: string, { config, input, ids }: LayerCase, open: boolean): Model<SymbolicTensors> {
  const layer = layerFromConfig({ className, config: JSON.parse(JSON.stringify(config)) });
  const listed = Array.isArray(input[0]);
  const shapes = (listed ? input : [input]) as readonly Shape[];
  const inputs = shapes.map(([, ...sample], i) => {
    const shape: OpenShape = open && sample.length === 2 && className !== 'PReLU' ? [null, ...sample.slice(1)] : sample;
    return Input({ shape, name: `x${i}`, ...(ids === undefined ? {} : { dtype: 'int32' }) });
  });
  const outputs = layer.apply<SymbolicTensors>(listed ? inputs : (inputs[0] as (typeof inputs)[0]));
  const model = new Model({ inputs: listed ? inputs : (inputs[0] as (typeof inputs)[0]), outputs, seed: 4 });
  const random = new Random(7);
  for (const weight of model.weights) weight.assign(random.uniform(weight.size, 0.1, 0.9));
  return model;
}

function inputsOf({ input, ids }: LayerCase, batch: number): Tensor[] {
  const shapes = (Array.isArray(input[0]) ? input : [input]) as readonly Shape[];
  const random = new Random(3);
  return shapes.map(([, ...sample]) => {
    const shape = [batch, ...sample];
    const values = random.uniform(sizeOf(shape), -1, 1);
    return ids === undefined
      ? tensor(values, shape)
      : tensor(
          Int32Array.from(values, (value) => Math.floor(((value + 1) / 2) * ids)),
          shape,
          'int32',
        );
  });
}

describe('exported layers', () => {
  const { build } = engineReport();
  it('are all known', () => {
    for (const name of Object.keys(layers)) {
      assert.ok(name in translators !== name in refusedLayers, `'${name}' must be exported, or refused with a reason`);
    }
  });
  for (const [className, { rows }] of Object.entries(layerCases)) {
    rows.forEach((row, i) => {
      it(`${className} ${i + 1}`, async () => {
        const model = modelOf(className, row, i % 2 === 1);
        for (const engine of ['wasm', 'js'] as const) {
          model.resetStates();
          const options = engine === 'js' ? { engine } : { engine, build };
          const exported = await loadStandalone((await exportStandalone(model, options)).module);
          for (const batch of [2, 9]) {
            const inputs = inputsOf(row, batch);
            model.resetStates();
            const expected = model.predict(inputs.length === 1 ? (inputs[0] as Tensor) : inputs);
            exported.resetStates();
            const given = inputs.map(({ data, shape }) => ({ data, shape }));
            const made = outputsOf(exported.predict(given.length === 1 ? given[0] : given));
            const wanted = outputsOf(expected);
            assert.deepEqual(
              made.map(({ shape }) => shape),
              wanted.map(({ shape }) => [...shape]),
            );
            made.forEach(({ data }, output) => {
              const values = wanted[output]?.data as Float32Array;
              if (engine === 'wasm') assert.deepEqual(data, values);
              else assertClose(data, values, 2e-6, `output ${output}`);
            });
          }
        }
      });
    });
  }
});
