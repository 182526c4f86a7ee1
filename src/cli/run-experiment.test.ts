import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { quietShell } from '../../test/support/quiet-shell.ts';
import { ResourceError } from '../errors.ts';
import { experiments } from '../experiments/index.ts';
import { listFit } from '../experiments/list-fit.ts';
import { stateOf } from '../logs/find-run.ts';
import { type Run, readRun } from '../logs/read-run.ts';
import { choiceOfRun } from './resume.ts';
import { type RunOutcome, runExperiment } from './run-experiment.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-run-'));
after(() => rmSync(root, { recursive: true }));
const at = (...names: string[]): string => join(root, ...names);

const order: RunOrder = {
  ...{ experiment: listFit, preset: 'default', seed: 1, steps: 4, chosen: {}, strict: false, tensorboard: false },
  ...{ folder: undefined, resume: undefined, save: [], mode: 'json', plot: undefined, onBegin: () => {} },
};
const run = (name: string, more: Partial<RunOrder> = {}, shell: Shell = quietShell()): Promise<RunOutcome> =>
  runExperiment({ ...order, folder: at(name), ...more }, shell);
const goOn = (name: string): Promise<RunOutcome> => run(name, { resume: readRun(at(name)) });
const model = (name: string): Buffer => readFileSync(at(name, 'model.safetensors'));

describe('runExperiment', () => {
  it('leaves pictures, their data and a report', async () => {
    await run('whole');
    for (const file of ['plots/learning-curve.svg', 'plots/learning-curve.json', 'plots/answers.svg', 'report.html']) {
      assert.ok(existsSync(at('whole', file)), file);
    }
    const { kind, title } = JSON.parse(readFileSync(at('whole', 'plots', 'answers.json'), 'utf8'));
    assert.deepEqual([kind, title], ['lines', 'What is to be said, and what is said']);
    assert.ok(readFileSync(at('whole', 'report.html'), 'utf8').includes('What is to be said'));
  });
  it('writes the further files of an experiment', async () => {
    const files = { 'weights.bin': Uint8Array.of(1, 2, 3) };
    const experiment = {
      ...listFit,
      run: async (...asked: Parameters<typeof listFit.run>) => ({ ...(await listFit.run(...asked)), files }),
    };
    await run('files', { experiment });
    assert.deepEqual([...readFileSync(at('files', 'weights.bin'))], [1, 2, 3]);
  });
  it('interrupted before the first step says so, and goes on', async () => {
    const { end } = await run(
      'before',
      {},
      quietShell(({ event }) => event === 'start'),
    );
    assert.deepEqual([end.steps, end.stopped], [0, 'interrupt']);
    await goOn('before');
    assert.deepEqual(model('before'), model('whole'));
  });
  it('interrupted while it saves has come to its end all the same', async () => {
    const outcome = await run(
      'saving',
      {},
      quietShell(({ event }) => event === 'save'),
    );
    assert.deepEqual([outcome.end.stopped, outcome.interrupted], [undefined, true]);
    assert.equal(stateOf(readRun(at('saving'))), 'ended');
    assert.ok(existsSync(at('saving', 'report.html')));
  });
  it('saves the model under further names, and tells at the end where it could not', async () => {
    mkdirSync(at('taken.safetensors'));
    const save = [at('taken.safetensors'), at('copy.safetensors')];
    const { failure, end } = await run('saved', { save });
    assert.match(String(failure), /Cannot write file '.*taken\.safetensors': path must be a file, received a folder/);
    assert.equal(end.stopped, undefined);
    assert.deepEqual(readFileSync(at('copy.safetensors')), model('saved'));
  });
  it('takes the folder away where nothing was learnt, and leaves what was in it', async () => {
    const failing = { ...listFit, run: () => Promise.reject(new ResourceError('Cannot read it')) };
    await assert.rejects(run('failed', { experiment: failing }), { message: 'Cannot read it' });
    assert.ok(!existsSync(at('failed')));
    mkdirSync(at('mine'));
    writeFileSync(at('mine', 'notes.txt'), '');
    await assert.rejects(run('mine', { experiment: failing }), { message: 'Cannot read it' });
    assert.deepEqual(readdirSync(at('mine')), ['notes.txt']);
  });
  it('keeps the folder of a run that fails after its first step, or that was to go on', async () => {
    const failing = {
      ...listFit,
      async run(...[asked, context]: Parameters<typeof listFit.run>): ReturnType<typeof listFit.run> {
        await listFit.run({ ...asked, steps: 1 }, context);
        throw new ResourceError('Cannot read it');
      },
    };
    await assert.rejects(run('late', { experiment: failing }), { message: 'Cannot read it' });
    assert.equal(stateOf(readRun(at('late'))), 'unfinished');
    const atOnce = { ...listFit, run: () => Promise.reject(new ResourceError('Cannot read it')) };
    await assert.rejects(run('late', { experiment: atOnce, resume: readRun(at('late')) }));
    assert.ok(existsSync(at('late', 'run.json')));
  });
  it('says how a run goes on whose folder could not be written', async () => {
    const shell = quietShell(({ event }) => {
      if (event === 'save') writeFileSync(at('full', 'plots'), '');
      return false;
    });
    await assert.rejects(run('full', {}, shell), { name: 'ResourceError' });
    assert.ok(
      shell.text().endsWith(`The run is in ${at('full')}: memcell run --resume ${at('full')} goes on with it.\n`),
    );
    assert.equal(stateOf(readRun(at('full'))), 'unfinished');
    rmSync(at('full', 'plots'));
    await goOn('full');
    assert.deepEqual(model('full'), model('whole'));
  });
});

