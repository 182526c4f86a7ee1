import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Dense } from '../layers/dense.ts';
import { Sequential } from '../models/sequential.ts';
import type { Position } from './callback.ts';

it('a step in whose turn of the event loop training is aborted is settled with that known', async () => {
  const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  const controller = new AbortController();
  const settled: (Position & { readonly aborted: boolean })[] = [];
  const slow = {
    onBatchEnd: () => {
      // long enough for a turn of the event loop, in which the signal comes
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
      setImmediate(() => controller.abort());
    },
    onSettled: (position: Position) => void settled.push({ ...position, aborted: controller.signal.aborted }),
  };
  const { signal } = controller;
  const x = [[0], [1], [2], [3]];
  const { stopped, steps } = await model.fit(x, x, { epochs: 2, batchSize: 1, callbacks: [slow], signal });
  assert.equal(stopped, 'abort');
  assert.deepEqual(settled.at(-1), { epoch: 0, step: steps, aborted: true });
});
