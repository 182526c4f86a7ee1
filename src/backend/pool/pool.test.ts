import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { compile } from '../wasm/compile.ts';
import { bytesOfBuild } from '../wasm/modules.ts';
import { wasmStore } from '../wasm/store.ts';
import { Pool } from './pool.ts';
import { boundOf, move, partsOf } from './split.ts';

const store = wasmStore();
store.grow(1 << 20);
const module = compile(bytesOfBuild('strict') as Uint8Array<ArrayBuffer>, 128);
const engine = { module, memory: store.memory, names: ['fill'] };

async function started(workers: number, names: readonly string[] = engine.names): Promise<Pool> {
  const pool = new Pool(workers, { ...engine, names });
  for (let tries = 0; pool.threads() <= workers && tries < 3000; tries++) await sleep(10);
  return pool;
}
function post(pool: Pool, worker: number, args: readonly number[]): void {
  pool.argumentsOf(worker, undefined).set(args);
  pool.post(worker, 0);
}
const floats = (from: number, n: number): number[] => [...store.views().floats.subarray(from, from + n)];

describe('Pool', () => {
  it('runs what is posted on its workers, and waits for all of it', async () => {
    const pool = await started(3);
    assert.equal(pool.threads(), 4);
    for (let turn = 1; turn <= 200; turn++) {
      for (let worker = 0; worker < 3; worker++) post(pool, worker, [5, turn + worker, 4 * (1000 + 5 * worker)]);
      pool.join();
      const wanted = [0, 1, 2].flatMap((worker) => Array.from({ length: 5 }, () => turn + worker));
      assert.deepEqual(floats(1000, 15), wanted);
      if (turn % 50 === 0) await sleep(5); // they fall asleep, and wake up
    }
  });
  it('says that a thread was lost, once a kernel failed there, and does not hang', async () => {
    const pool = await started(1);
    post(pool, 0, [1e6, 0, 0x7fffff00]); // beyond the memory
    const sentence = {
      name: 'ResourceError',
      message: 'Cannot compute on 2 threads: thread 2 of 2 must answer, received nothing',
    };
    assert.throws(() => pool.join(), sentence);
    assert.throws(() => post(pool, 0, [1, 0, 4000]), sentence);
  });
  it('waits so long for a thread that ended without notice, and no longer', async () => {
    const threads = process.getBuiltinModule('node:worker_threads');
    const { Worker } = threads;
    const workers: InstanceType<typeof Worker>[] = [];
    threads.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        workers.push(this);
      }
    };
    const pool = new Pool(1, engine, { patience: 50 });
    for (let tries = 0; pool.threads() < 2 && tries < 3000; tries++) await sleep(10);
    threads.Worker = Worker;
    void workers[0]?.terminate();
    const gone = performance.now() + 300;
    while (performance.now() < gone); // it ends, and nothing can be heard of it
    post(pool, 0, [1, 0, 4000]);
    assert.throws(() => pool.join(), {
      name: 'ResourceError',
      message: 'Cannot compute on 2 threads: all threads must answer, received nothing',
    });
    assert.throws(() => post(pool, 0, [1, 0, 4000]), { name: 'ResourceError' });
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
    const own = Float64Array.of(64, 0);
    move(own, 0, 3);
    move(own, 1, 3);
    assert.deepEqual(own, Float64Array.of(76, 0));
  });
});
