// saveModel and loadModel for graphs, models in models and layers of the user's own; their configs as JSON.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { Sum, twins } from '../../test/support/twins.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Add } from '../layers/add.ts';
import { Attention } from '../layers/attention.ts';
import { Concatenate } from '../layers/concatenate.ts';
import { Dense } from '../layers/dense.ts';
import { layerFromConfig, registerLayer } from '../layers/index.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import type { SymbolicTensor } from '../layers/symbolic.ts';
import { Model } from '../models/model.ts';
import { Sequential } from '../models/sequential.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { loadModel, modelBytes } from './io.ts';

const dense = (units: number, options = {}) => new Dense({ units, ...options });

/** A graph with shared layers, models in it, several outputs of one layer, and a frozen part. */
function everything(): Model {
  const [a, b] = [Input({ shape: [3, 2], name: 'a' }), Input({ shape: [3, 2], name: 'b' })];
  const memory = new LSTM({ units: 4, returnSequences: true, returnState: true });
  const [first, h, c] = memory.apply<[SymbolicTensor, SymbolicTensor, SymbolicTensor]>(a);
  const [second] = memory.apply<[SymbolicTensor]>(b, { initialState: [h, c] });
  const own = Input({ shape: [null, 4] });
  const part = new Model({ inputs: own, outputs: dense(4).apply(own), name: 'part' });
  const head = new Sequential([dense(4, { trainable: false }), new Sequential([dense(3)])], { name: 'head' });
  const looked = new Attention({ useScale: true }).apply([part.apply(second), part.apply(first)]);
  const joined = new Concatenate().apply([looked, part.apply(looked)]);
  return new Model({ inputs: [a, b], outputs: [head.apply(joined), new Add().apply([h, c])], name: 'all', seed: 5 });
}
const x = [ramp([2, 3, 2]), ramp([2, 3, 2], 1)];

describe('a graph in a file', () => {
  it('comes back with the same config, weights, predictions and trainable flags', async () => {
    const model = everything();
    model.compile({ loss: 'mse' });
    model.trainOnBatch(x, [ramp([2, 3, 3]), ramp([2, 4])]);
    const bytes = modelBytes(model);
    const again = await loadModel<Model>(bytes);
    assert.ok(again instanceof Model);
    assert.deepEqual(again.config(), model.config());
    assert.deepEqual(weightsOf(again), weightsOf(model));
    const numbers = (made: Model) => (made.predict(x) as readonly Tensor[]).map(({ data }) => data);
    assert.deepEqual(numbers(again), numbers(model));
    assert.deepEqual(
      again.weights.map(({ trainable }) => trainable),
      model.weights.map(({ trainable }) => trainable),
    );
    assert.deepEqual(modelBytes(again), bytes);
    assert.equal(again.summary(), everything().summary());
  });

  it('names weights of models in it after them', () => {
    const names = [...everything().namedWeights().keys()].map((name) => name.replace(/\/[^/]*$/, ''));
    assert.deepEqual([...new Set(names)].sort(), [
      'attention',
      'head/dense',
      'head/sequential/dense',
      'lstm',
      'part/dense',
    ]);
  });

  it('is not written where models in it share a layer, for it could not be read', () => {
    const shared = dense(2, { name: 'shared' });
    const part = (name: string): Model => {
      const own = Input({ shape: [2] });
      return new Model({ inputs: own, outputs: shared.apply(own), name });
    };
    const x = Input({ shape: [2] });
    const outputs = new Add().apply([part('one').apply(x), part('two').apply(x)]);
    assert.throws(() => modelBytes(new Model({ inputs: x, outputs, name: 'm' })), {
      name: 'UnsupportedError',
      message:
        "Cannot save Functional 'm': a layer with weights must have one place, received 'one/shared', which is also 'two/shared'",
    });
    const twice = part('one');
    const chain = new Model({ inputs: x, outputs: twice.apply(twice.apply(x)) });
    assert.ok(modelBytes(chain).length > 0); // one model, applied twice
  });

  it('comes back from its config with the same first weights', () => {
    const model = everything();
    const again = Model.fromConfig(JSON.parse(JSON.stringify(model.config())));
    assert.deepEqual(again.config(), model.config());
    assert.deepEqual(weightsOf(again), weightsOf(model));
  });

  it('may be a Sequential with models in it', async () => {
    const model = new Sequential([new Sequential([dense(3)]), new Sequential([dense(2)])], { seed: 2 });
    model.build([null, 4]);
    const again = await loadModel(modelBytes(model));
    assert.deepEqual(again.config(), model.config());
    assert.deepEqual(weightsOf(again), weightsOf(model));
    assert.deepEqual(weightsOf(Sequential.fromConfig(model.config())), weightsOf(model));
  });
});

