// Threads share the work and change no bit; without work they sleep, and they keep no process alive.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../support/threads-digest.ts', import.meta.url));

/** Threads, digest of the weights, and milliseconds of processor time while nothing is done. */
function runOn(threads: number, environment: Readonly<Record<string, string>> = {}): [string, string, number] {
  const env = { ...process.env, ...environment, MEMCELL_THREADS: String(threads) };
  const [used = '', digest = '', idle] = execFileSync(process.execPath, [program], {
    env,
    encoding: 'utf8',
    timeout: 120_000,
  })
    .trim()
    .split(' ');
  return [used, digest, Number(idle)];
}

describe('threads', () => {
  it('change no bit: 1, 2, 3 and 4 of them train the same weights, and sleep afterwards', () => {
    const [used, digest] = runOn(1);
    assert.equal(used, '1');
    for (const threads of [2, 3, 4]) {
      const [number, same, idle] = runOn(threads);
      assert.equal(number, String(threads));
      assert.equal(same, digest, `${threads} threads`);
      assert.ok(idle < 100, `${idle} ms of work in 200 ms without any`);
    }
  });
  it('change no bit of strict kernels, wide or narrow', () => {
    const [, wide] = runOn(2, { MEMCELL_STRICT: '1' });
    const [, narrow] = runOn(3, { MEMCELL_STRICT: '1', MEMCELL_WIDE: '0' });
    assert.equal(narrow, wide);
  });
});
