// `memcell run --resume`, `--save`, `--epochs`: what is refused, and a run that is killed and goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readRun } from '../../src/logs/read-run.ts';
import { env, fails, folder, main, memcell, PATIENCE } from './process.ts';

/** Runs the program, sends it a signal once it has printed what fits the pattern, and says what it ended by. */
async function signalAt(pattern: RegExp, signal: NodeJS.Signals, ...words: string[]): Promise<number | string | null> {
  const child = spawn(process.execPath, [main, ...words, '--json'], { cwd: folder, env, timeout: PATIENCE });
  let out = '';
  child.stdout.on('data', (part) => {
    out += part;
    if (!child.killed && pattern.test(out)) child.kill(signal);
  });
  return new Promise((resolve) => child.on('close', (code, by) => resolve(by ?? code)));
}
const bytes = (run: string): Buffer => readFileSync(join(folder, run, 'model.safetensors'));
const asked = ['run', 'rnn-from-scratch', '--preset', 'published', '--steps', '10000'];

describe('memcell run --resume', () => {
  it('goes on where a run was killed, interrupted and killed again, with the bits of one that was not', async () => {
    assert.equal(memcell(...asked, '--out', 'whole').code, 0);
    const checkpoint = join(folder, 'killed/checkpoints/last.safetensors');
    assert.equal(await signalAt(/"step":5,/, 'SIGKILL', ...asked, '--out', 'killed'), 'SIGKILL');
    assert.equal(existsSync(checkpoint), false);
    assert.equal(await signalAt(/"step":200,/, 'SIGINT', 'run', '--resume', 'killed'), 130);
    const { steps = 0, stopped } = readRun(join(folder, 'killed')).info;
    assert.ok(stopped === 'interrupt' && steps >= 200 && steps < 10_000 && existsSync(checkpoint));
    assert.equal(await signalAt(/"event":"resume"/, 'SIGKILL', 'run', '--resume', 'killed'), 'SIGKILL');
    const { code, out } = memcell('run', '--resume', 'killed', '--save', 'killed.keras');
    assert.equal(code, 0, out);
    assert.deepEqual(bytes('killed'), bytes('whole'));
    assert.ok(existsSync(join(folder, 'killed.keras')) && !existsSync(join(folder, 'killed/checkpoints')));
    const seen = readRun(join(folder, 'killed')).events.flatMap((event) => (event.event === 'step' ? event.step : []));
    const whole = readRun(join(folder, 'whole')).events.flatMap((event) => (event.event === 'step' ? event.step : []));
    assert.deepEqual(seen, whole);
  });
  it('refuses what cannot go on', () => {
    fails(
      ['run', '--resume', 'whole'],
      1,
      "Cannot resume run 'whole': it must have been interrupted, received one that has ended",
      'To run it anew: memcell run rnn-from-scratch --preset published --seed 1',
    );
    fails(
      ['run', '--resume', 'nowhere'],
      1,
      "Cannot find run 'nowhere': it must be a folder, a run of 'runs', the beginning of one, or last, received no such run",
      "memcell runs list shows those of 'runs'.",
    );
    fails(
      ['run', 'adder', '--resume', 'whole'],
      2,
      "Cannot resume run: experiment must be rnn-from-scratch, as in its run.json, received 'adder'",
    );
    fails(
      ['run', '--resume', 'whole', '--seed', '2'],
      2,
      "Cannot resume run: --seed must be left out, since the run has its own, received '2'",
    );
    mkdirSync(join(folder, 'empty'));
    const none = 'file must exist, received no such file';
    const hint = 'Look for a typing error in the path.';
    fails(['run', '--resume', 'empty'], 1, `Cannot read file 'empty/run.json': ${none}`, hint);
  });
});

describe('memcell run refuses, before it computes anything,', () => {
  const refused: readonly (readonly [words: readonly string[], error: string, hint?: string])[] = [
    [
      ['run', 'adder', '--epochs', '3'],
      "Cannot run adder: --epochs must be left out, since preset default counts steps, received '3'",
      'Give --steps instead.',
    ],
    [
      ['run', 'adder', '--epochs', '3', '--steps', '4'],
      'Cannot run adder: one of --steps and --epochs must be given, received both',
    ],
    [
      ['run', 'adder', '--save', 'adder.txt'],
      "Cannot save model 'adder.txt': the name must end in .safetensors or .keras or .h5 or .t7, received '.txt'",
    ],
    [
      ['run', 'adder', '--save', 'nowhere/adder.h5'],
      "Cannot run adder: --save must name a file in a folder that exists, received 'nowhere/adder.h5'",
    ],
  ];
  for (const [words, error, hint] of refused) {
    it(words.slice(1).join(' '), () => fails([...words], 2, error, hint));
  }
});
