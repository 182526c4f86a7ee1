// Files for Keras, written and read back: every layer, every optimizer that Keras has, and what is refused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kerasCases } from '../../../test/support/keras-models.ts';
import { weightsOf } from '../../../test/support/weights-of.ts';
import { readHdf5, writeHdf5 } from '../../formats/hdf5.ts';
import { readZip, writeZip } from '../../formats/zip.ts';
import { Dense } from '../../layers/dense.ts';
import { Embedding } from '../../layers/embedding.ts';
import { Input } from '../../layers/input.ts';
import type { Layer } from '../../layers/layer.ts';
import { LSTM } from '../../layers/lstm.ts';
import { Masking } from '../../layers/masking.ts';
import type { SymbolicTensor } from '../../layers/symbolic.ts';
import { Perplexity } from '../../metrics/perplexity.ts';
import type { CompileOptions } from '../../models/compile.ts';
import { Model } from '../../models/model.ts';
import { Sequential } from '../../models/sequential.ts';
import { Adam, Nadam, type Optimizer, optimizers, Rprop, SGD } from '../../optimizers/index.ts';
import { ExponentialDecay } from '../../optimizers/schedules/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { kerasBytes, loadModel, saveModel } from '../io.ts';

const x = [
  [1, 2, 3],
  [3, 1, 2],
];
const y = [[1], [0]];
const small = (compiled?: CompileOptions): Sequential => {
  const layers = [Input({ shape: [3] }), new Dense({ units: 2 }), new Dense({ units: 1, activation: 'sigmoid' })];
  const model = new Sequential(layers, { seed: 1 });
  if (compiled) {
    model.compile(compiled);
    for (let step = 0; step < 3; step++) model.trainOnBatch(x, y);
  }
  return model;
};
const decode = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));
/** A .keras file whose config was changed. */
async function changed(model: Sequential | Model, change: (config: never, members: Map<string, Uint8Array>) => void) {
  const members = new Map(await readZip(await kerasBytes(model)));
  const config = decode(members.get('config.json'));
  change(config as never, members);
  if (members.has('config.json')) members.set('config.json', new TextEncoder().encode(JSON.stringify(config)));
  return writeZip(members);
}

