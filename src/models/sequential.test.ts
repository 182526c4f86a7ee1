import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { ramp } from '../../test/support/ramp.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Activation } from '../layers/activation.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { layers as index } from '../layers/index.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { tensor } from '../tensor/tensor.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

const dense = (options = {}) => new Dense({ units: 1, ...options });
const throws = (run: () => unknown, name: string, message: string) => assert.throws(run, { name, message });

describe('Sequential constructor', () => {
  const list = "Cannot create Sequential 'sequential': layers must be a list of one or more layers, received ";
  const same = dense();
  const refused: readonly [string, () => unknown][] = [
    [`${list}none`, () => new Sequential([])],
    [`${list}undefined`, () => new Sequential(undefined as never)],
    [`${list}an instance of Dense`, () => new Sequential(dense() as never)],
    [`${list}'dense'`, () => new Sequential(['dense'] as never)],
    [`${list}an instance of Date`, () => new Sequential([new Date()] as never)],
    [`${list}an instance of SymbolicTensor`, () => new Sequential([dense().apply(Input({ shape: [2] }))])],
    [
      "Cannot create Sequential 'm': a layer must follow Input, received none",
      () => new Sequential([Input({ shape: [2] })], { name: 'm' }),
    ],
    [
      "Cannot create Sequential 'sequential': Input must come first, received it later",
      () => new Sequential([dense(), Input({ shape: [2] })]),
    ],
    [
      "Cannot create Sequential 'sequential': each layer must come once, received 'dense' twice",
      () => new Sequential([same, same]),
    ],
    [
      "Cannot create Sequential 'sequential': names must differ, received 'a' twice",
      () => new Sequential([dense({ name: 'a' }), dense({ name: 'a' })]),
    ],
    [
      "Cannot create Sequential 'sequential': seed must be a whole number from 0 to 9007199254740991, received -1",
      () => new Sequential([dense()], { seed: -1 }),
    ],
    [
      "Cannot create Sequential: options must be among name, seed, received 'sead'",
      () => new Sequential([dense()], { sead: 1 } as never),
    ],
  ];
  for (const [message, run] of refused) it(`says: ${message}`, () => throws(run, 'OptionError', message));

  it('numbers the layers that were not named, around the names given', () => {
    const layers = [dense(), dense({ name: 'dense_1' }), dense(), new LSTM({ units: 1 })];
    assert.deepEqual(
      new Sequential(layers).layers.map(({ name }) => name),
      ['dense', 'dense_1', 'dense_2', 'lstm'],
    );
  });

  it('keeps its own list of layers', () => {
    const layers = [dense()];
    const model = new Sequential(layers);
    layers.push(dense());
    assert.equal(model.layers.length, 1);
  });
});

