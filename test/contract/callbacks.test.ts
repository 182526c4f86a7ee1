// Every callback of src/train/callbacks and of memcell/io: options that are refused, a state that goes through JSON and is
// refused where it is none, and that it takes part in a training, alone and with all others.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { OptionError } from '../../src/errors.ts';
import * as io from '../../src/interop/io.ts';
import { Dense } from '../../src/layers/dense.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { type Callback, isResumable } from '../../src/train/callback.ts';
import * as callbacks from '../../src/train/callbacks/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-callbacks-'));
after(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly make: (options?: object) => Callback;
  /** Options that must be refused, beside unknown ones; none where it has no options. */
  readonly wrong: readonly object[];
}

const save = (): void => {};
const path = join(folder, 'file');
const watched = [{ monitor: 3 }, { mode: 'up' }];
const cases: Readonly<Record<string, Case>> = {
  BackupAndRestore: {
    make: (options = {}) => new io.BackupAndRestore(`${path}.backup`, options),
    wrong: [{ saveFreq: 0 }, { saveFreq: 'batch' }, { deleteCheckpoint: 1 }],
  },
  CSVLogger: {
    make: (options = {}) => new io.CSVLogger(`${path}.csv`, options),
    wrong: [{ separator: '' }, { append: 1 }],
  },
  EarlyStopping: {
    make: (options = {}) => new callbacks.EarlyStopping({ monitor: 'loss', ...options }),
    wrong: [...watched, { patience: -1 }, { minDelta: '1' }, { baseline: NaN }, { startFromEpoch: 0.5 }],
  },
  LambdaCallback: {
    make: (options = {}) => new callbacks.LambdaCallback(options),
    wrong: [{ onEpochEnd: 3 }],
  },
  LearningRateScheduler: {
    make: (options) => new callbacks.LearningRateScheduler((options as never) ?? ((_epoch, rate) => rate / 2)),
    wrong: [],
  },
  ModelCheckpoint: {
    make: (options = {}) => new callbacks.ModelCheckpoint({ save, ...options }),
    wrong: [...watched, { save: 3 }, { saveFreq: 0 }, { saveBestOnly: 1 }, { initialValueThreshold: 1 }],
  },
  'ModelCheckpoint of memcell/io': {
    make: (options = {}) => new io.ModelCheckpoint(`${path}-{epoch}.safetensors`, options),
    wrong: [...watched, { saveFreq: 0 }, { saveBestOnly: 1 }],
  },
  ReduceLROnPlateau: {
    make: (options = {}) => new callbacks.ReduceLROnPlateau({ monitor: 'loss', ...options }),
    wrong: [...watched, { factor: 1 }, { patience: -1 }, { minDelta: NaN }, { cooldown: -1 }, { minLr: -1 }],
  },
  TensorBoard: {
    make: (options = {}) => new io.TensorBoard({ logDir: `${path}-logs`, histogramFreq: 1, ...options }),
    wrong: [
      ...[{ logDir: '' }, { histogramFreq: 0.5 }, { updateFreq: 0 }, { updateFreq: 'step' }, { writeGraph: 1 }],
      ...[{ histogramFreq: 0, writeImages: true }, { writeGradients: 'yes' }],
    ],
  },
  TerminateOnNaN: {
    make: (options = {}) => new callbacks.TerminateOnNaN(options),
    wrong: [{ raiseError: 'yes' }],
  },
};

const train = (list: readonly Callback[]): Promise<unknown> => {
  const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  return model.fit([[0], [1], [2]], [[1], [3], [5]], { epochs: 3, batchSize: 2, callbacks: list });
};

describe('callbacks', () => {
  it('have a case each', () => {
    const ofIo = Object.entries(io).filter(([, value]) => /^class /.test(String(value)));
    const names = new Set(
      [...Object.keys(callbacks), ...ofIo.map(([name]) => name)].filter((name) => name !== 'SummaryWriter'),
    );
    for (const name of names) assert.ok(cases[name], `add a case for '${name}'`);
    assert.ok('ModelCheckpoint' in io && cases['ModelCheckpoint of memcell/io']);
  });
  for (const [name, { make, wrong }] of Object.entries(cases)) {
    describe(name, () => {
      for (const options of [{ unknown: 1 }, ...wrong]) {
        it(`refuses ${JSON.stringify(options)}`, () =>
          assert.throws(
            () => make(options),
            (error: OptionError) => error instanceof OptionError && /^Cannot create .*received /.test(error.message),
          ));
      }
      it('takes part in two trainings', async () => {
        const own = make();
        await train([own]);
        await train([own]);
      });
      it('has a state that goes through JSON, or none', async () => {
        const own = make();
        await train([own]);
        if (!isResumable(own)) {
          assert.ok(!('state' in own));
          return;
        }
        const state = JSON.parse(JSON.stringify(own.state()));
        const again = make();
        assert.ok(isResumable(again));
        again.restore(state);
        if (own.className !== 'CSVLogger') assert.deepEqual(again.state(), state); // which reads its file first
        assert.throws(() => again.restore('text'), OptionError);
      });
    });
  }
  it('work all together', async () => {
    await train(Object.values(cases).map(({ make }) => make()));
  });
});
