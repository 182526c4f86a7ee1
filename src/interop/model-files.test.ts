import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { FormatError } from '../errors.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { layers as index } from '../layers/index.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { tensor } from '../tensor/tensor.ts';
import { loadModel, modelBytes, saveModel } from './io.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-'));
after(() => rmSync(folder, { recursive: true }));

const layers = () => [
  new LSTM({ units: 3, returnSequences: true }),
  new Dropout({ rate: 0.5 }),
  new Dense({ units: 2 }),
];
const x = ramp([2, 4, 2]);
const trained = (): Sequential => {
  const model = new Sequential(layers(), { name: 'm', seed: 6 });
  model.compile({ loss: 'mse' });
  model.trainOnBatch(x, ramp([2, 4, 2], 3));
  return model;
};
const small = () => new Sequential([Input({ shape: [1] }), new Dense({ units: 1 })]);

/** Blocks and description of a small model, for damage. */
const parts = () => ({
  blocks: new Map<string, { shape: number[]; data: Float32Array | Uint16Array | Float64Array }>([
    ['dense/kernel', { shape: [1, 1], data: Float32Array.of(2) }],
    ['dense/bias', { shape: [1], data: Float32Array.of(3) }],
  ]),
  description: { format: 1, className: 'Sequential', config: small().config() } as Record<string, unknown>,
});
const bytesOf = ({ blocks, description }: ReturnType<typeof parts>) =>
  writeSafetensors(blocks, { memcell: JSON.stringify(description) });

