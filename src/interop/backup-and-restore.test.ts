import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { assertResumes, memoryStore, type Train } from '../../test/support/resumed.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { type OptimizerName, optimizers } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import type { Callback } from '../train/callback.ts';
import { EarlyStopping, ReduceLROnPlateau } from '../train/callbacks/index.ts';
import { BackupAndRestore, type CheckpointStore } from './backup-and-restore.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-backup-'));
after(() => rmSync(folder, { recursive: true }));

const random = new Random(3);
const x = { data: random.normal(14 * 5 * 2), shape: [14, 5, 2] };
const y = { data: random.normal(14), shape: [14, 1] };
const EPOCHS = 4;
/** 11 samples to learn from, 4 a batch. */
const STEPS = 3;

function modelWith(optimizer: OptimizerName, seed = 5): Sequential {
  const layers = [new LSTM({ units: 3 }), new Dropout({ rate: 0.4 }), new Dense({ units: 1 })];
  const model = new Sequential(layers, { seed });
  model.compile({ optimizer, loss: 'mse', metrics: ['mae'] });
  return model;
}

type Data = Train<Sequential>;
const arrays: Data = (model, options) =>
  model.fit(x, y, { epochs: EPOCHS, batchSize: 4, validationSplit: 0.2, ...options });

const compare = (
  make: () => Sequential,
  stop: number,
  { data = arrays, callbacks }: { data?: Data; callbacks?: () => readonly Callback[] } = {},
): Promise<void> => assertResumes(make, stop, data, callbacks);

describe('a training that was stopped and taken up again is as one that never was', () => {
  for (const name of Object.keys(optimizers) as OptimizerName[]) {
    it(`with ${name}, shuffled, with dropout and validation`, () => compare(() => modelWith(name), 4));
  }
  for (const stop of [1, STEPS - 1, STEPS, STEPS + 1, EPOCHS * STEPS - 1]) {
    it(`wherever it stops: after ${stop} steps`, () => compare(() => modelWith('adam'), stop));
  }
  it('with callbacks that remember', () =>
    compare(() => modelWith('adam'), 7, {
      callbacks: () => [
        new EarlyStopping({ patience: 2, restoreBestWeights: true }),
        new ReduceLROnPlateau({ monitor: 'loss', patience: 0, factor: 0.5, minDelta: 10 }),
      ],
    }));
  it('with a stateful layer', () =>
    compare(() => {
      const model = new Sequential([new LSTM({ units: 3, stateful: true }), new Dense({ units: 1 })], { seed: 2 });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      return model;
    }, 5));
  it('with models in a model whose weights have the same names', () =>
    compare(() => {
      const part = (name: string): Sequential =>
        new Sequential([new LSTM({ units: 2, returnSequences: true, stateful: true })], { name });
      const model = new Sequential([part('one'), part('two'), new LSTM({ units: 1 })], { seed: 2 });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      return model;
    }, 5));
  it('with batches from a generator, which is run again and skipped', () => {
    let given = 0;
    function* endless(): Generator<readonly [number[][][], number[][]]> {
      const draw = new Random(9);
      for (;;) {
        given++;
        const values = Array.from(draw.normal(4));
        yield [[values.map((value) => [value])], [[values[0] as number]]];
      }
    }
    return compare(() => modelWith('adam'), 5, {
      data: (model, options) => model.fit(endless(), undefined, { epochs: EPOCHS, stepsPerEpoch: STEPS, ...options }),
    }).then(() => assert.equal(given, EPOCHS * STEPS + 5 + EPOCHS * STEPS));
  });
  it('with batches that a function makes for each epoch', () => {
    const epoch = (e: number) => [0, 1, 2].map((i) => [[[[e], [i]]], [[e + i]]] as const);
    return compare(() => modelWith('adam'), 5, {
      data: (model, options) => model.fit(epoch, undefined, { epochs: EPOCHS, ...options }),
    });
  });
  it('with truncated back-propagation', () => {
    const target = { data: random.normal(14 * 5), shape: [14, 5, 1] };
    return compare(
      () => {
        const model = new Sequential([new LSTM({ units: 3, returnSequences: true }), new Dense({ units: 1 })]);
        model.compile({ optimizer: 'adam', loss: 'mse' });
        return model;
      },
      5,
      { data: (model, options) => model.fit(x, target, { epochs: EPOCHS, batchSize: 4, truncate: 2, ...options }) },
    );
  });
});

