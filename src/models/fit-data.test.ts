import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { Dense } from '../layers/dense.ts';
import { MeanSquaredError } from '../losses/index.ts';
import { tensor } from '../tensor/tensor.ts';
import type { CompileOptions } from './compile.ts';
import type { BatchLike } from './fit-data.ts';
import type { FitOptions } from './options.ts';
import { Sequential } from './sequential.ts';

const x = ramp([4, 3]);
const y = ramp([4, 1], 5);
const train = "Cannot train Sequential 'sequential': ";

function compiled(): Sequential {
  const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  return model;
}

/** What training on some data comes to. */
async function trained(...data: Parameters<Sequential['fit']>): Promise<unknown> {
  const model = compiled();
  const { history } = await model.fit(...data);
  return [history, model.getWeights().map(({ data: values }) => [...values])];
}

const rejects = (run: () => Promise<unknown>, name: string, message: string) => assert.rejects(run, { name, message });

describe('fit on arrays', () => {
  it('takes tensors, nested arrays, rows and data with a shape alike', async () => {
    const wanted = await trained(x, y);
    const rows = Array.from({ length: 4 }, (_, i) => x.data.slice(3 * i, 3 * i + 3));
    assert.deepEqual(await trained(x.toArray(), y.toArray()), wanted);
    assert.deepEqual(await trained(rows as Float32Array[], y), wanted);
    assert.deepEqual(await trained({ data: x.data, shape: [4, 3] }, { data: [...y.data], shape: [4, 1] }), wanted);
  });
});

describe('fit on an iterable', () => {
  it('makes the weights from the first batch, and learns what arrays teach', async () => {
    const wanted = await trained(x, y, { shuffle: false });
    const batch: BatchLike = [x, y];
    assert.deepEqual(await trained(new Set([batch])), wanted);
    assert.deepEqual(
      await trained(
        (function* () {
          yield batch;
        })(),
      ),
      wanted,
    );
    assert.deepEqual(
      await trained(
        (async function* () {
          yield { input: x, target: y };
        })(),
      ),
      wanted,
    );
    assert.deepEqual(await trained(() => new Set([{ input: x, target: y, weight: [1, 1, 1, 1] }])), wanted);
  });

  it('begins anew each epoch, and calls a function for each', async () => {
    assert.equal((await compiled().fit(new Set([[x, y] as const]), undefined, { epochs: 3 })).steps, 3);
    const epochs: number[] = [];
    const each = (epoch: number) => {
      epochs.push(epoch);
      return new Map([[x, y]]);
    };
    await compiled().fit(each, undefined, { epochs: 3 });
    assert.deepEqual(epochs, [0, 1, 2]);
  });

  it('runs on over the epochs with stepsPerEpoch, and leaves a generator where it is', async () => {
    let given = 0;
    const endless = (function* () {
      for (;;) {
        given++;
        yield [x, y] as const;
      }
    })();
    const model = compiled();
    assert.equal((await model.fit(endless, undefined, { epochs: 3, stepsPerEpoch: 2 })).steps, 6);
    assert.equal(given, 6);
    await model.fit(endless, undefined, { stepsPerEpoch: 4 });
    assert.equal(given, 10);
  });

  it('closes what it opened: at the end, on stop, and where it throws', async () => {
    let closed = 0;
    const open = function* (): Generator<BatchLike> {
      try {
        for (;;) yield [x, y];
      } finally {
        closed++;
      }
    };
    const model = compiled();
    await model.fit(open, undefined, { epochs: 2, stepsPerEpoch: 2 });
    assert.equal(closed, 2);
    await model.fit({ [Symbol.iterator]: open }, undefined, { epochs: 2, stepsPerEpoch: 2 });
    assert.equal(closed, 3);
    await model.fit(open, undefined, { callbacks: [{ onBatchEnd: (_b, _l, control) => control.stop() }] });
    assert.equal(closed, 4);
    const fail = { onBatchEnd: () => Promise.reject(new Error('mine')) };
    await assert.rejects(model.fit(open, undefined, { callbacks: [fail] }), { message: 'mine' });
    assert.equal(closed, 5);
  });

  it('that throws ends training, and the model goes on working', async () => {
    const model = compiled();
    const batches = async function* (): AsyncGenerator<BatchLike> {
      yield [x, y];
      throw new Error('no more');
    };
    await assert.rejects(model.fit(batches), {
      name: 'ResourceError',
      message: `${train}the iterable must give batches, received an error at epoch 1 step 2: no more`,
      hint: 'The model is as after its last step.',
      cause: new Error('no more'),
    });
    assert.equal(model.optimizer?.iterations, 1);
    assert.equal((await model.fit(x, y)).steps, 1);
  });

  it('can be evaluated', async () => {
    const model = compiled();
    assert.deepEqual(await model.evaluate(new Set([[x, y] as const])), await model.evaluate(x, y));
  });

  const one = () => new Set([[x, y] as const]);
  const each = `${train}each batch must be [input, target] or { input, target, mask, weight }, received `;
  const refused: readonly [string, string, Parameters<Sequential['fit']>][] = [
    [
      'OptionError',
      `${train}the iterable must give at least one batch an epoch, received 0 in epoch 1`,
      [new Set<BatchLike>()],
    ],
    [
      'OptionError',
      `${train}the iterable must give at least one batch an epoch, received 0 in epoch 2`,
      [
        (function* () {
          yield [x, y] as const;
        })(),
        undefined,
        { epochs: 2 },
      ],
    ],
    [
      'OptionError',
      `${train}the iterable must give 3 batches an epoch, received 1 in epoch 1`,
      [one(), undefined, { stepsPerEpoch: 3 }],
    ],
    [
      'OptionError',
      `${train}stepsPerEpoch must be a whole number from 1, received 0`,
      [one(), undefined, { stepsPerEpoch: 0 }],
    ],
    ['OptionError', `${train}stepsPerEpoch must be left out with arrays, received 2`, [x, y, { stepsPerEpoch: 2 }]],
    ['OptionError', `${train}targets must be left out with an iterable, received an instance of Tensor`, [one(), y]],
    [
      'OptionError',
      `${train}batchSize must be left out with an iterable, received 2`,
      [one(), undefined, { batchSize: 2 }],
    ],
    [
      'OptionError',
      `${train}validationSplit must be left out with an iterable, received 0.5`,
      [one(), undefined, { validationSplit: 0.5 }],
    ],
    ['OptionError', `${train}the function must return an iterable, received 5`, [(() => 5) as never]],
    ['OptionError', `${each}5`, [new Set([5]) as never]],
    ['OptionError', `${each}a list of 1`, [new Set([[x]]) as never]],
    ['OptionError', `${each}an instance of Tensor`, [new Set([x]) as never]],
    [
      'OptionError',
      `${train}options must be among input, target, mask, weight, received 'imput'`,
      [new Set([{ imput: x }]) as never],
    ],
    [
      'ShapeError',
      `${train}mask must be [B, T] for an input [B, T, …], received mask [4, 1] for input [4, 3]`,
      [new Set([{ input: x, target: y, mask: ramp([4, 1]) }])],
    ],
    [
      'OptionError',
      `${train}mask must hold 1 or 0 for each step, received 2`,
      [new Set([{ input: x, target: y, mask: [1, 0, 2].map((n) => [n, n, n]).concat([[1, 1, 1]]) }])],
    ],
    [
      'ShapeError',
      `${train}target must have as many samples as the input, received [2, 1] for [4, 3]`,
      [new Set([[x, ramp([2, 1])] as const])],
    ],
    [
      'NumericError',
      `${train}target must be finite, received -Infinity at [0, 0]`,
      [new Set([[[[1, 2, 3]], [[-Infinity]]] as const])],
    ],
  ];
  for (const [name, message, data] of refused) {
    it(`says: ${message}`, async () => {
      const model = compiled();
      await rejects(() => model.fit(...data), name, message);
      assert.equal((await model.fit(x, y)).steps, 1);
    });
  }
});