describe('saveModel and loadModel', () => {
  it('give the same predictions, weights and config back, bit for bit', async () => {
    const model = trained();
    const path = join(folder, 'model.SafeTensors');
    await saveModel(model, path);
    const bytes = new Uint8Array(readFileSync(path));
    assert.deepEqual(bytes, modelBytes(model));
    for (const source of [path, bytes, bytes.slice().buffer]) {
      const again = await loadModel(source);
      assert.deepEqual(again.config(), model.config());
      assert.deepEqual(weightsOf(again), weightsOf(model));
      assert.deepEqual(again.predict(x).data, model.predict(x).data);
      assert.deepEqual(modelBytes(again), bytes);
    }
  });

  it('keep NaN weights: what was saved comes back', async () => {
    const model = small();
    model.setWeights([[[Number.NaN]], [-Infinity]]);
    assert.deepEqual(weightsOf(await loadModel(modelBytes(model))), [Float32Array.of(NaN), Float32Array.of(-Infinity)]);
  });

  it('keep a file that cannot be replaced, and leave nothing half-written', async () => {
    const path = join(folder, 'kept.safetensors');
    await saveModel(small(), path);
    const before = readFileSync(path);
    const unbuilt = new Sequential([new Dense({ units: 1 })], { name: 'u' });
    await assert.rejects(saveModel(unbuilt, path), {
      name: 'OptionError',
      message: "Cannot save Sequential 'u': it must be built, received a model without weights",
    });
    assert.deepEqual(readFileSync(path), before);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('refuse a folder that cannot be written', { skip: process.getuid?.() === 0 }, async () => {
    const place = join(folder, 'locked');
    mkdirSync(place);
    chmodSync(place, 0o555);
    const path = join(place, 'model.safetensors');
    await assert.rejects(saveModel(small(), path), {
      name: 'ResourceError',
      message: `Cannot write file '${path}': permission must be given, received permission denied`,
    });
    assert.deepEqual(readdirSync(place), []);
  });

  const path = (name: string) => join(folder, name);
  const ending = 'the name must end in .safetensors or .keras or .h5 or .t7, received';
  const refused: readonly [string, string, () => Promise<unknown>][] = [
    ['UnsupportedError', `Cannot save model 'model.onnx': ${ending} '.onnx'`, () => saveModel(small(), 'model.onnx')],
    ['UnsupportedError', `Cannot load model 'model': ${ending} no ending`, () => loadModel('model')],
    ['OptionError', 'Cannot save model: path must be a text, received 5', () => saveModel(small(), 5 as never)],
    ['OptionError', "Cannot load model: path must be a text, received ''", () => loadModel('')],
    ['OptionError', 'Cannot load model: source must be a path or bytes, received 5', () => loadModel(5 as never)],
    [
      'OptionError',
      'Cannot save model: model must be a Sequential or a Model, received an object',
      () => saveModel({} as never, path('x.safetensors')),
    ],
    [
      'ResourceError',
      `Cannot read file '${path('none.safetensors')}': file must exist, received no such file`,
      () => loadModel(path('none.safetensors')),
    ],
    [
      'ResourceError',
      `Cannot write file '${path('no/such.safetensors')}': its folder must exist, received no such folder`,
      () => saveModel(small(), path('no/such.safetensors')),
    ],
    [
      'ResourceError',
      `Cannot read file '${path('folder.safetensors')}': path must be a file, received a folder`,
      () => loadModel(path('folder.safetensors')),
    ],
    [
      'ResourceError',
      `Cannot write file '${path('folder.safetensors')}': path must be a file, received a folder`,
      () => saveModel(small(), path('folder.safetensors')),
    ],
  ];
  mkdirSync(path('folder.safetensors'));
  for (const [name, message, run] of refused) {
    it(`say: ${message.replaceAll(folder, '')}`, () => assert.rejects(run, { name, message }));
  }
});

describe('loadModel', () => {
  it('refuses a file cut off anywhere', async () => {
    const bytes = modelBytes(trained());
    for (let length = 0; length < bytes.length; length += length < 1200 ? 1 : 7) {
      await assert.rejects(loadModel(bytes.slice(0, length)), FormatError, `${length} bytes`);
    }
  });

  const damage: readonly [string, string, (p: ReturnType<typeof parts>) => void][] = [
    [
      'FormatError',
      "there must be a tensor 'dense/bias', received none of that name",
      (p) => p.blocks.delete('dense/bias'),
    ],
    [
      'FormatError',
      "there must be 2 tensors, received 3, 'more' among them",
      (p) => p.blocks.set('more', { shape: [1], data: Float32Array.of(1) }),
    ],
    [
      'FormatError',
      "tensor 'dense/bias' must have shape [1], received [2]",
      (p) => p.blocks.set('dense/bias', { shape: [2], data: Float32Array.of(1, 2) }),
    ],
    [
      'FormatError',
      "tensor 'dense/bias' must be F32, received F64",
      (p) => p.blocks.set('dense/bias', { shape: [1], data: Float64Array.of(1) }),
    ],
    [
      'FormatError',
      "tensor 'dense/bias' must be F32, received U16",
      (p) => p.blocks.set('dense/bias', { shape: [1], data: Uint16Array.of(1) }),
    ],
    ['FormatError', 'format must be 1, received 2', (p) => Object.assign(p.description, { format: 2 })],
    [
      'FormatError',
      "className must be 'Sequential' or 'Functional', received \"Model\"",
      (p) => Object.assign(p.description, { className: 'Model' }),
    ],
    [
      'FormatError',
      'config must describe a model, received one that does not (Cannot load Sequential: config must be an object, received null)',
      (p) => Object.assign(p.description, { config: null }),
    ],
    [
      'FormatError',
      "config must describe a model, received one that does not (Cannot create Dense 'dense': units must be a whole number from 1, received 0)",
      (p) => Object.assign(p.description, { config: { layers: [{ className: 'Dense', config: { units: 0 } }] } }),
    ],
    [
      'FormatError',
      'config must say buildInputShape, received a config without it',
      (p) => Object.assign(p.description, { config: { layers: [{ className: 'Dense', config: { units: 1 } }] } }),
    ],
  ];
  for (const [name, message, change] of damage) {
    it(`says: ${message}`, () => {
      const all = parts();
      change(all);
      return assert.rejects(loadModel(bytesOf(all)), { name, message: `Cannot load model: ${message}` });
    });
  }

  it('refuses a layer it does not have', () => {
    const all = parts();
    all.description.config = { layers: [{ className: 'GRUX', config: {} }] };
    return assert.rejects(loadModel(bytesOf(all)), {
      name: 'UnsupportedError',
      message: `Cannot make layer: className must be one of ${Object.keys(index).join(', ')}, received 'GRUX'`,
    });
  });

  it('refuses F16 weights', () => {
    const bytes = bytesOf(parts());
    const text = new TextDecoder('latin1').decode(bytes);
    const half = text.replace(
      '"dtype":"F32","shape":[1],"data_offsets":[0,4]',
      '"dtype":"F16","shape":[1],"data_offsets":[0,2]',
    );
    const shifted = half.replace('"data_offsets":[4,8]', '"data_offsets":[2,6]');
    const cut = Uint8Array.from(shifted.slice(0, -2), (sign) => sign.charCodeAt(0));
    return assert.rejects(loadModel(cut), {
      name: 'FormatError',
      message: "Cannot load model: tensor 'dense/bias' must be F32, received F16",
    });
  });

  it('refuses files of others and metadata that is none, and names the file', async () => {
    const path = join(folder, 'foreign.safetensors');
    const { blocks } = parts();
    const says = async (metadata: Record<string, string>, message: string) => {
      writeFileSync(path, writeSafetensors(blocks, metadata));
      await assert.rejects(loadModel(path), {
        name: 'FormatError',
        message: `Cannot load model '${path}': ${message}`,
      });
    };
    await says(
      { format: 'pt' },
      "metadata must hold 'memcell' (the config that saveModel writes), received a file without it",
    );
    await says({ memcell: '{' }, "metadata 'memcell' must be JSON, received text that is not");
    await says({ memcell: '[1]' }, "metadata 'memcell' must be a JSON object, received [1]");
    await says({ memcell: '{}' }, 'format must be 1, received nothing');
  });

  it('does not draw the weights that it reads', async () => {
    const model = new Sequential([Input({ shape: [1, 1] }), new LSTM({ units: 2 })]);
    model.setWeights(model.getWeights().map(({ shape, size }) => tensor(new Float32Array(size), shape)));
    const again = await loadModel(modelBytes(model));
    assert.ok(weightsOf(again).every((data) => data.every((value) => value === 0)));
  });
});
