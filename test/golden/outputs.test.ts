// A model of two inputs and two outputs against Keras: logs by output, loss weights, sample weights, training steps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Concatenate } from '../../src/layers/concatenate.ts';
import { Dense } from '../../src/layers/dense.ts';
import { Input } from '../../src/layers/input.ts';
import { Model } from '../../src/models/model.ts';
import { SGD } from '../../src/optimizers/index.ts';
import { L2 } from '../../src/regularizers/index.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { weightsOf } from '../support/weights-of.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  options: Record<string, Record<string, unknown>>;
  weights: GoldenTensor[];
  x: GoldenTensor[];
  y: GoldenTensor[];
  sampleWeight: GoldenTensor[] | null;
  evaluated: Record<string, number>;
  losses: number[];
  trained: GoldenTensor[];
};

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** Keras's names of losses and metrics as ours. */
const ours = (value: unknown): unknown =>
  typeof value === 'string'
    ? camel(value)
    : Array.isArray(value)
      ? value.map(ours)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [camel(key), ours(each)]))
        : value;

function modelOf({ options, weights }: Case) {
  const [a, b] = [Input({ shape: [3], name: 'a' }), Input({ shape: [2], name: 'b' })];
  const kernelRegularizer = new L2({ l2: 0.1 });
  const shared = new Dense({ units: 2, activation: 'tanh', name: 'shared', kernelRegularizer });
  const hidden = new Concatenate().apply([shared.apply(a), b]);
  const outputs = [
    new Dense({ units: 1, name: 'age' }).apply(hidden),
    new Dense({ units: 2, activation: 'sigmoid', name: 'kind' }).apply(hidden),
  ];
  const model = new Model({ inputs: [a, b], outputs });
  model.compile({ optimizer: new SGD({ learningRate: 0.1 }), ...(ours(options) as { loss: 'mse' }) });
  model.setWeights(weights.map(toTensor));
  return model;
}

describe('a model of several inputs and outputs gives the numbers of Keras', () => {
  for (const row of loadGolden<Case>('outputs-keras').cases) {
    const [x, y] = [row.x.map(toTensor), row.y.map(toTensor)];
    const sampleWeight = row.sampleWeight?.map(toTensor);
    it(`${JSON.stringify(row.options)}${sampleWeight ? ', weighted samples' : ''}`, async () => {
      const model = modelOf(row);
      const logs = await model.evaluate(x, y, { batchSize: 3, ...(sampleWeight ? { sampleWeight } : {}) });
      const wanted = Object.entries(row.evaluated).map(([name, value]) => [camel(name), value] as const);
      assert.deepEqual(Object.keys(logs).sort(), wanted.map(([name]) => name).sort());
      for (const [name, value] of wanted) assertClose([logs[name] as number], [value], 1e-5, name);

      for (const [i, loss] of row.losses.entries()) {
        const batch = { input: x, target: y, ...(sampleWeight ? { weight: sampleWeight } : {}) };
        const { history } = await model.fit(() => [batch], undefined, { epochs: 1 });
        assertClose([history.loss?.[0] as number], [loss], 1e-4, `loss of step ${i + 1}`);
      }
      for (const [i, weight] of weightsOf(model).entries()) {
        assertClose(weight, row.trained[i]?.data ?? [], 1e-4, `weight ${i}`);
      }
    });
  }
});