describe("layers of the user's own", () => {
  it('are found by customObjects, or once registered', async () => {
    const model = twins();
    const bytes = modelBytes(model);
    await assert.rejects(loadModel(bytes), {
      name: 'UnsupportedError',
      hint: 'A layer of your own must be known: registerLayer(Class), or loadModel(…, { customObjects: { Class } }).',
    });
    assert.deepEqual(weightsOf(await loadModel(bytes, { customObjects: { Sum } })), weightsOf(model));
    await assert.rejects(loadModel(bytes));
    registerLayer(Sum);
    registerLayer(Sum);
    assert.deepEqual((await loadModel(bytes)).config(), model.config());
    assert.equal(layerFromConfig({ className: 'Sum', config: { name: 's' } }).name, 's');
  });

  it('have a className of their own', () => {
    class Other extends Sum {}
    const message = "Cannot register layer 'Sum': its className must be its own, received that of another class";
    registerLayer(Sum);
    assert.throws(() => registerLayer(Other, { className: 'Sum' }), { name: 'OptionError', message });
    assert.throws(() => registerLayer(Other, { className: 'Dense' }), { name: 'OptionError' });
    assert.throws(() => registerLayer(5 as never), {
      message: 'Cannot register layer: it must be a class of layers, received 5',
    });
  });
});

describe('Model.fromConfig', () => {
  const good = () =>
    structuredClone(twins().config()) as Record<string, unknown> & { layers: Record<string, unknown>[] };
  const cannot = 'Cannot load Functional: config ';
  const refused: readonly [string, (config: ReturnType<typeof good>) => unknown][] = [
    [`${cannot}must be an object, received null`, () => null],
    [`${cannot}must hold name, seed, layers, inputLayers and outputLayers, received no layers`, () => ({})],
    [`${cannot}must hold name, seed, layers, inputLayers and outputLayers, received 'x'`, (c) => ({ ...c, x: 1 })],
    [`${cannot}must hold [layer, node, tensor] in inputLayers, received undefined`, ({ inputLayers: _, ...c }) => c],
    [
      `${cannot}must hold what outputLayers name, received no 'nobody' of node 0`,
      (c) => ({ ...c, outputLayers: ['nobody', 0, 0] }),
    ],
    [
      `${cannot}must hold what 'sum' is applied to, received [["dense",0,0],["dense",7,0]]`,
      (c) => {
        const sum = c.layers.find(({ name }) => name === 'sum');
        return {
          ...c,
          layers: c.layers.map((each) =>
            each === sum
              ? {
                  ...sum,
                  inboundNodes: [
                    [
                      ['dense', 0, 0],
                      ['dense', 7, 0],
                    ],
                  ],
                }
              : each,
          ),
        };
      },
    ],
    [
      `${cannot}must hold inboundNodes for 'a', received undefined`,
      (c) => ({ ...c, layers: c.layers.map(({ inboundNodes: _, ...each }) => each) }),
    ],
  ];
  for (const [message, change] of refused) {
    it(`says: ${message}`, () => {
      const load = () => Model.fromConfig(change(good()), { customObjects: { Sum } });
      assert.throws(load, { name: 'FormatError', message });
    });
  }
});
