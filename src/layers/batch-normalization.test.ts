import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { checkFunction } from '../autograd/check-gradients.ts';
import { Sequential } from '../models/sequential.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { BatchNormalization } from './batch-normalization.ts';
import { Dense } from './dense.ts';
import { forwardPass } from './trainable.ts';

const moving = (layer: BatchNormalization): number[][] => layer.weights.slice(2).map(({ data }) => [...data]);

describe('BatchNormalization', () => {
  it('agrees with finite differences in training, with and without a mask', () => {
    for (const mask of [undefined, [1, 1, 0, 1, 0, 0, 1, 1]]) {
      checkFunction(() => {
        const layer = new BatchNormalization();
        layer.ensureBuilt([null, 4, 3], new Random(0));
        const x = new Variable([2, 4, 3], { name: 'input' });
        x.assign(ramp([2, 4, 3]).data);
        const run = () => {
          const context = forwardPass({ training: true, updates: [] });
          if (mask) context.masks.set(x, tensor(mask, [2, 4]));
          return sum(multiply(layer.call(x, context), ramp([2, 4, 3], 5)));
        };
        return { variables: [x, ...layer.weights.slice(0, 2)], run };
      });
    }
  });

  it('has moving statistics that are weights and never learn', () => {
    const layer = new BatchNormalization();
    const model = new Sequential([layer, new Dense({ units: 1 })]);
    model.build([null, 2]);
    const trainable = () => layer.weights.map((weight) => weight.trainable);
    assert.deepEqual(trainable(), [true, true, false, false]);
    layer.trainable = false;
    assert.deepEqual(trainable(), [false, false, false, false]);
    layer.trainable = true;
    assert.deepEqual(trainable(), [true, true, false, false]);
    assert.equal(model.trainableVariables().length, 4);
    assert.match(model.summary(), /Non-trainable params: 4 /);
  });

  it('gathers them in training alone, and not where it is frozen', () => {
    const layer = new BatchNormalization({ momentum: 0.5 });
    const model = new Sequential([layer]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const [x, y] = [tensor([[1], [3]]), tensor([[0], [0]])];
    model.predict(x);
    model.testOnBatch(x, y);
    assert.deepEqual(moving(layer), [[0], [1]]);
    model.trainOnBatch(x, y);
    assert.deepEqual(moving(layer), [[1], [1]]);
    layer.trainable = false;
    const pass = forwardPass({ training: true });
    const [first, second] = scope(() => [layer.call(x, pass), layer.call(x, forwardPass())]);
    assert.deepEqual(moving(layer), [[1], [1]]);
    assert.deepEqual(first?.data, second?.data);
  });

  it('keeps them where a step fails', () => {
    const layer = new BatchNormalization();
    const model = new Sequential([layer, new Dense({ units: 1, activation: 'exponential' })]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    model.build([null, 1]);
    model.layers[1]?.weights[0]?.assign([1000]);
    assert.throws(() => model.trainOnBatch([[1], [3]], [[0], [0]]), { name: 'NumericError' });
    assert.deepEqual(moving(layer), [[0], [1]]);
  });

  it('refuses a mask of another rank, other axes and what Keras has besides', () => {
    const layer = new BatchNormalization();
    layer.ensureBuilt([null, 2], new Random(0));
    const x = tensor([[1, 2]]);
    const context = forwardPass({ training: true, masks: new Map([[x, tensor([[1, 1]])]]) });
    assert.throws(() => layer.call(x, context), {
      name: 'ShapeError',
      message:
        "Cannot call BatchNormalization 'batch_normalization': its mask must have one axis less than the input, received [1, 2] for [1, 2]",
    });
    for (const options of [{ axis: 1 }, { axis: [1, 2] }, { renorm: true }, { synchronized: true }]) {
      assert.throws(() => new BatchNormalization(options), { name: 'UnsupportedError' });
    }
  });
});
