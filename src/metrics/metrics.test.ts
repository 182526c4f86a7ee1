import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LossName, loss, losses } from '../losses/index.ts';
import { memory } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import {
  BinaryAccuracy,
  CategoricalAccuracy,
  CosineSimilarityMetric,
  Mean,
  MeanAbsoluteErrorMetric,
  MeanSquaredErrorMetric,
  type MetricName,
  metric,
  metrics,
  SparseCategoricalAccuracy,
  SparseCategoricalCrossentropyMetric,
} from './index.ts';

const target = tensor([1, 0, 1, 0, 1, 1], [2, 3, 1]);
const prediction = tensor([0.9, 0.2, 0.6, 0.3, 0.5, 0.8], [2, 3, 1]);
const mask = tensor([1, 1, 0, 1, 0, 0], [2, 3]);
const weight = tensor([1, 2, 3, 0.5, 1, 1], [2, 3]);

function close(actual: number, wanted: number): void {
  assert.ok(Math.abs(actual - wanted) < 1e-6, `${actual}, wanted ${wanted}`);
}

describe('metrics under mask and weight', () => {
  it('are Keras’s', () => {
    // keras 3.15.1, jax: result, total, count
    const check = (weights: object, wanted: readonly [number, number, number]): void => {
      const own = new MeanAbsoluteErrorMetric();
      own.update(target, prediction, weights);
      const [total, count] = own.variables.map((variable) => variable.item());
      close(own.result(), wanted[0]);
      close(total as number, wanted[1]);
      close(count as number, wanted[2]);
    };
    check({ mask }, [0.20000002, 0.20000002, 1]);
    check({ mask, weight }, [0.18571429, 0.21666667, 1.1666667]);
    const accuracy = new BinaryAccuracy();
    accuracy.update(target, prediction, { mask });
    assert.equal(accuracy.result(), 1);
  });
  it('count a sample weight for every step', () => {
    const own = new MeanSquaredErrorMetric();
    own.update(
      tensor([
        [0, 0],
        [0, 0],
      ]),
      tensor([
        [1, 3],
        [2, 2],
      ]),
      { weight: tensor([3, 1]) },
    );
    close(own.result(), (3 * 5 + 4) / 4);
  });
  it('are 0 where nothing counts', () => {
    const own = new BinaryAccuracy();
    own.update(target, prediction, { mask: tensor(new Float32Array(6), [2, 3]) });
    assert.equal(own.result(), 0);
    own.update(tensor([], [0, 1]), tensor([], [0, 1]));
    assert.equal(own.result(), 0);
  });
});

describe('accuracies', () => {
  it('take int32 and float32 targets, with and without a last axis of size 1', () => {
    const scores = tensor([
      [0.1, 0.9],
      [0.8, 0.2],
    ]);
    for (const ids of [tensor([1, 1]), tensor(Int32Array.of(1, 1)), tensor([[1], [1]])]) {
      const own = new SparseCategoricalAccuracy();
      own.update(ids, scores);
      assert.equal(own.result(), 0.5);
    }
    const binary = new BinaryAccuracy({ threshold: 0.7 });
    binary.update(tensor(Int32Array.of(1, 0)), tensor([[0.6], [0.65]]));
    assert.equal(binary.result(), 0.5);
    const hot = new CategoricalAccuracy();
    hot.update(tensor(Int32Array.of(0, 1, 0, 1), [2, 2]), scores);
    assert.equal(hot.result(), 0.5);
  });
  it('count a prediction at the threshold as 0', () => {
    const own = new BinaryAccuracy();
    own.update(tensor([0, 1]), tensor([0.5, 0.5]));
    assert.equal(own.result(), 0.5);
  });
  it('refuse shapes that do not fit', () => {
    assert.throws(() => new SparseCategoricalAccuracy().update(tensor([[1, 0]]), tensor([[0.1, 0.9]])), {
      name: 'ShapeError',
      message:
        'Cannot compute SparseCategoricalAccuracy: target must have shape [1] or [1, 1], received target [1, 2] and prediction [1, 2]',
      hint: "A target is the number of its class; for one-hot targets take 'categoricalAccuracy'.",
    });
    assert.throws(() => new CategoricalAccuracy().update(tensor([1]), tensor([[0.1, 0.9]])), { name: 'ShapeError' });
    assert.throws(() => new BinaryAccuracy().update(target, prediction, { mask: tensor([1, 1, 1]) }), {
      message: 'Cannot compute BinaryAccuracy: mask must have the first axes of [2, 3, 1], received [3]',
    });
  });
  it('refuse options out of their range', () => {
    assert.throws(() => new BinaryAccuracy({ threshold: Number.NaN }), {
      message: 'Cannot create BinaryAccuracy: threshold must be a finite number, received NaN',
    });
    assert.throws(() => new CategoricalAccuracy({ name: '' }), {
      message: "Cannot create CategoricalAccuracy: name must be a text, received ''",
    });
  });
});

