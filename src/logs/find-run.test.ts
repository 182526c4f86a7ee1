import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findRun, listRuns, stateOf } from './find-run.ts';
import { readRun } from './read-run.ts';
import { createRunFolder, type RunInfo } from './run-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-find-'));
after(() => rmSync(root, { recursive: true }));

const info = (began: string): RunInfo => ({
  experiment: 'adder',
  preset: 'default',
  seed: 1,
  options: {},
  versions: {},
  engine: {},
  began,
});
const result = { score: {}, published: {}, seconds: 1, steps: 2 };
const make = (name: string, began: string) => createRunFolder(info(began), { folder: join(root, name) });
make('adder-1', '2026-01-01T10:00:00Z').close(result);
make('adder-2', '2026-01-03T10:00:00Z').close({ ...result, stopped: 'interrupt' });
make('other', '2026-01-02T10:00:00Z').close();
make('damaged', '2026-01-09T10:00:00Z').close();
appendFileSync(join(root, 'damaged', 'events.jsonl'), 'text\n');
mkdirSync(join(root, 'no-run'));
writeFileSync(join(root, 'file'), '');

describe('listRuns', () => {
  it('lists the latest first, damaged ones with their reason, and nothing else', () => {
    const runs = listRuns(root);
    assert.deepEqual(
      runs.map(({ name, run }) => [name, run && stateOf(run)]),
      [
        ['adder-2', 'interrupted'],
        ['other', 'unfinished'],
        ['adder-1', 'ended'],
        ['damaged', undefined],
      ],
    );
    assert.match(runs[3]?.damage?.message ?? '', /^Cannot read events '.*': line 1 must be JSON, received 'text'$/);
  });
  it('finds none in a folder that is not there', () => assert.deepEqual(listRuns(join(root, 'none')), []));
});

describe('findRun', () => {
  it('takes a folder, a name, the beginning of one, and last', () => {
    const found = [join(root, 'no-run'), `${join(root, 'other')}/`, 'adder-1', 'oth', 'last'];
    assert.deepEqual(
      found.map((asked) => findRun(asked, root)),
      ['no-run', 'other', 'adder-1', 'other', 'adder-2'].map((name) => join(root, name)),
    );
    assert.equal(readRun(findRun('last', root)).info.began, '2026-01-03T10:00:00Z');
  });
  const must = `it must be a folder, a run of '${root}', the beginning of one, or last, received no such run`;
  for (const [asked, message, hint] of [
    ['addr-1', must, "Did you mean 'adder-1'?"],
    ['', must, `memcell runs list shows those of '${root}'.`],
    ['adder', 'it must be the beginning of one name, received that of 2', 'They are adder-2, adder-1.'],
  ] as const) {
    it(`refuses '${asked}'`, () =>
      assert.throws(() => findRun(asked, root), { message: `Cannot find run '${asked}': ${message}`, hint }));
  }
  it('says where there is no last run', () => {
    const none = join(root, 'none');
    assert.throws(() => findRun('last', none), {
      message: `Cannot find run 'last': folder '${none}' must hold a run, received none`,
    });
  });
});
