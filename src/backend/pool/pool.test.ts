import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { compile } from '../wasm/compile.ts';
import { bytesOfBuild } from '../wasm/modules.ts';
import { wasmStore } from '../wasm/store.ts';
import { Pool } from './pool.ts';
import { boundOf, changed, moved, partsOf } from './split.ts';

const store = wasmStore();
store.grow(1 << 20);
const module = compile(bytesOfBuild('strict') as Uint8Array<ArrayBuffer>, 128);
const engine = { module, memory: store.memory, names: ['fill'] };

async function started(workers: number, names: readonly string[] = engine.names): Promise<Pool> {
  const pool = new Pool(workers, { ...engine, names });
  for (let tries = 0; pool.threads() <= workers && tries < 3000; tries++) await sleep(10);
  return pool;
}
const floats = (from: number, n: number): number[] => [...store.views().floats.subarray(from, from + n)];

describe('Pool', () => {
  it('runs what is posted on its workers, and waits for all of it', async () => {
    const pool = await started(3);
    assert.equal(pool.threads(), 4);
    for (let turn = 1; turn <= 200; turn++) {
      for (let worker = 0; worker < 3; worker++) pool.post(worker, 0, [5, turn + worker, 4 * (1000 + 5 * worker)]);
      pool.join();
      const wanted = [0, 1, 2].flatMap((worker) => Array.from({ length: 5 }, () => turn + worker));
      assert.deepEqual(floats(1000, 15), wanted);
      if (turn % 50 === 0) await sleep(5); // they fall asleep, and wake up
    }
  });
  it('says that a thread was lost, once a kernel failed there, and does not hang', async () => {
    const pool = await started(1);
    pool.post(0, 0, [1e6, 0, 0x7fffff00]); // beyond the memory
    const sentence = {
      name: 'ResourceError',
      message: 'Cannot compute on 2 threads: thread 2 of 2 must answer, received nothing',
    };
    assert.throws(() => pool.join(), sentence);
    assert.throws(() => pool.post(0, 0, [1, 0, 4000]), sentence);
  });
  it('says so where a worker cannot begin', async () => {
    const pool = new Pool(1, { ...engine, memory: {} as WebAssembly.Memory });
    const boot = async (): Promise<void> => {
      for (let tries = 0; pool.threads() < 2 && tries < 3000; tries++) await sleep(10);
    };
    await assert.rejects(boot, {
      name: 'ResourceError',
      message: /^Cannot compute on 2 threads: thread 2 of 2 must start, received /,
    });
  });
});

describe('the parts of a job', () => {
  it('are as many as pay, as there are threads, and as it can be cut into', () => {
    assert.equal(partsOf(10, 100, 1, 4), 4);
    assert.equal(partsOf(2.9, 100, 1, 4), 2);
    assert.equal(partsOf(10, 20, 8, 4), 2);
    assert.equal(partsOf(0.5, 100, 1, 4), 1);
    assert.equal(partsOf(10, 0, 1, 4), 1);
  });
  it('meet without a gap, in whole groups', () => {
    for (const [size, parts, together] of [
      [128, 3, 6],
      [7, 2, 1],
      [100, 4, 16],
    ] as const) {
      const bounds = Array.from({ length: parts + 1 }, (_, part) => boundOf(size, parts, part, together));
      assert.equal(bounds[0], 0);
      assert.equal(bounds.at(-1), size);
      for (const [i, bound] of bounds.slice(1, -1).entries()) {
        assert.equal(bound % together, 0);
        assert.ok(bound > (bounds[i] as number));
      }
    }
  });
  it('move addresses but that of nothing', () => {
    assert.equal(moved(64, 3), 76);
    assert.equal(moved(0, 3), 0);
    assert.deepEqual(changed([1, 2, 3], { 1: 7 }), [1, 7, 3]);
  });
});
