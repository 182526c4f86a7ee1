// A training that is killed, without a chance to clean up, goes on from its last checkpoint with the same bits.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, PATIENCE } from './process.ts';

const program = fileURLToPath(new URL('../support/train-with-backup.ts', import.meta.url));

/** Runs the program; kills it where `kills` writes of the checkpoint were seen. */
async function train(name: string, wait: number, kills = Infinity): Promise<{ out: string; signal: string | null }> {
  const child = spawn(process.execPath, [program, join(folder, name), String(wait)], { timeout: PATIENCE });
  let out = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  let seen = 0;
  const watcher = watch(folder, (_event, file) => {
    if (file === name && ++seen >= kills) child.kill('SIGKILL');
  });
  const signal = await new Promise<string | null>((resolve) => child.on('close', (_code, by) => resolve(by)));
  watcher.close();
  return { out, signal };
}

it('a training killed again and again ends with the bits of one that was not', async () => {
  const whole = await train('whole.safetensors', 0);
  assert.match(whole.out, /^[0-9a-f]{64}\n$/);
  let killed = 0;
  let last = await train('killed.safetensors', 20, 3);
  while (last.signal === 'SIGKILL' && killed < 3) {
    killed++;
    assert.ok(readdirSync(folder).includes('killed.safetensors'));
    last = await train('killed.safetensors', 20, killed < 3 ? 4 + killed : Infinity);
  }
  assert.equal(killed, 3);
  assert.equal(last.out, whole.out);
  assert.ok(!readdirSync(folder).includes('killed.safetensors'));
});
