import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { weightsOf } from '../../../test/support/weights-of.ts';
import { FormatError, UnsupportedError } from '../../errors.ts';
import { readT7 } from '../../formats/read-t7.ts';
import { type T7Object, type T7Tensor, type T7Value, t7List, t7Numbers, t7Tensor } from '../../formats/t7.ts';
import { writeT7 } from '../../formats/write-t7.ts';
import { Activation } from '../../layers/activation.ts';
import { Conv2D } from '../../layers/conv2d.ts';
import { Dense } from '../../layers/dense.ts';
import { Dropout } from '../../layers/dropout.ts';
import { Flatten } from '../../layers/flatten.ts';
import { Input } from '../../layers/input.ts';
import { LSTM } from '../../layers/lstm.ts';
import { MaxPooling2D } from '../../layers/max-pooling2d.ts';
import { Reshape } from '../../layers/reshape.ts';
import type { SequentialPart } from '../../models/layer-list.ts';
import { Model } from '../../models/model.ts';
import { Sequential } from '../../models/sequential.ts';
import { Random } from '../../random.ts';
import { tensor } from '../../tensor/tensor.ts';
import { loadModel, saveModel } from '../io.ts';
import { torch7Bytes } from './save-torch7.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-'));
after(() => rmSync(folder, { recursive: true }));

const image = [6, 5, 2] as const;
const network = (): Sequential =>
  new Sequential(
    [
      Input({ shape: image }),
      new Conv2D({
        filters: 3,
        kernelSize: [3, 2],
        strides: [1, 2],
        activation: 'relu',
        biasInitializer: 'randomNormal',
      }),
      new Conv2D({ filters: 4, kernelSize: 3, padding: 'same', useBias: false, activation: 'tanh' }),
      new MaxPooling2D({ poolSize: [2, 1] }),
      new Flatten(),
      new Dropout({ rate: 0.25 }),
      new Dense({ units: 5, activation: 'sigmoid', biasInitializer: 'randomNormal' }),
      new Dense({ units: 3, useBias: false }),
      new Activation({ activation: 'logSoftmax' }),
    ],
    { seed: 4 },
  );
const x = tensor(new Random(1).normal(2 * 60), [2, ...image]);
const near = (a: ArrayLike<number>, b: ArrayLike<number>): void => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++) assert.ok(Math.abs((a[i] as number) - (b[i] as number)) < 1e-6, `${i}`);
};

describe('.t7 files', () => {
  it('give the same predictions back, and the same weights', async () => {
    const model = network();
    const path = join(folder, 'model.t7');
    await saveModel(model, path);
    for (const source of [path, torch7Bytes(model)]) {
      const again = await loadModel(source);
      near(again.predict(x).data, model.predict(x).data);
      assert.deepEqual(weightsOf(again), weightsOf(model));
      assert.deepEqual(torch7Bytes(again), torch7Bytes(model));
    }
  });
  it('hold weights as Torch has them: filters, channels, rows, columns; an image channel by channel', () => {
    const model = new Sequential([
      Input({ shape: [2, 2, 3] }),
      new Conv2D({ filters: 2, kernelSize: [1, 2] }),
      new Flatten(),
      new Dense({ units: 1 }),
    ]);
    const ascending = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => i);
    model.setWeights([tensor(ascending(12), [1, 2, 3, 2]), [0, 0], tensor(ascending(4), [4, 1]), [0]]);
    const { fields } = readT7(torch7Bytes(model)) as T7Object;
    const modules = [...(fields.get('modules') as ReadonlyMap<number, T7Object>).values()];
    assert.deepEqual(
      modules.map(({ className }) => className),
      ['nn.SpatialConvolution', 'nn.View', 'nn.Linear'],
    );
    const weight = (i: number) => t7Numbers(modules[i]?.fields.get('weight') as T7Tensor);
    // [f, c, 0, q] was [0, q, c, f]
    assert.deepEqual(weight(0).shape, [2, 3, 1, 2]);
    assert.deepEqual([...weight(0).data], [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]);
    assert.deepEqual([...weight(2).data], [0, 2, 1, 3]);
  });
  it('take rows as they are, and a Reshape as a Flatten', async () => {
    const rows = new Sequential([Input({ shape: [4] }), new Flatten(), new Dense({ units: 2, activation: 'softmax' })]);
    const back = await loadModel(torch7Bytes(rows));
    assert.deepEqual(back.inputShape, [null, 4]);
    assert.deepEqual(weightsOf(back), weightsOf(rows));
    const shaped = new Sequential([
      Input({ shape: [2, 1, 2] }),
      new Reshape({ targetShape: [-1] }),
      new Dense({ units: 2 }),
    ]);
    const images = tensor([1, 2, 3, 4], [1, 2, 1, 2]);
    const again = new Sequential([Input({ shape: [2, 1, 2] }), new Flatten(), new Dense({ units: 2 })]);
    again.setWeights(weightsOf(shaped).map((data, i) => tensor(data, shaped.weights[i]?.shape)));
    assert.deepEqual(torch7Bytes(again), torch7Bytes(shaped));
    near(again.predict(images).data, shaped.predict(images).data);
  });
});

