// A text larger than the memory that its training takes: 500 MB with MEMCELL_FULL=1.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

it('the memory of a word2vec training does not grow with its text', (test) => {
  const full = process.env.MEMCELL_FULL === '1';
  const script = fileURLToPath(new URL('../support/word2vec-memory.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [script, full ? '500' : '24'], { encoding: 'utf8' });
  assert.match(stdout, /^\d+\n$/, stderr);
  const megabytes = Number(stdout) / 1024;
  test.diagnostic(`${megabytes.toFixed(0)} MB`);
  assert.ok(megabytes < (full ? 600 : 250), `${megabytes} MB`);
});
