// Threads share the work and change no bit; without work they sleep, and they keep no process alive.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../support/threads-digest.ts', import.meta.url));
const work = new URL('../support/threads-work.ts', import.meta.url).href;
const current = new URL('../../src/backend/current.ts', import.meta.url).href;

type Environment = Readonly<Record<string, string>>;

/** What a process prints; one that hangs is killed. */
function outputOf(args: readonly string[], threads: number, environment: Environment = {}): string {
  const env = { ...process.env, ...environment, MEMCELL_THREADS: String(threads) };
  return execFileSync(process.execPath, args, { env, encoding: 'utf8', timeout: 120_000 }).trim();
}

/** Threads, digest of the weights, and milliseconds of processor time while nothing is done. */
function runOn(threads: number, environment: Environment = {}): [string, string, number] {
  const [used = '', digest = '', idle] = outputOf([program], threads, environment).split(' ');
  return [used, digest, Number(idle)];
}

/** What a program prints that has some work for threads, whose workers have begun. */
function run(threads: number, code: string): string {
  const imports = `
    import { digestOf, lstmWork } from '${work}';
    import { bothBackends } from '${current}';
    const steps = ({ model, x, y }, n) => { for (let i = 0; i < n; i++) model.trainOnBatch(x, y); };`;
  return outputOf(['--input-type=module', '--eval', `${imports}\n${code}`], threads);
}

/** One program on one thread and on several. */
function alike(code: string, threads = 3): void {
  const one = run(1, code);
  assert.match(one, /^[0-9a-f ]{64,}$/);
  assert.equal(run(threads, code), one);
}

describe('threads', () => {
  it('change no bit: 1, 2, 3, 4 and 9 of them train the same weights, and sleep afterwards', () => {
    const [used, digest] = runOn(1);
    assert.equal(used, '1');
    for (const threads of [2, 3, 4, 9]) {
      const [number, same, idle] = runOn(threads);
      assert.equal(number, String(threads));
      assert.equal(same, digest, `${threads} threads`);
      assert.ok(idle < 100, `${idle} ms of work in 200 ms without any`);
    }
  });
  it('change no bit of strict kernels, wide or narrow', () => {
    const [, wide] = runOn(2, { MEMCELL_STRICT: '1' });
    const [, narrow] = runOn(3, { MEMCELL_STRICT: '1', MEMCELL_WIDE: '0' });
    const [, alone] = runOn(1, { MEMCELL_STRICT: '1', MEMCELL_WIDE: '0' });
    assert.equal(narrow, wide);
    assert.equal(alone, wide);
  });
  it('serve several models in turn', () =>
    alike(`
      const works = [lstmWork(60), lstmWork(40)];
      await bothBackends();
      await Promise.all(works.map(({ model, x, y }) => model.fit(x, y, { epochs: 6, batchSize: 20 })));
      console.log(digestOf(...works.map(({ model }) => model)));`));
  it('go on where memory grows', () =>
    alike(`
      const [small, large] = [lstmWork(30), lstmWork(3000)];
      await bothBackends();
      steps(small, 2);
      steps(large, 2);
      steps(small, 2);
      console.log(digestOf(small.model, large.model));`));
  it('do without sleep in a caller that may not, such as the main thread of a page', () =>
    alike(`
      const one = lstmWork(60);
      await bothBackends();
      Atomics.wait = () => { throw new TypeError('Atomics.wait cannot be called in this context'); };
      steps(one, 5);
      console.log(digestOf(one.model));`));
  it("are each thread's own where a program has workers that use memcell", () =>
    alike(
      `
      import { Worker } from 'node:worker_threads';
      const code = \`
        import { parentPort } from 'node:worker_threads';
        import { digestOf, lstmWork } from '${work}';
        import { bothBackends } from '${current}';
        const { model, x, y } = lstmWork(60);
        await bothBackends();
        for (let i = 0; i < 5; i++) model.trainOnBatch(x, y);
        parentPort.postMessage(digestOf(model));\`;
      const begin = () => new Promise((resolve, reject) => {
        const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(code)));
        worker.on('message', resolve).on('error', reject);
      });
      const one = lstmWork(60);
      const others = [begin(), begin()];
      steps(one, 5);
      console.log(digestOf(one.model), ...await Promise.all(others));`,
      2,
    ));
  it('are missed: a worker that ends is an error, not a hang, and the weights stay', () => {
    const printed = run(
      2,
      `
      const threads = process.getBuiltinModule('node:worker_threads');
      const started = [];
      threads.Worker = class extends threads.Worker {
        constructor(...args) { super(...args); started.push(this); }
      };
      const one = lstmWork(60);
      await bothBackends();
      steps(one, 2);
      const before = digestOf(one.model);
      await Promise.all(started.map((worker) => worker.terminate()));
      for (let i = 0; i < 2; i++) {
        try { steps(one, 1); } catch ({ name, message }) { console.log(name + ': ' + message); }
      }
      console.log(started.length, digestOf(one.model) === before);`,
    );
    const sentence =
      'ResourceError: Cannot compute on 2 threads: thread 2 of 2 must answer, received its end with code 1';
    assert.deepEqual(printed.split('\n'), [sentence, sentence, '1 true']);
  });
});