describe('a model that Torch has not', () => {
  const conv = (options: object): SequentialPart => new Conv2D({ filters: 2, kernelSize: 3, name: 'c', ...options });
  const rows: readonly (readonly [parts: readonly SequentialPart[], message: string])[] = [
    [
      [Input({ shape: [3, 2] }), new LSTM({ units: 2 })],
      "its layers must be among Activation, Dropout, Flatten, Reshape, Conv2D, MaxPooling2D, Dense, received LSTM 'lstm'",
    ],
    [
      [Input({ shape: [3, 2] }), new Dense({ units: 2 })],
      "input must be rows [B, D] of Dense 'dense', received [null, 3, 2]",
    ],
    [
      [Input({ shape: [3, 2] }), new Flatten()],
      "input must be images [B, H, W, C] of Flatten 'flatten', received [null, 3, 2]",
    ],
    [[Input({ shape: [5, 5, 1] }), conv({ dilationRate: 2 })], "dilationRate must be 1 of Conv2D 'c', received [2, 2]"],
    [
      [Input({ shape: [5, 5, 1] }), conv({ padding: 'same', strides: 2 })],
      "padding must be 'valid', or the strides 1 and the kernelSize odd, of Conv2D 'c', received 'same'",
    ],
    [
      [Input({ shape: [5, 5, 1] }), conv({ activation: 'exponential' })],
      "activation must be linear, relu, sigmoid, tanh, softmax, logSoftmax of Conv2D 'c', received 'exponential'",
    ],
    [
      [Input({ shape: [5, 5, 1] }), new MaxPooling2D({ padding: 'same' })],
      "padding must be 'valid' of MaxPooling2D 'max_pooling2d', received 'same'",
    ],
    [
      [Input({ shape: [null, 5, 1] }), new Flatten()],
      "output must be rows [B, D] of a known size of Flatten 'flatten', received [null, null]",
    ],
    [[Input({ shape: [2, 2, 2] }), new Flatten()], 'a Flatten of images must be followed by a Dense, received none'],
  ];
  for (const [parts, message] of rows) {
    it(`is refused: ${message}`, () =>
      assert.throws(
        () => torch7Bytes(new Sequential(parts, { name: 'm' })),
        new UnsupportedError(`Cannot save Sequential 'm' as .t7: ${message}`, {
          hint: 'Save it as .safetensors, which holds all that memcell has.',
        }),
      ));
  }
  it('is refused: a functional one, and one that is not built', async () => {
    const input = Input({ shape: [2] });
    const model = new Model({ inputs: input, outputs: new Dense({ units: 1 }).apply(input), name: 'f' });
    await assert.rejects(saveModel(model, join(folder, 'f.t7')), {
      name: 'UnsupportedError',
      message: "Cannot save Functional 'f' as .t7: it must be a Sequential, received Functional",
    });
    await assert.rejects(saveModel(new Sequential([new Dense({ units: 1 })]), join(folder, 'f.t7')), {
      name: 'OptionError',
    });
    await assert.rejects(saveModel(network(), join(folder, 'f.t7'), { includeOptimizer: true }), {
      message: /includeOptimizer must be left out for \.t7, received true$/,
    });
  });
});