describe('metrics of losses', () => {
  const names = (Object.keys(losses) as LossName[]).filter((name) => Object.hasOwn(metrics, name));
  it('are there for every loss', () => assert.deepEqual(names, Object.keys(losses)));
  for (const name of names) {
    it(`${name} is the loss of one batch, masked and not`, () => {
      const own = loss(name);
      const sparse = 'ignoreClass' in own;
      const y = sparse ? tensor([0, 1, 1, 0], [2, 2]) : tensor([1, 0, 0, 1, 0, 1, 1, 0], [2, 2, 2]);
      const p = tensor([0.9, 0.2, 0.6, 0.3, 0.5, 0.8, 0.7, 0.1], [2, 2, 2]);
      // the metric of the similarity is the similarity itself
      const sign = own.className === 'CosineSimilarity' ? -1 : 1;
      for (const options of [{}, { mask: tensor([1, 1, 0, 1], [2, 2]) }]) {
        const state = metric(name, { outputShape: [null, 2] });
        state.update(y, p, options);
        const wanted = sign * own.call(y, p, options).item();
        assert.ok(
          Math.abs(state.result() - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)),
          `${state.result()}, wanted ${wanted}`,
        );
      }
    });
  }
  it('take the options of the loss, but for the reduction', () => {
    const own = new SparseCategoricalCrossentropyMetric({ fromLogits: true, ignoreClass: -1, name: 'mine' });
    assert.deepEqual(own.config(), { name: 'mine', fromLogits: true, ignoreClass: -1 });
    own.update(
      tensor([0, -1]),
      tensor([
        [0, 0],
        [5, 0],
      ]),
    );
    close(own.result(), Math.LN2);
    assert.throws(() => new SparseCategoricalCrossentropyMetric({ reduction: 'sum' } as object), {
      name: 'OptionError',
    });
    assert.throws(() => new CosineSimilarityMetric({ axis: 1 as never }), {
      name: 'UnsupportedError',
      message: 'Cannot create CosineSimilarity: axis must be -1, received 1',
    });
  });
});

describe('Mean', () => {
  it('weighs numbers and tensors by samples', () => {
    const own = new Mean({ name: 'loss' });
    assert.equal(own.result(), 0);
    own.update(2);
    own.update(
      tensor([
        [1, 3],
        [5, 7],
      ]),
      { weight: tensor([1, 0]) },
    );
    assert.equal(own.result(), 2);
    own.update(tensor([6, 6]));
    assert.equal(own.result(), 4);
    own.reset();
    assert.equal(own.result(), 0);
    assert.deepEqual(own.config(), { name: 'loss' });
  });
});

describe('metric', () => {
  it('resolves accuracy as Keras does', () => {
    const of = (context: Parameters<typeof metric>[1]): string => metric('accuracy', context).className;
    assert.equal(of({ outputShape: [null, 1] }), 'BinaryAccuracy');
    assert.equal(of({ outputShape: [null, 5], targetShape: [null] }), 'SparseCategoricalAccuracy');
    assert.equal(of({ outputShape: [null, 5], targetShape: [null, 1] }), 'SparseCategoricalAccuracy');
    assert.equal(of({ outputShape: [null, 5], targetShape: [null, 5] }), 'CategoricalAccuracy');
    assert.equal(of({ outputShape: [null, 5], loss: 'sparseCategoricalCrossentropy' }), 'SparseCategoricalAccuracy');
    assert.equal(of({ outputShape: [null, 5], loss: 'binaryCrossentropy' }), 'CategoricalAccuracy');
  });
  it('names a metric as it was asked for, and gives metrics back', () => {
    const own = new BinaryAccuracy({ name: 'mine' });
    const context = { outputShape: [null, 1] };
    assert.equal(metric(own, context), own);
    for (const name of ['accuracy', 'acc', 'mse', 'mae', 'binaryAccuracy'] as const) {
      assert.equal(metric(name, context).name, name);
    }
  });
  it('refuses an unknown name', () =>
    assert.throws(() => metric('acuracy' as MetricName, { outputShape: [1] }), {
      name: 'OptionError',
      hint: "Did you mean 'accuracy'?",
    }));
  it('takes no memory of the engine before it is used', () => {
    const before = memory().variables;
    const own = metric('mae', { outputShape: [null, 1] });
    own.reset();
    assert.equal(own.result(), 0);
    assert.equal(memory().variables, before);
  });
});
