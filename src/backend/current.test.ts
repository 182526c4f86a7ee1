import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { platform } from '../platform/index.ts';

const index = JSON.stringify(new URL('../index.ts', import.meta.url).href);
const platformUrl = JSON.stringify(new URL('../platform/index.ts', import.meta.url).href);
const workerText = JSON.stringify(new URL('./pool/worker-text.ts', import.meta.url).href);
const current = JSON.stringify(new URL('./current.ts', import.meta.url).href);

/** What a fresh process prints. */
function run(program: string, environment: Record<string, string> = {}): string {
  const code = `
    import { configure, tensor, add } from ${index};
    import { engineReport, bothBackends } from ${current};
    const said = (promise) => promise.then(() => 'done', ({ name, message }) => name + ': ' + message);
    ${program}`;
  const { MEMCELL_STRICT: _strict, MEMCELL_WIDE: _wide, MEMCELL_THREADS: _threads, ...rest } = process.env;
  const env = { ...rest, ...environment };
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8', env }).trim();
}

describe('configure', () => {
  it('chooses the build, over the environment', () => {
    assert.equal(run('console.log(engineReport().build)'), 'relaxed');
    assert.equal(run('console.log(engineReport().build)', { MEMCELL_STRICT: '1' }), 'strict');
    assert.equal(run('await configure({ strict: true }); console.log(engineReport().build)'), 'strict');
    const other = 'await configure({ strict: false, wide: undefined }); console.log(engineReport().build)';
    assert.equal(run(other, { MEMCELL_STRICT: '1' }), 'relaxed');
  });

  it('may come again with the same options, but not with others once the engine runs', () => {
    const printed = run(`
      add(tensor([1]), 1);
      console.log(await said(configure({ strict: false })));
      console.log(await said(configure({ strict: true })));`);
    assert.deepEqual(printed.split('\n'), [
      'done',
      'OptionError: Cannot configure engine: it must be done before the first computation, received it later',
    ]);
  });

  it('takes a number of threads, over the environment', () => {
    const threads = 'console.log(engineReport().threads)';
    assert.equal(run(threads), String(platform().physicalCores()));
    assert.equal(run(threads, { MEMCELL_THREADS: '3' }), '3');
    assert.equal(run(`await configure({ threads: 2 }); ${threads}`, { MEMCELL_THREADS: '3' }), '2');
    const wrong = 'try { engineReport() } catch ({ message }) { console.log(message) }';
    assert.equal(
      run(wrong, { MEMCELL_THREADS: 'all' }),
      "Cannot configure engine: MEMCELL_THREADS must be a whole number from 1 to 64, received 'all'",
    );
  });

  it('warns of more threads than can run at once', () => {
    const most = platform().cores();
    const printed = run('console.log(...engineReport().warnings)', { MEMCELL_THREADS: String(most + 1) });
    assert.equal(
      printed,
      `${most + 1} threads, more than the ${most} that can run at once here: they wait for one another`,
    );
    assert.equal(run('console.log(...engineReport().warnings)', { MEMCELL_THREADS: '1' }), '');
  });

  it('takes one thread where memory cannot be shared, and says so, unless more are asked for', () => {
    const page = `import { platform } from ${platformUrl}; platform().canShareMemory = () => false;`;
    const [threads, warnings, asked] = run(`${page}
      console.log(await said(configure({ threads: 2 })));
      console.log(engineReport().threads);
      console.log(...engineReport().warnings);`).split('\n');
    const isolate = 'must be cross-origin isolated: serve it with COOP same-origin and COEP require-corp';
    assert.equal(
      threads,
      'UnsupportedError: Cannot configure engine: threads must be 1 where memory cannot be shared with other threads, received 2',
    );
    assert.equal(warnings, '1');
    assert.equal(asked, `1 thread, since memory cannot be shared here. A page ${isolate}.`);
  });

  it('starts workers from an address, where it is given one', () => {
    const served = `await configure({ threads: 2, workerUrl: 'data:text/javascript,' + encodeURIComponent(WORKER_TEXT) });`;
    const text = `import { WORKER_TEXT } from ${workerText};`;
    const boot = 'await bothBackends(); console.log(engineReport().threads, engineReport().warnings.length)';
    assert.equal(run(`${text} ${served} ${boot}`), '2 0');
  });

  it('refuses to compute where a worker that was asked for cannot start; of the usual ones it goes without', () => {
    const nowhere = `workerUrl: 'file:///nowhere/worker.js'`;
    const boot =
      'await bothBackends(); const { threads, warnings } = engineReport(); console.log(threads, ...warnings)';
    const cores = `import { platform } from ${platformUrl}; platform().physicalCores = () => 3;`;
    assert.match(
      run(`${cores} await configure({ ${nowhere} }); ${boot}`),
      /^1 1 of 3 threads, since a worker could not start: Cannot find module '.nowhere.worker.js'/,
    );
    assert.match(
      run(`await configure({ threads: 2, ${nowhere} }); console.log(await said(bothBackends()))`),
      /^ResourceError: Cannot compute on 2 threads: thread 2 of 2 must start, received Cannot find module/,
    );
  });

  it('refuses options that are none', () => {
    const printed = run(`
      console.log(await said(configure({ strikt: true })));
      console.log(await said(configure({ wide: 1 })));
      console.log(await said(configure({ threads: 0 })));
      console.log(await said(configure({ threads: null })));
      console.log(await said(configure({ workerUrl: '' })));`);
    assert.deepEqual(printed.split('\n'), [
      "OptionError: Cannot configure engine: options must be among strict, wide, threads, workerUrl, received 'strikt'",
      'OptionError: Cannot configure engine: wide must be true or false, received 1',
      'OptionError: Cannot configure engine: threads must be a whole number from 1 to 64, received 0',
      'OptionError: Cannot configure engine: threads must be a whole number from 1 to 64, received null',
      "OptionError: Cannot configure engine: workerUrl must be a text, received ''",
    ]);
  });
});
