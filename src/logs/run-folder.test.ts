import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormatError, ResourceError } from '../errors.ts';
import type { RunEvent } from './events.ts';
import { readRun } from './read-run.ts';
import { createRunFolder, type RunInfo, reopenRunFolder } from './run-folder.ts';

let root = '';
before(() => {
  root = mkdtempSync(join(tmpdir(), 'memcell-runs-'));
});
after(() => rmSync(root, { recursive: true }));

const info: RunInfo = {
  experiment: 'adder',
  preset: 'default',
  seed: 1,
  options: { steps: 1000, learningRate: 0.01 },
  versions: { memcell: '0.1.0', node: '26.10.0' },
  engine: { build: 'relaxed', width: 256, threads: 1 },
  began: new Date(2026, 10, 21, 9, 3, 5).toISOString(),
};
const events: readonly RunEvent[] = [
  { event: 'start', seconds: 0, experiment: 'adder', preset: 'default', seed: 1, steps: 2 },
  { event: 'step', seconds: 0.1, step: 1, loss: 0.25, metrics: { accuracy: 0.5 }, rate: 10 },
  { event: 'step', seconds: 0.2, step: 2, loss: NaN, metrics: { accuracy: Infinity } },
  { event: 'epoch', seconds: 0.2, epoch: 1, step: 2, loss: 0.1, validation: { loss: -Infinity } },
  { event: 'evaluate', seconds: 0.3, step: 2, metrics: { exactShare: 1 } },
  { event: 'save', seconds: 0.3, step: 2, path: 'NaN' },
  { event: 'note', seconds: 0.3, text: 'NaN' },
  {
    event: 'end',
    seconds: 0.4,
    experiment: 'adder',
    preset: 'default',
    seed: 1,
    steps: 2,
    score: { exactShare: 1, of: 16384 },
    published: { exactShare: 0.99 },
  },
];

function refuses(run: () => unknown, kind: typeof FormatError | typeof ResourceError, message: string): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof kind, String(error));
    assert.equal(error.message, message);
    return true;
  });
}

describe('createRunFolder', () => {
  it('names the folder by experiment and local time, and counts where it is taken', () => {
    const names = [1, 2, 3].map(() => createRunFolder(info, { root: join(root, 'names') }).path);
    const first = join(root, 'names', 'adder-20261121-090305');
    assert.deepEqual(names, [first, `${first}-2`, `${first}-3`]);
    assert.deepEqual(readdirSync(first), ['events.jsonl', 'run.json']);
  });
  it('takes a folder that is there and holds no run, and refuses one that holds one', () => {
    const folder = join(root, 'mine');
    mkdirSync(folder);
    assert.equal(createRunFolder(info, { folder }).path, folder);
    refuses(
      () => createRunFolder(info, { folder }),
      ResourceError,
      `Cannot create run folder '${folder}': folder must hold no run, received one that does`,
    );
  });
  it('refuses a place that cannot be written', () => {
    writeFileSync(join(root, 'file'), '');
    refuses(
      () => createRunFolder(info, { root: join(root, 'file') }),
      ResourceError,
      `Cannot make folder '${join(root, 'file')}/adder-20261121-090305': ` +
        'every part of the path must be free or a folder, received a file',
    );
  });
});

describe('RunFolder', () => {
  it('gives readRun the same events, and the result in run.json', () => {
    const folder = createRunFolder(info, { root });
    for (const event of events) folder.write(event);
    folder.close({ score: { exactShare: NaN }, published: {}, seconds: 0.4, steps: 2 });
    const run = readRun(folder.path);
    assert.deepEqual(run.events, events);
    assert.deepEqual(run.info, { ...info, score: { exactShare: NaN }, published: {}, seconds: 0.4, steps: 2 });
    assert.equal(run.cutOff, false);
    assert.equal(run.path, folder.path);
  });
  it('writes what waits after a second, without being asked', async () => {
    const folder = createRunFolder(info, { root });
    folder.write(events[0] as RunEvent);
    const read = (): string => readFileSync(folder.file('events.jsonl'), 'utf8');
    assert.equal(read(), '');
    for (let waited = 0; read() === '' && waited < 5000; waited += 50) await sleep(50);
    assert.equal(read(), `${JSON.stringify(events[0])}\n`);
    folder.close();
  });
  it('throws at the next event what went wrong while nobody listened', async () => {
    const folder = createRunFolder(info, { root });
    rmSync(folder.path, { recursive: true });
    folder.write(events[0] as RunEvent);
    await sleep(1100);
    refuses(
      () => folder.write(events[0] as RunEvent),
      ResourceError,
      `Cannot append to file '${folder.file('events.jsonl')}': its folder must exist, received no such folder`,
    );
  });
});

