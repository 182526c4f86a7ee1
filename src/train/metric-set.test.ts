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

describe('weights of samples', () => {
  it('count in weightedMetrics alone, as in Keras', async () => {
    const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
    model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'], weightedMetrics: ['meanAbsoluteError', 'mse'] });
    const sampleWeight = Array.from({ length: 12 }, (_, i) => (i < 4 ? 3 : 0));
    const all = await model.evaluate(x, y);
    const part = await model.evaluate(ramp([4, 3]), ramp([4, 1], 5));
    const own = await model.evaluate(x, y, { sampleWeight });
    assert.equal(own.mae, all.mae);
    assert.ok(Math.abs((own.meanAbsoluteError as number) - (part.mae as number)) < 1e-6);
    assert.ok(Math.abs((own.mse as number) - (part.loss as number)) < 1e-6);
    assert.notEqual(part.mae, all.mae);
  });
});

describe('compile and fit refuse', () => {
  const model = (): Sequential => new Sequential([new Dense({ units: 1 })], { seed: 1 });
  const compile: readonly (readonly [string, object])[] = [
    ["weightedMetrics must be a list, received 'mae'", { weightedMetrics: 'mae' }],
    ["names of loss and metrics must differ, received 'mae' twice", { metrics: ['mae'], weightedMetrics: ['mae'] }],
  ];
  for (const [message, options] of compile) {
    it(message, () =>
      assert.throws(() => model().compile({ loss: 'mse', ...options } as never), {
        name: 'OptionError',
        message: `Cannot compile Sequential 'sequential': ${message}`,
      }),
    );
  }
  const listeners =
    'resumeFrom, onTrainBegin, onEpochBegin, onGradients, onBatchEnd, onBatchError, onEpochEnd, onSettled, onTrainEnd';
  const fit: readonly (readonly [string, object])[] = [
    ['onEpochEnd of a callback must be a function, received 3', { callbacks: [{ onEpochEnd: 3 }] }],
    [
      `a callback must have names among ${listeners}, received 'onEpochEnds'`,
      { callbacks: [{ onEpochEnds: () => {} }] },
    ],
  ];
  for (const [message, options] of fit) {
    it(message, async () => {
      await assert.rejects(compiled().fit(x, y, options), {
        name: 'OptionError',
        message: `Cannot train Sequential 'sequential': ${message}`,
      });
    });
  }
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