describe('BackupAndRestore', () => {
  it('keeps a file between epochs and removes it at the end', async () => {
    const path = join(folder, 'training.safetensors');
    const there: boolean[] = [];
    const look: Callback = { onEpochBegin: () => void there.push(readdirSync(folder).length === 1) };
    const model = modelWith('adam');
    await arrays(model, { callbacks: [look, new BackupAndRestore(path)] });
    assert.deepEqual(there, [false, true, true, true]);
    assert.deepEqual(readdirSync(folder), []);
    await arrays(model, { callbacks: [new BackupAndRestore(path, { deleteCheckpoint: false })] });
    assert.deepEqual(readdirSync(folder), ['training.safetensors']);
  });
  it('finds nothing left to do where training had come to its end', async () => {
    const store = memoryStore();
    const model = modelWith('adam');
    const first = await arrays(model, { callbacks: [new BackupAndRestore(store, { deleteCheckpoint: false })] });
    const again = await arrays(modelWith('adam'), { callbacks: [new BackupAndRestore(store)] });
    assert.deepEqual(again, first);
  });
  const refusals: Record<string, [() => Promise<unknown>, string]> = {
    seed: [
      () => arrays(modelWith('adam', 6), backup()),
      "Cannot resume training of 'sequential': seed must be 5, as in the checkpoint, received 6",
    ],
    'the number of steps': [
      () => modelWith('adam').fit(x, y, { epochs: EPOCHS, batchSize: 7, ...backup() }),
      "Cannot resume training of 'sequential': steps an epoch must be 3, as in the checkpoint, received 2",
    ],
    optimizer: [
      () => arrays(modelWith('sgd'), backup()),
      "Cannot resume training of 'sequential': optimizer must be Adam, as in the checkpoint, received SGD",
    ],
    callbacks: [
      () => arrays(modelWith('adam'), { callbacks: [new EarlyStopping(), ...backup().callbacks] }),
      "Cannot resume training of 'sequential': callbacks must be (own), as in the checkpoint, received EarlyStopping, (own)",
    ],
    layers: [
      () => {
        const model = new Sequential([new LSTM({ units: 4 }), new Dense({ units: 1 })], { seed: 5 });
        model.compile({ optimizer: 'adam', loss: 'mse' });
        return arrays(model, backup());
      },
      "Cannot resume training of 'sequential': checkpoint must hold 'weights/0/lstm/kernel' of shape [2, 16], received [2, 12]",
    ],
  };
  let bytes: Uint8Array | undefined;
  function backup(): { callbacks: Callback[] } {
    return { callbacks: [new BackupAndRestore({ read: () => bytes, write: () => {}, remove: () => {} })] };
  }
  for (const [what, [run, message]] of Object.entries(refusals)) {
    it(`refuses a checkpoint of another ${what}`, async () => {
      const store = memoryStore();
      await arrays(modelWith('adam'), { callbacks: [new BackupAndRestore(store, { deleteCheckpoint: false })] });
      bytes = store.bytes;
      await assert.rejects(run, { message });
    });
  }
  it('refuses files that are no checkpoint', async () => {
    const path = join(folder, 'other.safetensors');
    writeFileSync(path, 'text');
    await assert.rejects(arrays(modelWith('adam'), { callbacks: [new BackupAndRestore(path)] }), {
      name: 'FormatError',
    });
  });
  it('refuses options it does not have', () => {
    assert.throws(() => new BackupAndRestore('x', { saveFreq: 0 }), {
      message: 'Cannot create BackupAndRestore: saveFreq must be a whole number from 1, received 0',
    });
    assert.throws(() => new BackupAndRestore({} as CheckpointStore), { name: 'OptionError' });
  });
});
