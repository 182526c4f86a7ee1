import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createRunFolder, type RunFolder } from '../logs/run-folder.ts';
import type { Checkpoint, TrainPlan } from '../train/callback.ts';
import { RunCheckpoints } from './run-checkpoints.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-checkpoints-'));
after(() => rmSync(root, { recursive: true }));

const info = { experiment: 'test', preset: 'default', seed: 1, options: {}, versions: {}, engine: {}, began: '2026' };
const checkpoint = (): Checkpoint => ({
  tensors: new Map(),
  state: { epoch: 0, step: 1, optimizer: 'SGD', learningRate: 0.1, callbacks: [], fit: {} },
});
const plan = (validates = false): TrainPlan => ({ epochs: 3, initialEpoch: 0, steps: 4, validates });

/** Checkpoints of a new run; `seen` says whether one has been written since it was asked last. */
function made(name: string, { every = 1000, signal = new AbortController().signal } = {}) {
  const folder = createRunFolder(info, { folder: join(root, name) });
  const checkpoints = new RunCheckpoints({ folder, signal, clock: () => 2, every, resume: false, onResume: () => {} });
  const seen = (): boolean => {
    const there = existsSync(checkpoints.path);
    rmSync(checkpoints.path, { force: true });
    return there;
  };
  return { checkpoints, folder, seen };
}
const settle = (checkpoints: RunCheckpoints, step: number): void =>
  checkpoints.onSettled({ epoch: 0, step }, checkpoint);

describe('RunCheckpoints', () => {
  it('writes one where the time has come, with all events before it', () => {
    const { checkpoints, folder, seen } = made('every', { every: 0 });
    checkpoints.onTrainBegin(plan());
    folder.write({ event: 'note', text: 'before', seconds: 1 });
    settle(checkpoints, 1);
    assert.ok(seen());
    assert.deepEqual(checkpoints.state(), { events: 1, seconds: 2 });
    folder.close();
  });
  it('waits between two, and not where the run is interrupted', () => {
    const controller = new AbortController();
    const { checkpoints, folder, seen } = made('signal', { signal: controller.signal });
    checkpoints.onTrainBegin(plan());
    settle(checkpoints, 1);
    assert.equal(seen(), false);
    controller.abort();
    settle(checkpoints, 2);
    assert.equal(seen(), true);
    folder.close();
  });
  it('waits less before a validation, which may take long', () => {
    const { checkpoints, folder, seen } = made('validation', { every: 1000 });
    checkpoints.onTrainBegin(plan(true));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1010);
    settle(checkpoints, 3);
    assert.equal(seen(), false);
    settle(checkpoints, 4);
    assert.equal(seen(), true);
    folder.close();
  });
  it('keeps those of the first training only', () => {
    const { checkpoints, folder, seen } = made('second', { every: 0 });
    checkpoints.onTrainBegin(plan());
    checkpoints.onTrainBegin(plan());
    settle(checkpoints, 1);
    assert.equal(seen(), false);
    folder.close();
  });
  it('says whether the last training was cut short', () => {
    const { checkpoints, folder } = made('aborted');
    assert.equal(checkpoints.aborted, undefined);
    const history = { epoch: [], history: {}, steps: 0 };
    for (const stopped of ['abort', 'callback', undefined] as const) {
      checkpoints.onTrainEnd({ ...history, stopped });
      assert.equal(checkpoints.aborted, stopped === 'abort');
    }
    folder.close();
  });
  it('leaves the folder as it is where a training goes on from a checkpoint that is not its own', () => {
    const { checkpoints, folder } = made('other');
    folder.write({ event: 'note', text: 'stays', seconds: 1 });
    checkpoints.restore({ events: 0, seconds: 0 });
    checkpoints.onTrainBegin(plan());
    assert.equal((folder as RunFolder).lines, 1);
    assert.throws(() => checkpoints.restore('text'), { name: 'OptionError' });
    folder.close();
  });
});
