import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { Dense } from '../layers/dense.ts';
import { ConfusionMatrix } from '../metrics/index.ts';
import { Sequential } from '../models/sequential.ts';
import { MetricSet } from './metric-set.ts';

const x = ramp([12, 3]);
const y = ramp([12, 1], 5);
const others = [ramp([12, 3], 40), ramp([12, 1], 70)] as const;

function compiled(): Sequential {
  const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  return model;
}

describe('runs that take turns', () => {
  it('evaluations at the same time give what they give one after the other', async () => {
    const model = compiled();
    const one = await model.evaluate(x, y, { batchSize: 2 });
    const two = await model.evaluate(...others, { batchSize: 2 });
    assert.notDeepEqual(one, two);
    const both = [model.evaluate(x, y, { batchSize: 2 }), model.evaluate(...others, { batchSize: 2 })];
    assert.deepEqual(await Promise.all(both), [one, two]);
  });
  it('an evaluation that nobody waits for leaves the numbers of a training alone', async () => {
    const options = { epochs: 3, batchSize: 2, validationSplit: 0.5 };
    const expected = await compiled().fit(x, y, options);
    const model = compiled();
    const running: Promise<unknown>[] = [];
    const onBatchEnd = (): void => {
      running.push(model.evaluate(...others, { batchSize: 1 }));
      model.testOnBatch(...others);
    };
    assert.deepEqual(await model.fit(x, y, { ...options, callbacks: [{ onBatchEnd }] }), expected);
    await Promise.all(running);
  });
  it('a metric holds what the last evaluation counted', async () => {
    const confusion = new ConfusionMatrix();
    const model = new Sequential([new Dense({ units: 2, activation: 'softmax' })], { seed: 1 });
    model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: [confusion] });
    const total = (): number => Array.from(confusion.matrix().data).reduce((sum, count) => sum + count);
    await model.fit(x, new Array(12).fill(1));
    assert.equal(total(), 12);
    await model.evaluate(ramp([5, 3]), new Array(5).fill(0));
    assert.equal(total(), 5);
  });
});

describe('MetricSet.restore', () => {
  const set = (ids: readonly ('mae' | 'mse')[]): MetricSet => new MetricSet([{ name: 'out', ids, loss: 'Huber' }]);
  it('refuses what is no state, or one of other metrics', () => {
    assert.throws(() => set(['mae']).restore({ sums: [1] }), {
      name: 'FormatError',
      message: /^Cannot resume training: checkpoint must hold the running metrics, received /,
    });
    assert.throws(() => set(['mae']).restore(set(['mse']).state()), {
      name: 'OptionError',
      message: 'Cannot resume training: metrics must be mse, as in the checkpoint, received mae',
    });
    assert.throws(() => set([]).restore(set(['mse']).state()), { message: /must be mse, .*, received none$/ });
  });
  it('refuses numbers of another size', () => {
    const state = {
      names: ['mae'],
      sums: [1],
      samples: 2,
      shapes: [
        [
          [2, 1],
          [2, 1],
        ],
      ],
      values: [[[1, 2], [3]]],
    };
    assert.throws(() => set(['mae']).restore(state), {
      name: 'FormatError',
      message: "Cannot resume training: checkpoint must hold 1 numbers of 'mae/total', received 2",
    });
  });
});