describe('fit options', () => {
  const nan = tensor([
    [1, 2, 3],
    [1, Number.NaN, 3],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  const wrong = (options: object): Parameters<Sequential['fit']> => [x, y, options as FitOptions];
  const refused: readonly [string, string, Parameters<Sequential['fit']>][] = [
    ['OptionError', `${train}targets must be given with arrays, received none`, [x]],
    [
      'OptionError',
      `${train}options must be among epochs, initialEpoch, batchSize, shuffle, validationSplit, validationData, validationSteps, validationFreq, sampleWeight, classWeight, stepsPerEpoch, truncate, callbacks, signal, received 'epoch'`,
      wrong({ epoch: 2 }),
    ],
    ['OptionError', `${train}epochs must be a whole number from 1, received 0`, wrong({ epochs: 0 })],
    ['OptionError', `${train}classWeight must be an object, received 2`, wrong({ classWeight: 2 as never })],
    [
      'OptionError',
      `${train}names in classWeight must be numbers of classes, received 'a'`,
      wrong({ classWeight: { a: 1 } as never }),
    ],
    [
      'OptionError',
      `${train}classWeight of class 1 must be a finite number from 0, received -1`,
      wrong({ classWeight: { 0: 1, 1: -1 } }),
    ],
    [
      'OptionError',
      `${train}validationSteps must be left out without validationData, received 2`,
      wrong({ validationSteps: 2 }),
    ],
    [
      'OptionError',
      `${train}validationSteps must be left out with arrays, received 2`,
      wrong({ validationSteps: 2, validationData: [x, y] }),
    ],
    [
      'OptionError',
      `${train}initialEpoch must be a whole number from 0, received -1`,
      wrong({ epochs: 2, initialEpoch: -1 }),
    ],
    [
      'OptionError',
      `${train}validationFreq must be left out without validationData or validationSplit, received 2`,
      wrong({ validationFreq: 2 }),
    ],
    [
      'OptionError',
      `${train}validationFreq must be a whole number from 1, received 0`,
      wrong({ validationFreq: 0, validationSplit: 0.5 }),
    ],
    [
      'OptionError',
      `${train}each epoch of validationFreq must be a whole number from 1, received 0.5`,
      wrong({ validationFreq: [1, 0.5], validationSplit: 0.5 }),
    ],
    ['OptionError', `${train}epochs must be a whole number from 1, received 1.5`, wrong({ epochs: 1.5 })],
    ['OptionError', `${train}batchSize must be a whole number from 1, received -1`, wrong({ batchSize: -1 })],
    ['OptionError', `${train}shuffle must be true or false, received 'no'`, wrong({ shuffle: 'no' })],
    ['OptionError', `${train}callbacks must be a list of objects, received an object`, wrong({ callbacks: {} })],
    ['OptionError', `${train}signal must be an AbortSignal, received true`, wrong({ signal: true })],
    [
      'OptionError',
      `${train}validationSplit must be a finite number from 0 and below 1, received 1`,
      wrong({ validationSplit: 1 }),
    ],
    [
      'OptionError',
      `${train}validationSplit must be left out with validationData, received 0.5`,
      wrong({ validationSplit: 0.5, validationData: [x, y] }),
    ],
    [
      'OptionError',
      `${train}validationData must be [input, target], [input, target, weight] or an iterable of batches, received a list of 1`,
      wrong({ validationData: [x] }),
    ],
    [
      'OptionError',
      `${train}validationData must be [input, target], [input, target, weight] or an iterable of batches, received an instance of Tensor`,
      wrong({ validationData: x }),
    ],
    ['NumericError', `${train}input must be finite, received NaN at [1, 1]`, [nan, y]],
    ['NumericError', `${train}target must be finite, received Infinity at [2, 0]`, [x, [[0], [0], [Infinity], [0]]]],
    [
      'NumericError',
      `${train}sampleWeight must be finite, received NaN at [1]`,
      wrong({ sampleWeight: [1, Number.NaN, 1, 1] }),
    ],
    [
      'ShapeError',
      `${train}sampleWeight must have as many samples as the input, received [1] for [4, 3]`,
      wrong({ sampleWeight: [1] }),
    ],
    ['ShapeError', `${train}input must have at least one sample, received [0]`, [[], []]],
  ];
  for (const [name, message, data] of refused)
    it(`says: ${message}`, () => rejects(() => compiled().fit(...data), name, message));

  it('are refused before compile', async () => {
    const model = new Sequential([new Dense({ units: 1 })]);
    const must = 'compile() must be called first, received a model that is not compiled';
    await rejects(() => model.fit(x, y), 'OptionError', `${train}${must}`);
    await rejects(() => model.evaluate(x, y), 'OptionError', `Cannot evaluate Sequential 'sequential': ${must}`);
    assert.throws(() => model.trainOnBatch(x, y), { name: 'OptionError', message: `${train}${must}` });
  });
});

describe('compile', () => {
  const compile = "Cannot compile Sequential 'sequential': ";
  const refused: readonly [string, string | undefined, object][] = [
    [
      "Cannot find loss 'meanSquareError': name must be one of …, received 'meanSquareError'",
      "Did you mean 'meanSquaredError'?",
      { loss: 'meanSquareError' },
    ],
    [
      "Cannot find optimizer 'adan': name must be one of …, received 'adan'",
      "Did you mean 'adam'?",
      { loss: 'mse', optimizer: 'adan' },
    ],
    [
      "Cannot find metric 'binaryAcuracy': name must be one of …, received 'binaryAcuracy'",
      "Did you mean 'binaryAccuracy'?",
      { loss: 'mse', metrics: ['binaryAcuracy'] },
    ],
    ['Cannot find loss undefined: name must be one of …, received undefined', undefined, {}],
    [`${compile}metrics must be a list, received 'mae'`, undefined, { loss: 'mse', metrics: 'mae' }],
    [
      `${compile}names of loss and metrics must differ, received 'mae' twice`,
      undefined,
      { loss: 'mse', metrics: ['mae', 'mae'] },
    ],
    [
      `${compile}options must be among optimizer, loss, lossWeights, metrics, weightedMetrics, received 'los'`,
      "Did you mean 'loss'?",
      { los: 'mse' },
    ],
    [`${compile}options must be an object, received undefined`, 'Write it as { optimizer: … }.', undefined as never],
  ];
  for (const [message, hint, options] of refused) {
    it(`says: ${message}`, () => {
      const model = new Sequential([new Dense({ units: 1 })]);
      assert.throws(
        () => model.compile(options as CompileOptions),
        (error: Error & { hint?: string }) => {
          assert.equal(error.name, 'OptionError');
          assert.equal(error.message.replace(/one of [\w, ]+, received/, 'one of …, received'), message);
          assert.equal(error.hint, hint);
          return true;
        },
      );
    });
  }

  it('refuses a loss that is not reduced', () => {
    const model = new Sequential([new Dense({ units: 1 })]);
    assert.throws(() => model.compile({ loss: new MeanSquaredError({ reduction: 'none' }) }), {
      name: 'UnsupportedError',
      message: `${compile}the loss must be one number a batch, received MeanSquaredError with reduction 'none'`,
    });
  });
});