describe('Sequential build', () => {
  it('is done by Input, by build, or by the first data, with the same weights', () => {
    const make = (input: boolean) =>
      new Sequential([...(input ? [Input({ shape: [2, 3] })] : []), new LSTM({ units: 2 })], { seed: 5 });
    const [a, b, c] = [make(true), make(false), make(false)];
    b.build([null, 2, 3]);
    c.predict(ramp([1, 2, 3]));
    assert.deepEqual(weightsOf(b), weightsOf(a));
    assert.deepEqual(weightsOf(c), weightsOf(a));
  });

  it('makes no weight where one layer cannot take its input', () => {
    const model = new Sequential([new LSTM({ units: 2 }), new LSTM({ units: 2 })]);
    const message = "Cannot call LSTM 'lstm_1': input must have rank 3 [B, T, D], received [null, 2]";
    throws(() => model.predict(ramp([1, 4, 5])), 'ShapeError', message);
    assert.deepEqual([model.built, model.weights.length], [false, 0]);
    const other = new Sequential([dense(), new LSTM({ units: 1 })]);
    assert.throws(() => other.predict(ramp([2, 3])));
    assert.deepEqual(other.predict(ramp([2, 3, 4])).shape, [2, 1]);
  });

  it('refuses what is no shape', () => {
    const must = 'shape must be a list of whole numbers from 0 (or null), or a list of such lists';
    const graph = (): Model => {
      const x = Input({ shape: [2] });
      return new Model({ inputs: x, outputs: dense().apply(x), name: 'g' });
    };
    for (const [wrong, received] of [
      ['x', "'x'"],
      [undefined, 'undefined'],
      [[null, 1.5], '[null, 1.5]'],
    ] as const) {
      const build = (model: Sequential | Model) => () => model.build(wrong as never);
      throws(
        build(new Sequential([dense()], { name: 's' })),
        'ShapeError',
        `Cannot build Sequential 's': ${must}, received ${received}`,
      );
      throws(build(graph()), 'ShapeError', `Cannot build Functional 'g': ${must}, received ${received}`);
    }
  });

  it('takes a shared layer with its weights, and refuses two of one name', () => {
    const shared = dense({ units: 2 });
    const first = new Sequential([shared, dense()]);
    first.build([null, 3]);
    const second = new Sequential([shared, new Activation({ activation: 'relu' })]);
    second.build([null, 3]);
    assert.equal(second.weights[0], first.weights[0]);
    assert.equal(shared.name, 'dense');
    const other = new Sequential([dense()]);
    other.build([null, 2]);
    throws(
      () => new Sequential([shared, ...other.layers]),
      'OptionError',
      "Cannot create Sequential 'sequential': names must differ, received 'dense' twice",
    );
  });

  const unbuilt: readonly [string, (model: Sequential) => unknown][] = [
    ['read weights of', (model) => model.getWeights()],
    ['set weights of', (model) => model.setWeights([])],
    ['count weights of', (model) => model.countParams()],
    ['read outputShape of', (model) => model.outputShape],
  ];
  for (const [action, run] of unbuilt) {
    it(`is needed to ${action} a model`, () =>
      throws(
        () => run(new Sequential([dense()])),
        'OptionError',
        `Cannot ${action} Sequential 'sequential': it must be built, received a model that has no shapes yet`,
      ));
  }

  it('is not needed for a summary', () => {
    assert.match(new Sequential([dense()]).summary(), /dense \(Dense\) +│ \? +│ +0 \(unbuilt\)/);
  });
});

