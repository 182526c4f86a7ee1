import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { ramp } from '../../test/support/ramp.ts';
import { Sum, twins } from '../../test/support/twins.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Attention } from '../layers/attention.ts';
import { Dense, type DenseOptions } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { LSTM } from '../layers/lstm.ts';
import { Masking } from '../layers/masking.ts';
import { tensor } from '../tensor/tensor.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

const dense = (options: Partial<DenseOptions> = {}) => new Dense({ units: 2, ...options });
const names = (model: { layers: readonly Layer[] }) => model.layers.map(({ name }) => name);
const xa = ramp([6, 3]);

describe('a model in a model', () => {
  const inner = (options = {}) =>
    new Sequential([dense({ units: 4, kernelRegularizer: 'l2' }), dense({ units: 3 })], options);

  it('has one set of weights, penalties and a trainable flag that go through', () => {
    const encoder = inner({ name: 'encoder' });
    const [a, b] = [Input({ shape: [3], name: 'a' }), Input({ shape: [3], name: 'b' })];
    const sum = new Sum().apply([encoder.apply(a), encoder.apply(b)]);
    const model = new Model({ inputs: [a, b], outputs: dense({ units: 1 }).apply(sum), seed: 2 });
    assert.deepEqual(names(model), ['a', 'b', 'encoder', 'sum', 'dense']);
    assert.ok(encoder.built);
    assert.equal(encoder.weights[0], model.weights[0]);
    assert.equal(model.countParams(), 16 + 15 + 4);
    assert.equal(model.penalties().length, 1);
    const x = ramp([2, 3]);
    const before = encoder.predict(x).data;
    model.compile({ loss: 'mse' });
    model.trainOnBatch([x, x], ramp([2, 1]));
    assert.notDeepEqual(encoder.predict(x).data, before);

    encoder.trainable = false;
    assert.equal(model.trainableVariables().length, 2);
    const frozen = weightsOf(encoder);
    model.trainOnBatch([x, x], ramp([2, 1]));
    assert.deepEqual(weightsOf(encoder), frozen);
    model.trainable = true;
    assert.equal(encoder.trainable, true);
    assert.equal(model.getLayer('encoder').layers.length, 2);
  });

  it('may be part of a Sequential, and keeps the weights it has', () => {
    const first = inner();
    first.build([null, 3]);
    const kept = weightsOf(first);
    const model = new Sequential([first, inner(), dense()], { seed: 4 });
    model.build([null, 3]);
    assert.deepEqual(names(model), ['sequential', 'sequential_1', 'dense']);
    assert.deepEqual(weightsOf(first), kept);
    assert.notDeepEqual(model.getWeights()[4]?.data, kept[0]); // another draw of the same shape
    assert.deepEqual([...model.namedWeights().keys()].slice(0, 6), [
      'sequential/dense/kernel',
      'sequential/dense/bias',
      'sequential/dense_1/kernel',
      'sequential/dense_1/bias',
      'sequential_1/dense/kernel',
      'sequential_1/dense/bias',
    ]);
    assert.deepEqual(model.predict(xa).shape, [6, 2]);
  });

  it('counts weights and penalties of a layer once, wherever it is used', () => {
    const shared = dense({ units: 3, kernelRegularizer: 'l2' });
    const part = new Sequential([shared], { name: 'part' });
    const x = Input({ shape: [3] });
    const model = new Model({ inputs: x, outputs: part.apply(shared.apply(x)) });
    assert.equal(model.countParams(), 12);
    assert.equal(model.penalties().length, 1);
  });

  it('passes masks on: padding changes nothing, and attention does not look at it', () => {
    const x = Input({ shape: [null, 2] });
    const memory = new Sequential([new LSTM({ units: 3, returnSequences: true })], { name: 'memory' });
    const steps = memory.apply(new Masking().apply(x));
    const looked = new Attention().apply([new LSTM({ units: 3, returnSequences: true }).apply(steps), steps]);
    const model = new Model({ inputs: x, outputs: new LSTM({ units: 2 }).apply(looked), seed: 7 });
    const input = ramp([1, 3, 2]);
    const padded = tensor([...input.data, 0, 0, 0, 0], [1, 5, 2]);
    assertClose(model.predict(padded).data, model.predict(input).data, 1e-6, 'prediction');
  });

  it('passes dropout and states on', () => {
    const memory = new Sequential([new LSTM({ units: 2, returnSequences: true }), new Dropout({ rate: 0.5 })]);
    const x = Input({ shape: [null, 1] });
    const model = new Model({ inputs: x, outputs: dense({ units: 1 }).apply(memory.apply(x)), seed: 1 });
    model.compile({ loss: 'mse' });
    const [input, target] = [ramp([2, 3, 1]), ramp([2, 3, 1], 1)];
    assert.notEqual(model.trainOnBatch(input, target).loss, model.testOnBatch(input, target).loss);
    model.resetStates();
    assert.deepEqual(model.stateVariables, []);
  });
});

describe('freezing', () => {
  it('holds from the next step on, and is counted by the summary', () => {
    const x = Input({ shape: [3] });
    const model = new Model({
      inputs: x,
      outputs: dense({ units: 1, name: 'head' }).apply(dense({ name: 'base' }).apply(x)),
    });
    model.compile({ loss: 'mse' });
    const y = ramp([6, 1]);
    model.trainOnBatch(xa, y);
    model.getLayer('base').trainable = false;
    const base = weightsOf(model).slice(0, 2);
    model.trainOnBatch(xa, y);
    assert.deepEqual(weightsOf(model).slice(0, 2), base);
    assert.match(model.summary(), /Trainable params: 3 \(12.00 B\)\n Non-trainable params: 8 \(32.00 B\)/);
    model.trainable = false;
    assert.equal(model.trainable, false);
    const all = weightsOf(model);
    model.trainOnBatch(xa, y);
    assert.deepEqual(weightsOf(model), all);
    model.getLayer(-1).trainable = true;
    model.trainOnBatch(xa, y);
  });

  it('gets a layer by name or place, or says which there are', () => {
    const model = twins();
    assert.equal(model.getLayer('age'), model.getLayer(-1));
    assert.throws(() => model.getLayer('agee'), {
      name: 'OptionError',
      message:
        "Cannot get layer of Functional 'twins': it must be one of a, b, dense, sum, kind, age, or a place among them, received 'agee'",
    });
    assert.throws(() => model.getLayer(9));
  });
});