describe('a file for Keras', () => {
  for (const { name, model, x: given } of kerasCases()) {
    it(`holds ${name}`, async () => {
      const input = given.length === 1 ? (given[0] as Tensor) : given;
      const numbers = (made: unknown) => [made].flat().map((each) => (each as Tensor).data);
      const predicted = numbers(model.predict(input));
      for (const format of ['keras', 'h5'] as const) {
        const again = await loadModel<Model>(await kerasBytes(model, { format }));
        assert.deepEqual(numbers(again.predict(input)), predicted);
        assert.deepEqual(
          again.weights.map(({ trainable }) => trainable),
          model.weights.map(({ trainable }) => trainable),
        );
        assert.deepEqual(again.optimizer?.config(), model.optimizer?.config());
      }
    });
  }

  it('is the same each time', async () => {
    const model = small({ loss: 'mse' });
    assert.deepEqual(await kerasBytes(model), await kerasBytes(model));
  });

  for (const [name, made] of [
    ...['sgd', 'adam', 'adamW', 'adamax', 'nadam', 'adagrad', 'adadelta', 'rmsprop', 'ftrl', 'lion'].map(
      (id) => [id, () => new optimizers[id as 'sgd']()] as const,
    ),
    ['SGD with all', () => new SGD({ momentum: 0.9, nesterov: true, clipNorm: 1, weightDecay: 0.1 })],
    ['Adam with all', () => new Adam({ amsgrad: true, useEma: true, gradientAccumulationSteps: 2 })],
    ['Nadam', () => new Nadam({ learningRate: 0.1 })],
    [
      'a schedule',
      () =>
        new Adam({ learningRate: new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 }) }),
    ],
  ] as readonly (readonly [string, () => Optimizer])[]) {
    it(`goes on with the same numbers: ${name}`, async () => {
      const model = small({ optimizer: made(), loss: 'binaryCrossentropy', metrics: ['accuracy', 'mae'] });
      const again = await loadModel(await kerasBytes(model));
      assert.deepEqual(again.optimizer?.config(), model.optimizer?.config());
      for (let step = 0; step < 3; step++) assert.deepEqual(again.trainOnBatch(x, y), model.trainOnBatch(x, y));
      assert.deepEqual(weightsOf(again), weightsOf(model));
    });
  }

  it('says a whole learning rate as a float, which Keras asks for', async () => {
    const model = small({ optimizer: new SGD({ learningRate: 1 }), loss: 'mse' });
    const config = new TextDecoder().decode((await readZip(await kerasBytes(model))).get('config.json'));
    assert.ok(config.includes('"learning_rate":1.0,'), config);
    assert.equal((await loadModel(await kerasBytes(model))).optimizer?.learningRate, 1);
  });

  it('may be without what the model was compiled with, and be read without', async () => {
    const model = small({ loss: 'mse', optimizer: new Rprop() });
    await assert.rejects(kerasBytes(model), {
      name: 'UnsupportedError',
      message: "Cannot save Sequential 'sequential' for Keras: optimizer must be one that Keras has, received Rprop",
    });
    const bytes = await kerasBytes(model, { includeOptimizer: false });
    assert.equal((await loadModel(bytes)).optimizer, undefined);
    const compiled = await kerasBytes(small({ loss: 'mse' }));
    assert.equal((await loadModel(compiled, { compile: false })).optimizer, undefined);
  });

  it('refuses metrics that Keras has not', () =>
    assert.rejects(kerasBytes(small({ loss: 'binaryCrossentropy', metrics: [new Perplexity()] })), {
      name: 'UnsupportedError',
      message: /metric must be one that Keras has, received Perplexity$/,
    }));

  it('refuses options of recurrent layers that Keras has not', async () => {
    const model = new Sequential([Input({ shape: [2, 1] }), new LSTM({ units: 2, peephole: true })]);
    await assert.rejects(kerasBytes(model), {
      name: 'UnsupportedError',
      message:
        "Cannot save Sequential 'sequential' for Keras: peephole of LSTM 'lstm' must be left at its default, as Keras has it not, received true",
    });
  });

  it('is one of Keras 2 where only that has the hard sigmoid', async () => {
    const layers = [
      Input({ shape: [2, 3] }),
      new LSTM({ units: 2, recurrentActivation: 'hardSigmoidKeras2' }),
      new Dense({ units: 1 }),
    ];
    const model = new Sequential(layers, { seed: 1 });
    model.compile({ optimizer: 'adam', loss: 'mse' });
    const bytes = await kerasBytes(model, { format: 'h5' });
    const { attributes } = await readHdf5(bytes);
    assert.deepEqual([attributes.get('keras_version'), attributes.get('backend')], ['2.2.4', 'tensorflow']);
    assert.equal(attributes.has('training_config'), false);
    const { config } = JSON.parse(String(attributes.get('model_config')));
    const [lstm, dense] = config.layers;
    assert.deepEqual([lstm.class_name, dense.class_name, config.layers.length], ['LSTM', 'Dense', 2]);
    assert.deepEqual(lstm.config.batch_input_shape, [null, 2, 3]);
    assert.equal(lstm.config.recurrent_activation, 'hard_sigmoid');
    assert.deepEqual(dense.config.kernel_initializer, { class_name: 'GlorotUniform', config: {} });
    const again = await loadModel(bytes);
    const given = [
      [
        [1, 2, 3],
        [3, 1, 2],
      ],
    ];
    assert.deepEqual(again.predict(given).data, model.predict(given).data);
    assert.equal(again.layers[0]?.config().recurrentActivation, 'hardSigmoidKeras2');
  });

  it('of Keras 2 is refused for what that has not, and what it does not hold', async () => {
    const gates = new LSTM({ units: 2, recurrentActivation: 'hardSigmoidKeras2' });
    const of = (...layers: Layer[]): Sequential => new Sequential([Input({ shape: [2, 3] }), ...layers]);
    const refused = (model: Sequential | Model, message: RegExp, options = {}): Promise<void> =>
      assert.rejects(kerasBytes(model, { format: 'h5', ...options }), { name: 'UnsupportedError', message });
    await refused(of(gates), /includeOptimizer must be left out with Keras 2's hard sigmoid, received true$/, {
      includeOptimizer: true,
    });
    await refused(
      of(gates, new Dense({ units: 1, activation: 'hardSigmoid' })),
      /activation of 'dense' must be one that Keras 2 has, received "hardSigmoid"$/,
    );
    await refused(of(new Masking(), gates), /its layers must be among LSTM, .+, received Masking$/);
    const input = Input({ shape: [2, 3] });
    await refused(
      new Model({ inputs: input, outputs: gates.apply(input) }),
      /it must be a Sequential, received Functional$/,
    );
  });

  it('refuses initial states beside a mask, which Keras drops', async () => {
    const input = Input({ shape: [4, 2] });
    const [, h, c] = new LSTM({ units: 2, returnState: true }).apply<
      readonly [SymbolicTensor, SymbolicTensor, SymbolicTensor]
    >(input);
    const outputs = new LSTM({ units: 2, name: 'decoder' }).apply(new Masking().apply(input), { initialState: [h, c] });
    await assert.rejects(kerasBytes(new Model({ inputs: input, outputs })), {
      name: 'UnsupportedError',
      message:
        "Cannot save Functional 'functional' for Keras: 'decoder' must not have both initial states and a mask, received both",
    });
  });

  it('gives an Embedding whose steps have the numbers of Keras', async () => {
    const model = new Sequential([Input({ shape: [2] }), new Embedding({ inputDim: 3, outputDim: 2 })]);
    const again = await loadModel(await kerasBytes(model));
    assert.equal(again.layers[0]?.config().sparseGradient, false);
  });

  type Layers = { config: { layers: { class_name: string; config: Record<string, unknown> }[] } };
  const damage: readonly [string, string, (config: Layers, members: Map<string, Uint8Array>) => void][] = [
    [
      'FormatError',
      "it must hold 'config.json', received metadata.json, model.weights.h5",
      (_, m) => m.delete('config.json'),
    ],
    [
      'UnsupportedError',
      'keras_version must be 2.x or 3.x, received "4.0"',
      (_, m) => m.set('metadata.json', new TextEncoder().encode('{"keras_version":"4.0"}')),
    ],
    [
      'UnsupportedError',
      "received Lambda 'dense'",
      (c) => Object.assign(c.config.layers[1]!, { class_name: 'Lambda' }),
    ],
    [
      'UnsupportedError',
      "activation of Dense 'dense' must be one of",
      (c) => Object.assign(c.config.layers[1]!.config, { activation: 'mish' }),
    ],
    [
      'UnsupportedError',
      'dtype of Dense \'dense\' must be float32, received "float16"',
      (c) => Object.assign(c.config.layers[1]!.config, { dtype: 'float16' }),
    ],
    [
      'UnsupportedError',
      'options must be among name, trainable, units',
      (c) => Object.assign(c.config.layers[1]!.config, { lora: 4 }),
    ],
    [
      'UnsupportedError',
      "time_major of Dense 'dense' must be false, received true",
      (c) => Object.assign(c.config.layers[1]!.config, { time_major: true }),
    ],
    [
      'FormatError',
      "block 'layers/dense/vars/0' must have shape [3, 4], received [3, 2]",
      (c) => Object.assign(c.config.layers[1]!.config, { units: 4 }),
    ],
    [
      'FormatError',
      "there must be a block 'layers/dense/vars/0', received none of that name",
      (_, m) => m.set('model.weights.h5', EMPTY),
    ],
  ];
  let EMPTY = new Uint8Array();
  for (const [name, message, change] of damage) {
    it(`says: ${message}`, async () => {
      EMPTY = await writeHdf5({ attributes: new Map(), members: new Map() });
      const bytes = await changed(small(), change);
      await assert.rejects(loadModel(bytes), (error: Error) => {
        assert.equal(error.name, name);
        assert.ok(error.message.includes(message), error.message);
        return true;
      });
    });
  }

  it('refuses blocks that no weight has, and files of weights alone', async () => {
    const members = new Map(await readZip(await kerasBytes(small())));
    const { attributes, members: groups } = await readHdf5(members.get('model.weights.h5') as Uint8Array);
    const more = new Map([...groups, ['more', { shape: [1], data: Float32Array.of(1) }] as const]);
    members.set('model.weights.h5', await writeHdf5({ attributes, members: more }));
    await assert.rejects(loadModel(await writeZip(members)), {
      name: 'FormatError',
      message: "Cannot read Keras model: there must be 4 blocks of weights, received 'more' besides",
    });
    const alone = await writeHdf5({ attributes: new Map([['layer_names', ['dense']]]), members: new Map() });
    await assert.rejects(loadModel(alone), {
      name: 'UnsupportedError',
      hint: 'Save the whole model in Keras: model.save(path).',
    });
  });

  it('refuses options that it has not', async () => {
    await assert.rejects(saveModel(small(), 'x.safetensors', { includeOptimizer: true }), { name: 'UnsupportedError' });
    await assert.rejects(kerasBytes(small(), { format: 'tf' as 'h5' }), { name: 'OptionError' });
    await assert.rejects(loadModel(new Uint8Array(), { compile: 1 as unknown as boolean }), { name: 'OptionError' });
  });
});