describe('Sequential predict', () => {
  const model = new Sequential([new LSTM({ units: 3, returnSequences: true }), dense()], { seed: 1 });
  const x = ramp([7, 4, 2]);

  it('gives the same for one sample as for many, whatever the batchSize', () => {
    const all = model.predict(x);
    assert.deepEqual(all.shape, [7, 4, 1]);
    assertClose(model.predict(x, { batchSize: 2 }).data, all.data, 1e-6, 'batchSize 2');
    assertClose(model.predict(ramp([1, 4, 2])).data, all.data.subarray(0, 4), 1e-6, 'one sample');
  });

  it('takes integers as numbers', () => {
    const ints = tensor(Int32Array.of(1, 0, 2, 1), [1, 2, 2]);
    assert.deepEqual(
      model.predict(ints).data,
      model.predict([
        [
          [1, 0],
          [2, 1],
        ],
      ]).data,
    );
    const flat = new Sequential([new Dropout({ rate: 0.5 }), new Activation({ activation: 'relu' })]);
    assert.deepEqual(flat.predict(tensor(Int32Array.of(-1, 2), [1, 2])).toArray(), [[0, 2]]);
  });

  const cannot = "Cannot predict with Sequential 'sequential': ";
  const refused: readonly [string, string, () => unknown][] = [
    ['ShapeError', `${cannot}input must have at least one sample, received [0]`, () => model.predict([])],
    [
      'ShapeError',
      `${cannot}input must have at least one sample, received [0, 4, 2]`,
      () => model.predict(tensor([], [0, 4, 2])),
    ],
    ['ShapeError', `${cannot}input must have at least one sample, received []`, () => model.predict(3)],
    [
      'NumericError',
      `${cannot}input must be finite, received NaN at [0, 1, 0]`,
      () =>
        model.predict([
          [
            [1, 1],
            [Number.NaN, 1],
          ],
        ]),
    ],
    [
      'NumericError',
      `${cannot}input must be finite, received Infinity at [0, 0, 1]`,
      () => model.predict([[[1, 1e300]]]),
    ],
    [
      'OptionError',
      `${cannot}batchSize must be a whole number from 1, received 0`,
      () => model.predict(x, { batchSize: 0 }),
    ],
    [
      'ShapeError',
      "Cannot call LSTM 'lstm': input must have rank 3 [B, T, D], received [null, 2]",
      () => model.predict([[1, 2]]),
    ],
    [
      'ShapeError',
      "Cannot call LSTM 'lstm': last axis of the input must be 2, received [null, 4, 3]",
      () => model.predict(ramp([1, 4, 3])),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => throws(run, name, message));

  it('refuses a layer with more than one output', () => {
    const two = new Sequential([new LSTM({ units: 2, returnState: true })]);
    throws(
      () => two.predict(x),
      'OptionError',
      "Cannot call Sequential 'sequential': every layer must have one output, received 3 from 'lstm'",
    );
  });
});

describe('Sequential predictStep', () => {
  const layers = [new LSTM({ units: 3, returnSequences: true }), new LSTM({ units: 4 }), dense({ units: 2 })];
  const model = new Sequential(layers, { seed: 3 });
  const [batch, steps, width] = [3, 6, 2];
  const x = ramp([batch, steps, width]);
  const step = (t: number) => {
    const at = (b: number) => (b * steps + t) * width;
    return tensor(Array.from({ length: batch }, (_, b) => x.data.slice(at(b), at(b) + width)));
  };

  it('step by step equals predict over the whole sequence', () => {
    model.resetStates();
    let last = tensor(0);
    for (let t = 0; t < steps; t++) last = model.predictStep(step(t));
    assertClose(last.data, model.predict(x).data, 1e-6, 'last step');
  });

  it('begins anew after resetStates', () => {
    model.resetStates();
    const first = model.predictStep(step(0)).data;
    assert.notDeepEqual(model.predictStep(step(0)).data, first);
    model.resetStates();
    assert.deepEqual(model.predictStep(step(0)).data, first);
  });

  it('gives [B, U] for layers that return sequences, too', () => {
    const sequences = new Sequential([new LSTM({ units: 2, returnSequences: true })]);
    assert.deepEqual(sequences.predictStep([[1], [2]]).shape, [2, 2]);
    assert.deepEqual(sequences.outputShape, [null, null, 2]);
  });

  const cannot = "Cannot predict with Sequential 'sequential': ";
  it('refuses another batch size, a wrong shape and numbers that are not finite', () => {
    model.resetStates();
    model.predictStep(step(0));
    throws(() => model.predictStep([[1, 2]]), 'ShapeError', `${cannot}a stream must keep its batch size 3, received 1`);
    const shape = `${cannot}one step must have shape [B, D] with B ≥ 1, received `;
    throws(() => model.predictStep([1, 2]), 'ShapeError', `${shape}[2]`);
    throws(() => model.predictStep(tensor([], [0, 2])), 'ShapeError', `${shape}[0, 2]`);
    throws(() => model.predictStep(x), 'ShapeError', `${shape}[3, 6, 2]`);
    const nan = [
      [1, 2],
      [3, 4],
      [5, Number.NaN],
    ];
    throws(() => model.predictStep(nan), 'NumericError', `${cannot}input must be finite, received NaN at [2, 1]`);
    const wide = "Cannot call LSTM 'lstm': last axis of the input must be 2, received [null, null, 3]";
    throws(() => model.predictStep(ramp([3, 3])), 'ShapeError', wide);
  });

  it('refuses a layer that goes backwards', () => {
    const back = new Sequential([new LSTM({ units: 2, goBackwards: true })]);
    throws(
      () => back.predictStep([[1]]),
      'UnsupportedError',
      "Cannot call LSTM 'lstm': goBackwards must be off in a stream, received true",
    );
  });
});

describe('Sequential weights', () => {
  const model = new Sequential([Input({ shape: [2] }), dense({ units: 2 })], { seed: 1 });

  it('go out and come back', () => {
    const weights = model.getWeights();
    model.setWeights([
      [
        [1, 2],
        [3, 4],
      ],
      [5, 6],
    ]);
    assert.deepEqual(model.predict([[1, 1]]).toArray(), [[9, 12]]);
    model.setWeights(weights);
    assert.deepEqual(
      weightsOf(model),
      weights.map(({ data }) => data),
    );
  });

  it('stay where a list does not fit', () => {
    const before = weightsOf(model);
    const cannot = "Cannot set weights of Sequential 'sequential': ";
    throws(() => model.setWeights([[1]]), 'ShapeError', `${cannot}there must be a list of 2, received 1`);
    throws(() => model.setWeights(5 as never), 'ShapeError', `${cannot}there must be a list of 2, received 5`);
    const wrong = [
      [
        [9, 9],
        [9, 9],
      ],
      [1, 2, 3],
    ];
    throws(() => model.setWeights(wrong), 'ShapeError', `${cannot}'dense/bias' must have shape [2], received [3]`);
    assert.deepEqual(weightsOf(model), before);
  });
});

describe('Sequential config', () => {
  it('comes back through JSON with the same weights and the same config', () => {
    const layers = [
      new LSTM({ units: 3, returnSequences: true, kernelRegularizer: 'l2', recurrentActivation: 'hardSigmoid' }),
      new Dropout({ rate: 0.2 }),
      dense({ kernelConstraint: 'nonNeg', trainable: false, name: 'head' }),
    ];
    for (const input of [[Input({ shape: [null, 2] })], []]) {
      const model = new Sequential([...input, ...layers.map((layer) => layer)], { name: 'm', seed: 8 });
      model.build([null, 4, 2]);
      const again = Sequential.fromConfig(JSON.parse(JSON.stringify(model.config())));
      assert.deepEqual(again.config(), model.config());
      assert.deepEqual(
        again.weights.map(({ name, trainable }) => [name, trainable]),
        model.weights.map(({ name, trainable }) => [name, trainable]),
      );
    }
    const one = new Sequential([Input({ shape: [2] }), dense()], { seed: 4 });
    assert.deepEqual(weightsOf(Sequential.fromConfig(one.config())), weightsOf(one));
  });

  it('leaves weights at 0 with initialize: false, also behind an Input', () => {
    for (const first of [[Input({ shape: [2] })], []]) {
      const model = new Sequential([...first, dense()]);
      model.build([null, 2]);
      const { weights } = Sequential.fromConfig(model.config(), { initialize: false });
      assert.ok(weights.length > 0 && weights.every(({ data }) => data.every((value) => value === 0)));
    }
  });

  it('without shape gives a model that is not built', () => {
    assert.equal(Sequential.fromConfig(new Sequential([dense()]).config()).built, false);
  });

  const { layers } = new Sequential([dense()]).config();
  const load = 'Cannot load Sequential: ';
  const refused: readonly [string, string, unknown][] = [
    ['FormatError', `${load}config must be an object, received null`, null],
    ['FormatError', `${load}config must hold name, seed, layers and buildInputShape, received no layers`, {}],
    ['FormatError', `${load}config must hold name, seed, layers and buildInputShape, received 'x'`, { layers, x: 1 }],
    [
      'FormatError',
      `${load}buildInputShape must be a list of whole numbers from 1 (or null), received [0]`,
      { layers, buildInputShape: [0] },
    ],
    ['OptionError', 'Cannot make layer: entry must be { className, config }, received null', { layers: [null] }],
    [
      'UnsupportedError',
      `Cannot make layer: className must be one of ${Object.keys(index).join(', ')}, received 'Dens'`,
      { layers: [{ className: 'Dens' }] },
    ],
  ];
  for (const [name, message, config] of refused) {
    it(`says: ${message}`, () => throws(() => Sequential.fromConfig(config), name, message));
  }
});