describe('reopenRunFolder', () => {
  it('changes nothing until it is known where the run goes on, then keeps the lines before', () => {
    const first = createRunFolder(info, { root });
    for (const event of events.slice(0, 4)) first.write(event);
    first.close({ score: {}, published: {}, seconds: 0.4, steps: 2, stopped: 'interrupt' });
    const before = readRun(first.path);
    const again = reopenRunFolder(first.path, info);
    again.write(events[6] as RunEvent);
    again.close({ score: { exactShare: 1 }, published: {}, seconds: 1, steps: 3 });
    assert.deepEqual(readRun(first.path), before);
    again.goOnFrom(2);
    assert.equal(again.lines, 2);
    again.write(events[4] as RunEvent);
    again.close();
    const { info: now, events: kept } = readRun(first.path);
    assert.deepEqual(now, info);
    assert.deepEqual(kept, [events[0], events[1], events[4]]);
  });
  it('leaves out a line that was cut off', () => {
    const first = createRunFolder(info, { root });
    first.write(events[0] as RunEvent);
    first.close();
    appendFileSync(first.file('events.jsonl'), '{"event":"step","sec');
    const again = reopenRunFolder(first.path, info);
    again.goOnFrom(2);
    again.close();
    assert.deepEqual(readRun(first.path).events, events.slice(0, 1));
  });
});

describe('readRun', () => {
  const made = (text: string): string => {
    const folder = createRunFolder(info, { root });
    appendFileSync(folder.file('events.jsonl'), text);
    return folder.path;
  };

  it('leaves out a last line that ends too early, and says so', () => {
    const run = readRun(made(`${JSON.stringify(events[0])}\n{"event":"step","sec`));
    assert.deepEqual(run.events, events.slice(0, 1));
    assert.equal(run.cutOff, true);
  });
  for (const [line, problem] of [
    ['{"event":"step","sec', `must be JSON, received '{"event":"step","sec'`],
    ['', "must be JSON, received ''"],
    ['[1]', "must be a JSON object, received '[1]'"],
    [
      '{"event":"stop"}',
      `must be one of the events start, plan, resume, step, epoch, evaluate, save, note, end, received '{"event":"stop"}'`,
    ],
    ['{"event":"note","seconds":1}', `must have a field 'text', received '{"event":"note","seconds":1}'`],
    ['{"event":"note","text":1}', `must have a string as 'text', received '{"event":"note","text":1}'`],
    [
      '{"event":"evaluate","seconds":1,"step":1,"metrics":{"a":"b"}}',
      `must have numbers by name as 'metrics', received '{"event":"evaluate","seconds":1,"step":1,"metrics":{"a":"b"…'`,
    ],
  ] as const) {
    it(`refuses the line ${line}`, () => {
      const path = made(`${JSON.stringify(events[0])}\n${line}\n`);
      refuses(() => readRun(path), FormatError, `Cannot read events '${path}/events.jsonl': line 2 ${problem}`);
    });
  }
  it('refuses a folder that holds no run', () => {
    const message = `Cannot read file '${root}/run.json': file must exist, received no such file`;
    refuses(() => readRun(root), ResourceError, message);
  });
  for (const [text, problem] of [
    ['{', 'file must be JSON, received another format'],
    ['3', 'file must be a JSON object, received 3'],
    ['{"experiment":"adder","preset":7}', 'preset must be of type string, received number'],
    ['{}', 'experiment must be of type string, received nothing'],
  ] as const) {
    it(`refuses the run.json ${text}`, () => {
      const path = made('');
      writeFileSync(join(path, 'run.json'), text);
      refuses(() => readRun(path), FormatError, `Cannot read run '${path}/run.json': ${problem}`);
    });
  }
});
