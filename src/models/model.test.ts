import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { ramp } from '../../test/support/ramp.ts';
import { Sum, twins } from '../../test/support/twins.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Activation } from '../layers/activation.ts';
import { Dense, type DenseOptions } from '../layers/dense.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { LSTM } from '../layers/lstm.ts';
import type { SymbolicTensor } from '../layers/symbolic.ts';
import { add } from '../ops/add.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { EarlyStopping } from '../train/callbacks/index.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

const dense = (options: Partial<DenseOptions> = {}) => new Dense({ units: 2, ...options });
const throws = (run: () => unknown, name: string, message: string) => assert.throws(run, { name, message });
const names = (model: { layers: readonly Layer[] }) => model.layers.map(({ name }) => name);

const [xa, xb] = [ramp([6, 3]), ramp([6, 3], 2)];
const [kind, age] = [ramp([6, 2], 1), ramp([6, 1], 4)];

describe('apply', () => {
  const x = Input({ shape: [null, 3], name: 'x' });
  it('says the shape of what comes out', () => {
    assert.deepEqual(dense().apply(x).shape, [null, null, 2]);
    assert.deepEqual(new LSTM({ units: 5 }).apply(x).shape, [null, 5]);
    assert.equal(String(dense({ name: 'd' }).apply(x)), "SymbolicTensor [null, null, 2] of 'd'");
  });
  const refused: readonly [string, string, () => unknown][] = [
    [
      'ShapeError',
      "Cannot call LSTM 'lstm': input must have rank 3 [B, T, D], received [null, 3]",
      () => new LSTM({ units: 1 }).apply(Input({ shape: [3] })),
    ],
    [
      'OptionError',
      "Cannot apply Dense 'dense': inputs must be symbolic tensors, received a tensor [2, 3]",
      () => dense().apply(ramp([2, 3]) as never),
    ],
    [
      'OptionError',
      "Cannot apply Dense 'dense': inputs must be symbolic tensors, received [1]",
      () => dense().apply([[1]] as never),
    ],
    [
      'ShapeError',
      "Cannot apply Dense 'dense': there must be one input, which is no list, received a list of 2",
      () => dense().apply([x, x]),
    ],
    [
      'ShapeError',
      "Cannot apply Sum 'sum': there must be at least one input, received none",
      () => new Sum().apply([]),
    ],
    [
      'OptionError',
      "Cannot apply Sum 'sum': with initialState there must be one input, received a list of 2",
      () => new Sum().apply([x, x], { initialState: x }),
    ],
    [
      'OptionError',
      "Cannot apply Dense 'dense': options must be among initialState, received 'state'",
      () => dense().apply(x, { state: x } as never),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => throws(run, name, message));
});

describe('Model constructor', () => {
  const [a, b] = [Input({ shape: [2], name: 'a' }), Input({ shape: [2], name: 'b' })];
  const cannot = "Cannot create Functional 'functional': ";
  const sum = new Sum().apply([a, b]);
  const refused: readonly [string, () => unknown][] = [
    [
      `${cannot}inputs must hold every Input that the outputs need, received none for 'b'`,
      () => new Model({ inputs: a, outputs: sum }),
    ],
    [
      `${cannot}every input must lead to an output, received 'b', which does not`,
      () => new Model({ inputs: [a, b], outputs: dense().apply(a) }),
    ],
    [
      `${cannot}each input must come once, received 'a' twice`,
      () => new Model({ inputs: [a, a], outputs: dense().apply(a) }),
    ],
    [
      `${cannot}inputs must come from Input, received one of 'sum'`,
      () => new Model({ inputs: sum, outputs: dense().apply(sum) }),
    ],
    [
      `${cannot}inputs must be one symbolic tensor or a list of them, received none`,
      () => new Model({ inputs: [], outputs: sum }),
    ],
    [
      `${cannot}outputs must be one symbolic tensor or a list of them, received an instance of Dense`,
      () => new Model({ inputs: a, outputs: dense() as never }),
    ],
    [
      "Cannot create Model: options must be among inputs, outputs, name, seed, received 'input'",
      () => new Model({ input: a } as never),
    ],
  ];
  for (const [message, run] of refused) it(`says: ${message}`, () => throws(run, 'OptionError', message));

  it('refuses two layers of one name, and numbers those without', () => {
    const same = () => dense({ name: 'same' });
    throws(
      () => new Model({ inputs: a, outputs: same().apply(same().apply(a)) }),
      'OptionError',
      `${cannot}names must differ, received 'same' twice`,
    );
    const x = Input({ shape: [2] });
    const y = Input({ shape: [2] });
    const deep = dense().apply(dense().apply(y));
    const model = new Model({ inputs: [x, y], outputs: new Sum().apply([x, deep]) });
    assert.deepEqual(names(model), ['input_layer_1', 'dense', 'input_layer', 'dense_1', 'sum']);
  });

  it('draws the same weights from the same seed, and others from another', () => {
    assert.deepEqual(weightsOf(twins(3)), weightsOf(twins(3)));
    assert.notDeepEqual(weightsOf(twins(3)), weightsOf(twins(4)));
  });

  it('refuses a shared layer that was built for another width', () => {
    const shared = dense();
    new Model({ inputs: a, outputs: shared.apply(a) });
    throws(
      () => shared.apply(Input({ shape: [5] })),
      'ShapeError',
      "Cannot call Dense 'dense': last axis of the input must be 2, received [null, 5]",
    );
    const open = dense();
    const [two, five] = [open.apply(a), open.apply(Input({ shape: [5], name: 'five' }))];
    throws(
      () => new Model({ inputs: [a, five.node.inputs[0] as SymbolicTensor], outputs: [two, five] }),
      'ShapeError',
      "Cannot call Dense 'dense': last axis of the input must be 2, received [null, 5]",
    );
  });
});

describe('Model predict', () => {
  it('computes what its layers compute by hand', () => {
    const model = twins();
    const [k, ageOf] = model.predict([xa, xb]) as [Tensor, Tensor];
    const [kernel, bias, ...rest] = model.getWeights() as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
    const part = (weights: Tensor[], layer: Dense) => {
      const made = new Sequential([layer]);
      made.build([null, (weights[0] as Tensor).shape[0] as number]);
      made.setWeights(weights);
      return made;
    };
    const shared = part([kernel, bias], dense({ units: 4, activation: 'tanh' }));
    const [left, right] = [shared.predict(xa), shared.predict(xb)];
    const [outKind, outAge] = [rest.slice(0, 2), rest.slice(2)];
    assertClose(k.data, part(outKind, dense()).predict(add(left, right)).data, 1e-6, 'kind');
    assertClose(ageOf.data, part(outAge, dense({ units: 1 })).predict(left).data, 1e-6, 'age');
  });

  it('takes lists and objects by name, in batches of any size', () => {
    const model = twins();
    const list = model.predict([xa, xb]);
    const named = model.predict({ b: xb, a: xa }, { batchSize: 4 });
    assert.equal(list.length, 2);
    for (const [i, each] of list.entries()) assertClose(named[i]?.data ?? [], each.data, 1e-6, `output ${i}`);
  });

  it('gives one tensor for one output, a list for a list', () => {
    const x = Input({ shape: [3], name: 'x' });
    const y = dense().apply(x);
    assert.deepEqual(new Model({ inputs: x, outputs: y }).predict({ x: xa }).shape, [6, 2]);
    assert.deepEqual(
      new Model({ inputs: [x], outputs: [y] }).predict(xa).map(({ shape }) => shape),
      [[6, 2]],
    );
  });

  it('makes whole numbers of data for an Input of int32, or refuses it', () => {
    const ids = Input({ shape: [2], dtype: 'int32' });
    assert.equal(ids.dtype, 'int32');
    const model = new Model({ inputs: ids, outputs: new Activation({ activation: 'relu' }).apply(ids) });
    assert.deepEqual(model.predict([[-1, 3]]).toArray(), [[0, 3]]);
    const message =
      'Cannot make tensor: int32 values must be whole numbers from -2147483648 to 2147483647, received 0.5';
    throws(() => model.predict([[0.5, 1]]), 'OptionError', message);
    const sequential = new Sequential([Input({ shape: [2], dtype: 'int32' }), new Activation({ activation: 'relu' })]);
    throws(() => sequential.predict([[0.5, 1]]), 'OptionError', message);
  });

  const model = twins();
  const cannot = "Cannot predict with Functional 'twins': ";
  const refused: readonly [string, string, () => unknown][] = [
    [
      'OptionError',
      `${cannot}there must be a list of 2 inputs ('a', 'b'), received a list of 3`,
      () => model.predict([xa, xb, xa]),
    ],
    [
      'OptionError',
      `${cannot}there must be a list of 2 inputs ('a', 'b'), received an instance of Tensor`,
      () => model.predict(xa),
    ],
    [
      'OptionError',
      `${cannot}names of inputs must be among 'a', 'b', received 'c'`,
      () => model.predict({ a: xa, c: xb }),
    ],
    [
      'OptionError',
      `${cannot}there must be one input for each of 'a', 'b', received none for 'b'`,
      () => model.predict({ a: xa }),
    ],
    [
      'ShapeError',
      `${cannot}input 2 must have as many samples as the first input, received [5, 3] for [6, 3]`,
      () => model.predict([xa, ramp([5, 3])]),
    ],
    [
      'NumericError',
      `${cannot}input 2 must be finite, received NaN at [0, 1]`,
      () => model.predict([[[1, 1, 1]], [[1, Number.NaN, 1]]]),
    ],
    [
      'ShapeError',
      "Cannot call InputLayer 'b': input must have shape [null, 3], received [null, 4]",
      () => model.predict([xa, ramp([6, 4])]),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => throws(run, name, message));
});

describe('Model training', () => {
  const compiled = (options: object = {}) => {
    const model = twins();
    model.compile({ optimizer: 'sgd', loss: 'mse', ...options });
    return model;
  };

  it('adds the losses up by their weights, and logs each before its weight', () => {
    const model = compiled({ lossWeights: { kind: 0.25, age: 2 }, metrics: { age: ['mae', 'mse'] } });
    const logs = model.testOnBatch([xa, xb], [kind, age]);
    assert.deepEqual(Object.keys(logs), ['loss', 'kindLoss', 'ageLoss', 'ageMae', 'ageMse']);
    const { loss, kindLoss, ageLoss, ageMse } = logs as Record<string, number>;
    assertClose([loss as number], [0.25 * (kindLoss as number) + 2 * (ageLoss as number)], 1e-6, 'loss');
    assertClose([ageMse as number], [ageLoss as number], 1e-6, 'ageMse');
  });

  it('takes losses, weights and metrics as one for all, as a list, or by name', () => {
    const of = (options: object) => compiled(options).testOnBatch({ a: xa, b: xb }, { age, kind });
    const all = of({ loss: 'mse', metrics: [['mae'], ['mae']] });
    assert.deepEqual(of({ loss: ['mse', 'mse'], lossWeights: [1, 1], metrics: ['mae', 'mae'] }), all);
    assert.deepEqual(of({ loss: { age: 'mse', kind: 'mse' }, metrics: { age: 'mae', kind: 'mae' } }), all);
    assert.deepEqual(Object.keys(of({ metrics: [null, 'mae'] })), ['loss', 'kindLoss', 'ageLoss', 'ageMae']);
  });

  it('learns from arrays, and from batches of an iterable', async () => {
    const model = compiled({ optimizer: 'adam' });
    const { history } = await model.fit([xa, xb], [kind, age], { epochs: 30, batchSize: 3, validationSplit: 0.34 });
    assert.ok((history.loss?.at(-1) as number) < (history.loss?.[0] as number));
    assert.deepEqual(Object.keys(history), ['loss', 'kindLoss', 'ageLoss', 'valLoss', 'valKindLoss', 'valAgeLoss']);
    const before = await model.evaluate([xa, xb], [kind, age]);
    const batches = Array.from({ length: 40 }, () => ({
      input: { a: xa, b: xb },
      target: [kind, age],
      weight: { age: ramp([6], 1) },
    }));
    await model.fit(() => batches);
    const after = await model.evaluate([xa, xb], [kind, age], { batchSize: 4 });
    assert.ok((after.loss as number) < (before.loss as number));
  });

  it('weighs samples once for all outputs, or output by output', async () => {
    const weight = tensor([1, 0, 0, 0, 0, 0]);
    const of = (sampleWeight: object) =>
      compiled().evaluate([xa, xb], [kind, age], { sampleWeight: sampleWeight as never });
    const [all, listed, named] = [await of(weight), await of([weight, weight]), await of({ age: weight })];
    assert.deepEqual(listed, all);
    const plain = await compiled().evaluate([xa, xb], [kind, age]);
    assert.equal(named.kindLoss, plain.kindLoss);
    assert.equal(named.ageLoss, all.ageLoss);
  });

  it('is watched by callbacks, output by output', async () => {
    const seen = async (monitor: string) => {
      const model = compiled({ optimizer: 'adam', metrics: { age: ['mae'] } });
      const callbacks = [new EarlyStopping({ monitor, minDelta: 100, patience: 1 })];
      return (await model.fit([xa, xb], [kind, age], { epochs: 9, validationSplit: 0.34, callbacks })).stopped;
    };
    assert.equal(await seen('valAgeMae'), 'callback');
    assert.equal(await seen('kindLoss'), 'callback');
  });

  it('gives the same weights for the same seed', async () => {
    const run = async () => {
      const model = compiled();
      await model.fit([xa, xb], [kind, age], { epochs: 3, batchSize: 2 });
      return weightsOf(model);
    };
    assert.deepEqual(await run(), await run());
  });

  const cannot = "Cannot compile Functional 'twins': ";
  const refused: readonly [string, object][] = [
    [`${cannot}there must be a list of 2 outputs ('kind', 'age'), received a list of 1`, { loss: ['mse'] }],
    [`${cannot}names of outputs must be among 'kind', 'age', received 'aeg'`, { loss: { kind: 'mse', aeg: 'mse' } }],
    [`${cannot}there must be one output for each of 'kind', 'age', received none for 'age'`, { loss: { kind: 'mse' } }],
    [`${cannot}lossWeights of 'age' must be a finite number from 0, received -1`, { lossWeights: [1, -1] }],
    [`${cannot}there must be a list of 2 outputs ('kind', 'age'), received a list of 1`, { metrics: ['mae'] }],
    [`${cannot}metrics must be a list or an object by the names of the outputs, received 'mae'`, { metrics: 'mae' }],
    [`${cannot}names of loss and metrics must differ, received 'ageMae' twice`, { metrics: { age: ['mae', 'mae'] } }],
  ];
  for (const [message, options] of refused) {
    it(`says: ${message}`, () => throws(() => compiled(options), 'OptionError', message));
  }

  it('says how many targets there must be, and refuses classWeight', async () => {
    const model = compiled();
    const train = "Cannot train Functional 'twins': ";
    throws(
      () => model.trainOnBatch([xa, xb], kind),
      'OptionError',
      `${train}there must be a list of 2 targets ('kind', 'age'), received an instance of Tensor`,
    );
    throws(
      () => model.trainOnBatch([xa, xb], [kind, ramp([5, 1])]),
      'ShapeError',
      `${train}target 2 must have as many samples as the first input, received [5, 1] for [6, 3]`,
    );
    await assert.rejects(model.fit([xa, xb], [kind, age], { classWeight: { 0: 1 } }), {
      name: 'UnsupportedError',
      message: `${train}classWeight is for models of one output and must be left out, received one for 2 outputs`,
    });
  });
});
