import assert from 'node:assert/strict';
import { BackupAndRestore, type CheckpointStore } from '../../src/interop/io.ts';
import type { LayeredModel } from '../../src/models/layered-model.ts';
import type { Tensors } from '../../src/tensor/batch.ts';
import type { Callback, History } from '../../src/train/callback.ts';
import { weightsOf } from './weights-of.ts';

/** Keeps bytes, as a file would. */
export function memoryStore(): CheckpointStore & { bytes: Uint8Array | undefined } {
  return {
    bytes: undefined,
    read() {
      return this.bytes;
    },
    write(bytes) {
      this.bytes = bytes;
    },
    remove() {
      this.bytes = undefined;
    },
  };
}

/** Aborts after so many steps. */
function abortAfter(steps: number): { callback: Callback; signal: AbortSignal } {
  const controller = new AbortController();
  let seen = 0;
  return {
    callback: {
      onBatchEnd() {
        if (++seen === steps) controller.abort();
      },
    },
    signal: controller.signal,
  };
}

/** Trains a model with these callbacks and this signal. */
export type Train<M> = (
  model: M,
  options: { readonly callbacks: readonly Callback[]; readonly signal?: AbortSignal },
) => Promise<History>;

/**
 * Trains to the end in one go, and stopped after `stop` steps and taken up by a new model; weights and history must be
 * the same.
 *
 * @param callbacks makes the callbacks of a run; those of both parts of the stopped one are told so.
 */
export async function assertResumes<M extends LayeredModel<Tensors>>(
  make: () => M,
  stop: number,
  train: Train<M>,
  callbacks: (inParts: boolean) => readonly Callback[] = () => [],
): Promise<void> {
  const whole = make();
  const expected = await train(whole, { callbacks: callbacks(false) });

  const store = memoryStore();
  const { callback, signal } = abortAfter(stop);
  const before = await train(make(), {
    callbacks: [...callbacks(true), callback, new BackupAndRestore(store, { saveFreq: 1 })],
    signal,
  });
  assert.equal(before.stopped, 'abort');
  assert.ok(store.bytes);

  const taken = make();
  const again = await train(taken, {
    callbacks: [...callbacks(true), {}, new BackupAndRestore(store, { saveFreq: 1 })],
  });
  assert.deepEqual(weightsOf(taken), weightsOf(whole));
  assert.deepEqual(again, expected);
  assert.equal(store.bytes, undefined);
}
