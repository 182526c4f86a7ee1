import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toConfig } from '../config.ts';
import { Dense } from '../layers/dense.ts';
import { Embedding } from '../layers/embedding.ts';
import { Sequential } from '../models/sequential.ts';
import { SparseRows } from '../tensor/sparse-rows.ts';
import { tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import {
  Adam,
  localReducer,
  type Optimizer,
  optimizerFromConfig,
  SGD,
  SyncReplicas,
  type WeightGradient,
} from './index.ts';

const ids = [
  [1, 2],
  [3, 1],
  [0, 4],
  [2, 2],
];
const targets = [
  [[1], [2]],
  [[0], [1]],
  [[2], [2]],
  [[1], [0]],
];

function model(optimizer: Optimizer): Sequential {
  const made = new Sequential([new Embedding({ inputDim: 5, outputDim: 3 }), new Dense({ units: 1 })], { seed: 3 });
  made.compile({ optimizer, loss: 'meanSquaredError' });
  return made;
}

describe('SyncReplicas', () => {
  it('learns from two replicas as from one batch of both', () => {
    const whole = model(new Adam({ learningRate: 0.1, globalClipNorm: 0.5 }));
    const inner = new Adam({ learningRate: 0.1, globalClipNorm: 0.5 });
    const halves = model(new SyncReplicas(inner, localReducer({ replicas: 2 })));
    for (let step = 0; step < 5; step++) {
      whole.trainOnBatch(ids, targets);
      for (const from of [0, 2]) halves.trainOnBatch(ids.slice(from, from + 2), targets.slice(from, from + 2));
    }
    assert.equal(inner.iterations, 5);
    for (const [i, weight] of whole.getWeights().entries()) {
      const other = halves.getWeights()[i]?.data ?? [];
      weight.data.forEach((x, j) => {
        assert.ok(Math.abs(x - (other[j] as number)) < 1e-5, `weight ${i}, element ${j}: ${x}, ${other[j]}`);
      });
    }
  });
  it('is the inner optimizer in files and to whatever asks', () => {
    const inner = new Adam({ learningRate: 0.25, useEma: true });
    const own = new SyncReplicas(inner, localReducer({ replicas: 1 }));
    assert.deepEqual(optimizerFromConfig(toConfig(own)).config(), inner.config());
    own.learningRate = 0.5;
    const variable = new Variable([2], { name: 'w' });
    own.build([variable]);
    own.apply([{ variable, gradient: tensor([1, -1]) }]);
    own.excludeFromWeightDecay(['w']);
    assert.deepEqual([inner.learningRate, own.learningRate, own.iterations, own.calls], [0.5, 0.5, 1, 1]);
    assert.deepEqual(inner.config().excludeFromWeightDecay, ['w']);
    assert.deepEqual(own.variables(), inner.variables());
    own.swapAverages();
    own.finalizeVariableValues();
    assert.deepEqual(variable.data.map(Math.sign), Float32Array.of(-1, 1));
  });
  it('makes its steps with whatever a reducer gives', () => {
    const w = new Variable([1], { name: 'w' });
    const seen: number[] = [];
    const reduce = (gradients: readonly WeightGradient[]): WeightGradient[] => {
      seen.push(gradients.length);
      return gradients.map(({ variable }) => ({ variable, gradient: tensor([4]) }));
    };
    new SyncReplicas(new SGD({ learningRate: 1 }), { reduce }).apply([{ variable: w, gradient: tensor([1]) }]);
    assert.deepEqual([w.item(), seen], [-4, [1]]);
  });
  it('refuses what is no optimizer, and no reducer', () => {
    for (const make of [
      () => new SyncReplicas('adam' as never, localReducer({ replicas: 1 })),
      () => new SyncReplicas(new SGD(), {} as never),
      () => localReducer({ replicas: 0 }),
    ]) {
      assert.throws(make, { name: 'OptionError' });
    }
  });
});

describe('localReducer', () => {
  const table = new Variable([4, 1], { name: 'table' });
  const rows = (id: number, value: number): WeightGradient[] => [
    { variable: table, gradient: new SparseRows([4, 1], Int32Array.of(id), tensor([[value]])) },
  ];
  it('keeps sparse gradients sparse, and takes weights that only some replicas have', () => {
    const { reduce } = localReducer({ replicas: 2 });
    assert.equal(reduce(rows(2, 4)), undefined);
    const [pair] = reduce(rows(1, 2)) ?? [];
    assert.ok(pair?.gradient instanceof SparseRows);
    assert.deepEqual(
      [[...pair.gradient.ids], pair.gradient.values.toArray()],
      [
        [1, 2],
        [[1], [2]],
      ],
    );
    reduce([]);
    assert.deepEqual(reduce(rows(3, 2))?.[0]?.gradient.toArray(), [[0], [0], [0], [1]]);
  });
  it('forgets what waits', () => {
    const { reduce, reset } = localReducer({ replicas: 2 });
    reduce(rows(0, 8));
    reset();
    assert.equal(reduce(rows(0, 2)), undefined);
    assert.deepEqual(reduce(rows(0, 4))?.[0]?.gradient.toArray(), [[3], [0], [0], [0]]);
  });
});