describe('a run that goes on', () => {
  const changed = (change: (info: Run['info']) => object): Run => {
    const then = readRun(at('cut'));
    return { ...then, info: { ...then.info, ...change(then.info) } };
  };
  const refusals: Readonly<Record<string, readonly [change: (info: Run['info']) => object, message: string]>> = {
    'another version': [
      ({ versions }) => ({ versions: { ...versions, memcell: '0.0.1' } }),
      "version of memcell must be '0.0.1', as when it began, received '0.0.0'",
    ],
    'another build': [
      ({ engine }) => ({ engine: { ...engine, build: 'other' } }),
      `build of the engine must be 'other', as when it began, received `,
    ],
    'other options': [
      ({ options }) => ({ options: { ...options, learningRate: 3 } }),
      "option 'learningRate' must be 3, as when it began, received 0.02",
    ],
  };
  for (const [what, [change, message]] of Object.entries(refusals)) {
    it(`is refused with ${what}, and stays as it is`, async () => {
      if (!existsSync(at('cut'))) {
        await run(
          'cut',
          {},
          quietShell((event) => event.event === 'step' && event.step === 2),
        );
      }
      const before = readFileSync(at('cut', 'events.jsonl'), 'utf8');
      await assert.rejects(run('cut', { resume: changed(change) }), (error: Error) =>
        error.message.startsWith(`Cannot resume run '${at('cut')}': ${message}`),
      );
      assert.equal(readFileSync(at('cut', 'events.jsonl'), 'utf8'), before);
    });
  }
  it('is refused with a file that was changed', async () => {
    const text = at('text.txt');
    const choices = [{ name: 'text', description: '', values: [''], other: { kind: 'file' } }] as const;
    const asked = { experiment: { ...listFit, choices }, chosen: { text } };
    writeFileSync(text, 'one');
    await run(
      'read',
      asked,
      quietShell(({ event }) => event === 'start'),
    );
    const { sha256 } = readRun(at('read')).info;
    assert.deepEqual(sha256, { text: '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed' });
    writeFileSync(text, 'two');
    const resume = readRun(at('read'));
    await assert.rejects(run('read', { ...asked, resume }), (error: Error) =>
      error.message.startsWith(`Cannot resume run '${at('read')}': SHA-256 of '${text}' must be '7692c3`),
    );
    writeFileSync(text, 'one');
    await run('read', { ...asked, resume });
    assert.deepEqual(model('read'), model('whole'));
  });
  it('is refused while it still goes on', () => {
    const own = process.ppid; // a process that is there, and not this one
    const still = changed(({ score, stopped, ...info }) => ({
      ...info,
      score: undefined,
      stopped: undefined,
      process: own,
    }));
    assert.throws(() => choiceOfRun(still, experiments), {
      message: `Cannot resume run '${at('cut')}': it must have been interrupted, received one that still goes on in process ${own}`,
    });
    const gone = changed(() => ({ score: undefined, stopped: undefined, process: 2 ** 31 - 1 }));
    assert.equal(choiceOfRun(gone, experiments).seed, 1);
  });
  it('is refused where there is no such experiment or preset', () => {
    for (const [change, message] of [
      [{ experiment: 'no' }, /experiment must be one of adder, .*, received 'no'$/],
      [{ preset: 'no' }, /preset must be one of default, published, received 'no'$/],
    ] as const) {
      assert.throws(
        () =>
          choiceOfRun(
            changed(() => change),
            experiments,
          ),
        { name: 'UnsupportedError', message },
      );
    }
  });
  it('is refused where its checkpoint is damaged, and stays as it is', async () => {
    const [checkpoint, events] = [at('cut', 'checkpoints', 'last.safetensors'), at('cut', 'events.jsonl')];
    const [whole, before] = [readFileSync(checkpoint), readFileSync(events, 'utf8')];
    for (const bytes of [whole.subarray(0, 99), Buffer.from('text')]) {
      writeFileSync(checkpoint, bytes);
      await assert.rejects(goOn('cut'), { name: 'FormatError' });
      assert.equal(readFileSync(events, 'utf8'), before);
    }
    writeFileSync(checkpoint, whole);
    await goOn('cut');
    assert.deepEqual(model('cut'), model('whole'));
  });
});
