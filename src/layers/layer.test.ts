import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MeanSquaredError } from '../losses/index.ts';
import { Sequential } from '../models/sequential.ts';
import { multiply } from '../ops/multiply.ts';
import { SGD } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { MetricSet } from '../train/metric-set.ts';
import { Objective } from '../train/objective.ts';
import { testStep, trainStep } from '../train/step.ts';
import { Dense } from './dense.ts';
import { Layer } from './layer.ts';
import { LSTM } from './lstm.ts';
import { forwardPass } from './trainable.ts';

/** Has two parts, and drops the mask. */
class Pair extends Layer {
  readonly className: string = 'Pair';
  readonly first: Dense = this.addLayer(new Dense({ units: 1, name: 'first', kernelRegularizer: 'l2' }));
  readonly second: Dense = this.addLayer(new Dense({ units: 1, name: 'second' }));
  protected build(shape: OpenShape, random: Random): void {
    this.first.ensureBuilt(shape, random);
    this.second.ensureBuilt(shape, random);
  }
  call(x: Tensor): Tensor {
    return multiply(this.first.call(x, forwardPass()), this.second.call(x, forwardPass()));
  }
  outputShape(shape: OpenShape): OpenShape {
    return this.first.outputShape(shape);
  }
  config(): Record<string, unknown> {
    return {};
  }
}

const x = tensor([[[1], [2], [3]]]);
const mask = tensor([[1, 1, 0]]);

describe('run', () => {
  const maskAfter = (layer: Layer): Tensor | undefined =>
    scope(() => {
      layer.ensureBuilt(x.shape, new Random(0));
      const context = forwardPass({ masks: new Map([[x, mask]]) });
      return context.masks.get(layer.run(x, context) as Tensor);
    });
  it('leaves the mask of the output in the context, where the layer supports masks', () => {
    assert.equal(maskAfter(new Dense({ units: 2 })), mask);
    assert.equal(maskAfter(new Pair('pair', {})), undefined);
  });
});

describe('the mask of a batch', () => {
  const loss = new Objective([{ name: 'pair', loss: new MeanSquaredError() }]);
  const metrics = (): MetricSet =>
    new MetricSet([{ name: 'pair', ids: ['meanAbsoluteError'], loss: 'MeanSquaredError' }]);
  const model = new Sequential([new Dense({ units: 1, kernelInitializer: 'ones' })]);
  model.build([null, 3, 1]);
  const batch = { input: x, target: tensor([[[1], [0], [100]]]), mask };
  it('reaches loss and metrics through the layers', () => {
    const set = metrics();
    assert.equal(testStep(model, batch, { loss, metrics: set }), 2);
    assert.equal(set.results().meanAbsoluteError, 1);
    const optimizer = new SGD({ learningRate: 1e-9 });
    assert.equal(trainStep(model, batch, { loss, metrics: set, optimizer, random: new Random(0) }), 2);
  });
  it('does not where a layer drops it', () => {
    const dropping = new Sequential([new Pair('pair', {})]);
    dropping.build([null, 3, 1]);
    for (const weight of dropping.weights) weight.assign(new Float32Array(weight.size));
    const target = tensor([[[3], [0], [0]]]);
    const value = testStep(dropping, { input: x, target, mask }, { loss, metrics: metrics() });
    assert.equal(value, 3);
  });
});

describe('a layer with parts', () => {
  it('has their weights, penalties and names', () => {
    const pair = new Pair('pair', {});
    pair.ensureBuilt([null, 3], new Random(0));
    const names = ['pair/first/kernel', 'pair/first/bias', 'pair/second/kernel', 'pair/second/bias'];
    assert.deepEqual(
      pair.weights.map(({ name }) => name),
      names,
    );
    assert.equal(pair.countParams(), 8);
    assert.equal(pair.penalties().length, 1);
  });
  it('freezes them with it', () => {
    const pair = new Pair('pair', { trainable: false });
    pair.ensureBuilt([null, 3], new Random(0));
    assert.ok(pair.weights.every(({ trainable }) => !trainable));
    assert.throws(() => (pair.trainable = 'no' as never), {
      name: 'OptionError',
      message: "Cannot set trainable of Pair 'pair': it must be true or false, received 'no'",
    });
    pair.trainable = true;
    assert.ok(pair.weights.every(({ trainable }) => trainable));
  });
  it('takes only new layers', () => {
    class Taking extends Pair {
      take(layer: Layer): void {
        this.addLayer(layer);
      }
    }
    const taking = new Taking('taking', {});
    assert.throws(() => taking.take(taking.first), {
      message: "Cannot make 'first' a part of 'taking': it must be a new layer, received one that is part of 'taking'",
    });
    const built = new LSTM({ units: 1, name: 'built' });
    built.ensureBuilt([null, 1, 1], new Random(0));
    assert.throws(() => taking.take(built), {
      message: "Cannot make 'built' a part of 'taking': it must be a new layer, received one that is built",
    });
  });
});
