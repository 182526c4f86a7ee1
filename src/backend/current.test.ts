import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';

const index = JSON.stringify(new URL('../index.ts', import.meta.url).href);
const current = JSON.stringify(new URL('./current.ts', import.meta.url).href);

/** What a fresh process prints. */
function run(program: string, environment: Record<string, string> = {}): string {
  const code = `
    import { configure, tensor, add } from ${index};
    import { engineReport } from ${current};
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
    assert.equal(run(threads), '1');
    assert.equal(run(threads, { MEMCELL_THREADS: '3' }), '3');
    assert.equal(run(`await configure({ threads: 2 }); ${threads}`, { MEMCELL_THREADS: '3' }), '2');
    const wrong = 'try { engineReport() } catch ({ message }) { console.log(message) }';
    assert.equal(
      run(wrong, { MEMCELL_THREADS: 'all' }),
      "Cannot configure engine: MEMCELL_THREADS must be a whole number from 1 to 64, received 'all'",
    );
  });

  it('refuses options that are none', () => {
    const printed = run(`
      console.log(await said(configure({ strikt: true })));
      console.log(await said(configure({ wide: 1 })));
      console.log(await said(configure({ threads: 0 })));`);
    assert.deepEqual(printed.split('\n'), [
      "OptionError: Cannot configure engine: options must be among strict, wide, threads, received 'strikt'",
      'OptionError: Cannot configure engine: wide must be true or false, received 1',
      'OptionError: Cannot configure engine: threads must be a whole number from 1 to 64, received 0',
    ]);
  });
});
