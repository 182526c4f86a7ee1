import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Dense } from '../layers/dense.ts';
import type { FitOptions } from '../models/options.ts';
import { Sequential } from '../models/sequential.ts';
import type { Callback } from '../train/callback.ts';
import { CSVLogger, loadModel, ModelCheckpoint } from './io.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-'));
after(() => rmSync(root, { recursive: true }));
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const x = ramp([8, 3]);
const y = ramp([8, 2], 5);
const compiled = (): Sequential => {
  const model = new Sequential([new Dense({ units: 2 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  return model;
};
const train = (callbacks: Callback[], options: FitOptions = {}, model = compiled()) =>
  model.fit(x, y, { epochs: 3, batchSize: 4, callbacks, ...options });
const told = (values: readonly number[]): Callback => ({
  onEpochEnd: (epoch, logs) => void Object.assign(logs, { mine: values[epoch] }),
});

describe('ModelCheckpoint with a path', () => {
  it('writes a model that can be loaded, each epoch, into folders that it makes', async () => {
    const model = compiled();
    const kept: unknown[] = [];
    const note: Callback = { onEpochEnd: () => void kept.push(weightsOf(model)) };
    await train([note, new ModelCheckpoint(join(folder, 'a/b/{epoch:03d}.safetensors'))], {}, model);
    assert.deepEqual(readdirSync(join(folder, 'a/b')), ['001.safetensors', '002.safetensors', '003.safetensors']);
    for (const [i, weights] of kept.entries()) {
      assert.deepEqual(weightsOf(await loadModel(join(folder, `a/b/00${i + 1}.safetensors`))), weights);
    }
  });

  it('keeps the best in one file, and writes numbers of the logs into names', async () => {
    const model = compiled();
    let best: unknown;
    const note: Callback = {
      onEpochEnd: (epoch) => {
        if (epoch === 1) best = weightsOf(model);
      },
    };
    const options = { monitor: 'mine', mode: 'min', saveBestOnly: true } as const;
    const one = new ModelCheckpoint(join(folder, 'best.safetensors'), options);
    const named = new ModelCheckpoint(join(folder, '{epoch}-{mine:.2f}-{mine}.safetensors'), options);
    await train([told([3, 1.5, 2]), note, one, named], {}, model);
    assert.deepEqual(readdirSync(folder).sort(), [
      '1-3.00-3.safetensors',
      '2-1.50-1.5.safetensors',
      'best.safetensors',
    ]);
    assert.deepEqual(weightsOf(await loadModel(join(folder, 'best.safetensors'))), best);
  });

  it('counts batches', async () => {
    await train([new ModelCheckpoint(join(folder, '{epoch}-{batch:3d}.safetensors'), { saveFreq: 4 })], {
      batchSize: 3,
    });
    assert.deepEqual(readdirSync(folder), ['2-  1.safetensors', '3-  2.safetensors']);
  });

  const refused: readonly [string, string, () => unknown][] = [
    [
      'UnsupportedError',
      "Cannot save model 'm.txt': the name must end in .safetensors or .keras or .h5 or .t7, received '.txt'",
      () => new ModelCheckpoint('m.txt'),
    ],
    [
      'OptionError',
      "Cannot create ModelCheckpoint: what follows a name in the path must be as in {epoch:03d} or {valLoss:.2f}, received '{epoch:x}'",
      () => new ModelCheckpoint('{epoch:x}.safetensors'),
    ],
    [
      'OptionError',
      "Cannot create ModelCheckpoint: options must be among monitor, saveBestOnly, mode, saveFreq, initialValueThreshold, received 'save'",
      () => new ModelCheckpoint('m.safetensors', { save: () => {} } as never),
    ],
    [
      'UnsupportedError',
      'Cannot create ModelCheckpoint: saveWeightsOnly is not supported and must be left out, received true',
      () => new ModelCheckpoint('m.safetensors', { saveWeightsOnly: true } as never),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => assert.throws(run, { name, message }));

  it('says which names there are', () =>
    assert.rejects(train([new ModelCheckpoint('{valLoss}.safetensors')]), {
      name: 'OptionError',
      message:
        "Cannot save model '{valLoss}.safetensors': names in braces must be among loss, mae, epoch, received 'valLoss'",
    }));
});

describe('CSVLogger', () => {
  const path = () => join(folder, 'log.csv');
  const read = () =>
    readFileSync(path(), 'utf8')
      .split('\n')
      .map((line) => line.split(','));

  it('writes a line each epoch, whole after every one', async () => {
    const seen: number[] = [];
    const count: Callback = { onEpochEnd: () => void seen.push(read().length - 2) };
    const { history } = await train([new CSVLogger(path()), count], { validationSplit: 0.5, validationFreq: 2 });
    const [header, ...rows] = read();
    assert.deepEqual(header, ['epoch', 'loss', 'mae', 'valLoss', 'valMae']);
    assert.deepEqual(seen, [1, 2, 3]);
    const [loss, mae, valLoss, valMae] = ['loss', 'mae', 'valLoss', 'valMae'].map((name) => history[name]?.map(String));
    assert.deepEqual(rows, [
      ['0', loss?.[0], mae?.[0], 'NA', 'NA'],
      ['1', loss?.[1], mae?.[1], valLoss?.[0], valMae?.[0]],
      ['2', loss?.[2], mae?.[2], 'NA', 'NA'],
      [''],
    ]);
  });

  it('replaces a file, or adds to it', async () => {
    writeFileSync(path(), 'old');
    await train([new CSVLogger(path(), { separator: ';' })], { epochs: 2 });
    assert.match(readFileSync(path(), 'utf8'), /^epoch;loss;mae\n0;[^;\n]+;[^;\n]+\n1;[^\n]+\n$/);
    await train([new CSVLogger(path(), { separator: ';', append: true })], { initialEpoch: 2 });
    assert.deepEqual(
      readFileSync(path(), 'utf8')
        .split('\n')
        .map((line) => line.split(';')[0]),
      ['epoch', '0', '1', '2', ''],
    );
    const fresh = new CSVLogger(join(folder, 'new.csv'), { append: true });
    await train([fresh], { epochs: 1 });
    assert.match(readFileSync(join(folder, 'new.csv'), 'utf8'), /^epoch,loss,mae\n0,[^\n]+\n$/);
  });

  it('goes on where a checkpoint stood, without the lines after it', async () => {
    const first = new CSVLogger(path());
    let state: ReturnType<CSVLogger['state']> = null;
    await train([
      first,
      {
        onEpochEnd: (epoch) => {
          if (epoch === 0) state = first.state();
        },
      },
    ]);
    const whole = readFileSync(path(), 'utf8');
    const second = new CSVLogger(path());
    second.restore(JSON.parse(JSON.stringify(state)));
    await train([second], { initialEpoch: 1 });
    assert.deepEqual(
      read().map(([epoch]) => epoch),
      ['epoch', '0', '1', '2', ''],
    );
    assert.equal(readFileSync(path(), 'utf8').split('\n')[1], whole.split('\n')[1]);
    const third = new CSVLogger(path());
    third.restore({ lines: 9 });
    await assert.rejects(train([third]), {
      name: 'FormatError',
      message: `Cannot go on with file '${path()}': it must have the 9 lines that were written, received 4`,
    });
  });

  it('leaves a file of other columns as it is', async () => {
    writeFileSync(path(), 'epoch,acc\n');
    await assert.rejects(train([new CSVLogger(path(), { append: true })]), {
      name: 'FormatError',
      message: `Cannot add to file '${path()}': its columns must be epoch, loss, mae, received epoch, acc`,
    });
    assert.equal(readFileSync(path(), 'utf8'), 'epoch,acc\n');
    writeFileSync(path(), 'epoch,loss,mae\n');
    const later = { validationSplit: 0.5, validationFreq: 2 };
    await assert.rejects(train([new CSVLogger(path(), { append: true })], later), {
      message: `Cannot add to file '${path()}': its columns must be epoch, loss, mae, valLoss, valMae, received epoch, loss, mae`,
    });
  });

  it('refuses what it cannot do', async () => {
    const refused = (message: string, run: () => unknown) => assert.throws(run, { name: 'OptionError', message });
    const separator =
      'Cannot create CSVLogger: separator must be one character that numbers and names do not have, received';
    refused(`${separator} 'e'`, () => new CSVLogger('a.csv', { separator: 'e' }));
    refused(`${separator} ', '`, () => new CSVLogger('a.csv', { separator: ', ' }));
    refused("Cannot create CSVLogger: path must be a text, received ''", () => new CSVLogger(''));
    refused(
      'Cannot create CSVLogger: append must be true or false, received 1',
      () => new CSVLogger('a', { append: 1 as never }),
    );
    refused('Cannot restore CSVLogger: state must hold lines, a whole number from 0, received \'{"lines":-1}\'', () =>
      new CSVLogger('a.csv').restore({ lines: -1 }),
    );
    const model = compiled();
    writeFileSync(join(folder, 'no'), '');
    await assert.rejects(train([new CSVLogger(join(folder, 'no/a.csv'))], {}, model), { name: 'ResourceError' });
    assert.equal(model.optimizer?.iterations, 0);
  });
});