describe('modules of Torch', () => {
  const module = (name: string, fields: Record<string, T7Value> = {}): T7Object => {
    return { kind: 'object', className: `nn.${name}`, fields: new Map(Object.entries(fields)) };
  };
  const numbers = (shape: readonly number[], from = 0): T7Tensor => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + from));
    return t7Tensor({ shape, data });
  };
  const sizes = (...values: readonly bigint[]): T7Value => ({
    kind: 'storage',
    of: 'int64',
    data: BigInt64Array.from(values),
  });
  const sequential = (...modules: readonly T7Value[]): T7Object => module('Sequential', { modules: t7List(modules) });
  const load = (value: T7Value): Promise<Sequential> => loadModel(writeT7(value));
  const conv = (change: Record<string, T7Value> = {}): T7Object =>
    module('SpatialConvolution', {
      nInputPlane: 2,
      nOutputPlane: 3,
      kW: 2,
      kH: 3,
      weight: numbers([3, 2, 3, 2]),
      ...change,
    });
  const linear = (change: Record<string, T7Value> = {}): T7Object =>
    module('Linear', { weight: numbers([2, 12]), bias: numbers([2]), ...change });
  const pool = (change: Record<string, T7Value> = {}): T7Object =>
    module('SpatialMaxPooling', { kW: 2, kH: 2, ...change });

  it('are read in older forms, too: weights of two axes, one padding, no steps, doubles, modules in modules', async () => {
    const flat = t7Tensor({
      shape: [3, 12],
      data: Float64Array.from(t7Numbers(numbers([3, 2, 3, 2])).data as Float32Array),
    });
    const old = { ...conv({ weight: flat, padding: 1 }), className: 'nn.SpatialConvolutionMM' };
    const view = module('Reshape', { size: sizes(-1n, 12n) });
    const model = await load(sequential(sequential(old, module('ReLU')), module('Identity'), pool(), view, linear()));
    assert.deepEqual(
      model.layers.map(({ className }) => className),
      ['ZeroPadding2D', 'Conv2D', 'MaxPooling2D', 'Reshape', 'Dense'],
    );
    assert.equal(model.layers[1]?.config().activation, 'relu');
    const input = tensor(new Random(3).normal(4 * 3 * 2), [1, 4, 3, 2]);
    const padded = sequential(conv({ padW: 1, padH: 1 }), module('ReLU'), pool(), view, linear());
    assert.deepEqual(model.predict(input).data, (await load(padded)).predict(input).data);
  });
  it('know a Dropout of old only where it drops nothing', async () => {
    const model = await load(sequential(linear(), module('Dropout', { p: 0 }), module('Tanh'), module('SoftMax')));
    assert.deepEqual(
      model.layers.map(({ className }) => className),
      ['Dense', 'Dropout', 'Activation', 'Activation'],
    );
  });
  const rows: readonly (readonly [value: T7Value, message: string, unsupported?: true])[] = [
    [new Map([['w', numbers([1])]]), 'value must be an nn.Sequential, received a table of 1', true],
    [module('Linear'), 'value must be an nn.Sequential, received "nn.Linear"', true],
    [module('Sequential'), "'modules' must be a list of modules, received none"],
    [sequential(linear(), 5), "'modules.2' must be a module of nn, received 5"],
    [
      sequential(sequential(module('LookupTable'))),
      '\'modules.1.modules.1\' must be among nn.Dropout, nn.Identity, nn.Linear, nn.LogSoftMax, nn.ReLU, nn.Reshape, nn.Sequential, nn.Sigmoid, nn.SoftMax, nn.SpatialConvolution, nn.SpatialConvolutionMM, nn.SpatialMaxPooling, nn.Tanh, nn.View, received "nn.LookupTable"',
      true,
    ],
    [
      sequential(module('ReLU')),
      'modules must have an nn.Linear or an nn.SpatialConvolution, received none of them',
      true,
    ],
    [sequential(linear({ weight: null })), "weight of 'modules.1' (nn.Linear) must be a tensor, received none"],
    [sequential(linear({ bias: numbers([3]) })), "bias of 'modules.1' (nn.Linear) must be a tensor [2], received [3]"],
    [
      sequential(linear({ weight: t7Tensor({ shape: [1, 2], data: Int32Array.of(1, 2) }), bias: null })),
      "weight of 'modules.1' (nn.Linear) must be a tensor [1, 2] of floats, received int32",
    ],
    [
      sequential(conv({ kW: 0 })),
      "kW of 'modules.1' (nn.SpatialConvolution) must be a whole number from 1, received 0",
    ],
    [
      sequential(conv({ kW: 1000 })),
      "weight of 'modules.1' (nn.SpatialConvolution) must be a tensor [3, 2, 3, 1000] or [3, 6000], received [3, 2, 3, 2]",
    ],
    [sequential(conv(), conv()), "nInputPlane must be 3 of 'modules.2' (nn.SpatialConvolution), received 2"],
    [
      sequential(conv(), linear()),
      "input must be rows, by an nn.View in front, of 'modules.2' (nn.Linear), received images",
      true,
    ],
    [
      sequential(conv(), module('View', { size: sizes(4n, 3n) }), linear()),
      "size must be that of rows, [D] or [-1, D], of 'modules.2' (nn.View), received [4, 3]",
      true,
    ],
    [sequential(linear(), conv()), "input must be images of 'modules.2' (nn.SpatialConvolution), received rows"],
    [sequential(linear(), pool()), "input must be images of 'modules.2' (nn.SpatialMaxPooling), received rows"],
    [sequential(conv(), module('View', {})), "size of 'modules.2' (nn.View) must be a storage of sizes, received none"],
    [
      sequential(conv(), module('View', { size: sizes(12n) })),
      'rows of images must go into an nn.Linear, received a model that ends with them',
      true,
    ],
    [sequential(conv(), pool({ padW: 1 })), "padW must be 0 of 'modules.2' (nn.SpatialMaxPooling), received 1", true],
    [
      sequential(conv(), pool({ ceil_mode: true })),
      "ceil_mode must be false of 'modules.2' (nn.SpatialMaxPooling), received true",
      true,
    ],
    [
      sequential(linear(), module('Dropout', { p: 0.5 })),
      "v2 must be true (nothing is scaled when it is used) of 'modules.2' (nn.Dropout), received false",
      true,
    ],
    [sequential(linear(), module('Dropout')), "p of 'modules.2' (nn.Dropout) must be a number, received none"],
    [
      sequential(conv(), module('View', { size: sizes(20n) }), linear()),
      "weight must have 20 columns of 'modules.3' (nn.Linear), received 12",
    ],
    [
      sequential(conv(), module('View', { size: sizes(0n) }), linear()),
      "size must be -1 or at least 1, of 'modules.2' (nn.View), received 0",
    ],
    [
      sequential(linear(), module('View', { size: sizes(3n) }), linear()),
      "size must be 2, as many as the rows have, of 'modules.2' (nn.View), received 3",
    ],
    [sequential(linear(), linear()), "weight must have 2 columns of 'modules.2' (nn.Linear), received 12"],
  ];
  for (const [value, message, unsupported] of rows) {
    it(`are refused: ${message}`, async () => {
      const kind = unsupported ? UnsupportedError : FormatError;
      const path = join(folder, 'refused.t7');
      const { platform } = await import('../../platform/index.ts');
      platform().writeFileAtomic(path, writeT7(value));
      await assert.rejects(loadModel(path), (error) => {
        assert.ok(error instanceof kind, String(error));
        assert.equal(error.message, `Cannot read t7 '${path}': ${message}`);
        return true;
      });
    });
  }
  it('are refused: one that names one twice, that names one twice, and so on', async () => {
    let module = sequential();
    for (let i = 0; i < 40; i++) module = sequential(module, module);
    await assert.rejects(load(module), {
      name: 'UnsupportedError',
      message: /modules must be at most 10000, those in others counted too, received more$/,
    });
  });
  it('are refused: one that holds itself', async () => {
    const modules = new Map<T7Value, T7Value>();
    const ring = module('Sequential', { modules });
    modules.set(1, sequential(ring));
    await assert.rejects(load(ring), {
      message: /'modules.1.modules.1' must not hold itself, received a module that does$/,
    });
  });
});
