// `memcell run`: what it prints in each mode, its folder, Ctrl-C, the questions on a terminal.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readRun } from '../../src/logs/read-run.ts';
import { env, fails, folder, jsonLines, main, memcell, PATIENCE } from './process.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('memcell run', () => {
  it('prints lines, the result beside the published one, and three sums', () => {
    const { code, out, err } = memcell('run', 'adder', '--out', 'all');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /\nAll 16,384 sums are right after \d+ steps in [\d.]+ s of training\.\n/);
    assert.match(out, /\nscore {8}exactShare 1, of 16,384\npublished {4}exactShare 0\.9900, of 16,384: /);
    assert.match(out, /\nsaved {8}the model is in all\/model\.safetensors\n/);
    for (const sum of ['   8   right', '   91   right', '   254   right']) assert.ok(out.includes(sum), sum);
  });
  it('writes a run folder: options, engine, events, score', () => {
    const { info, events, cutOff } = readRun(join(folder, 'all'));
    assert.deepEqual([info.experiment, info.preset, info.seed, cutOff], ['adder', 'default', 1, false]);
    assert.deepEqual(info.score, { exactShare: 1, of: 16384 });
    assert.equal(info.versions.memcell, version);
    assert.ok(['relaxed', 'strict'].includes(String(info.engine.build)));
    assert.equal(events[0]?.event, 'start');
    assert.equal(events.at(-1)?.event, 'end');
    assert.equal(events.filter(({ event }) => event === 'step').length, info.steps);
  });
  it('--json prints every event, the result last', () => {
    const { code, out, err } = memcell('run', 'adder', '--steps', '12', '--seed', '7', '--json', '--out', 'json');
    assert.deepEqual([code, err], [0, '']);
    const events = jsonLines(out) as { event: string }[];
    assert.deepEqual(events, [...readRun(join(folder, 'json')).events]);
    const { seconds, score, ...end } = events.at(-1) as unknown as Record<string, unknown>;
    assert.deepEqual(end, {
      event: 'end',
      experiment: 'adder',
      preset: 'default',
      seed: 7,
      steps: 12,
      published: { exactShare: 0.99, of: 16384 },
      run: 'json',
    });
    assert.ok(typeof seconds === 'number' && seconds > 0);
    assert.deepEqual(Object.keys(score as object), ['exactShare', 'of']);
  });
  it('--quiet prints the result only, with --json one object', () => {
    const { out } = memcell('run', 'adder', '--steps', '2', '--quiet');
    assert.match(out, /^[\d,]+ of 16,384 sums are right \([\d.]+ %\) after 2 steps in [\d.]+ s of training\.\n$/);
    const [end, ...more] = jsonLines(memcell('run', 'adder', '--steps', '2', '--quiet', '--json').out);
    assert.deepEqual([(end as { event: string }).event, more], ['end', []]);
    assert.match((end as { run: string }).run, /^runs\/adder-\d{8}-\d{6}(-\d+)?$/);
  });
  it('the same seed gives the same losses, bit for bit', () => {
    const losses = ['a', 'b'].map((out) => {
      memcell('run', 'adder', '--steps', '20', '--seed', '3', '--quiet', '--out', out);
      return readRun(join(folder, out)).events.map((event) => (event.event === 'step' ? event.loss : 0));
    });
    assert.deepEqual(losses[0], losses[1]);
  });
  it('tells how it goes where the source does, and saves models of a cell of its own', () => {
    const { code, out, err } = memcell('run', 'list-fit', '--preset', 'published', '--steps', '11', '--out', 'list');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /\niteration 0: loss 0\.\d+\n[\s\S]*iteration 10: loss 0\.\d+\n/);
    assert.match(out, /\nscore {8}loss 0\.\d+\npublished {4}the source names no figure; NumPy ends between /);
    const notes = readRun(join(folder, 'list')).events.filter(({ event }) => event === 'note');
    assert.equal(notes.length, 2);
    const { out: summary } = memcell('inspect', 'list/model.safetensors');
    assert.match(summary, /rnn \(RNN\)/);
  });
  it('lstm-by-hand shows every gate at every step', () => {
    const { out } = memcell('run', 'lstm-by-hand', '--preset', 'published', '--out', 'hand');
    assert.match(out, /\n +1 +3 1 0 +3 +3 +90 +1 +110 +1 +-10 +4\.5e-5 +3 +1\.4e-4\n/);
    assert.ok(!out.includes('\n\n\n'));
    assert.match(out, /\nscore {8}outputs 0\.0001362 0\.0003178 0\.0003178 6\.999 /);
    assert.match(out, /\npublished {4}outputs 0 0 0 7 0: rounded to whole numbers\n/);
  });
  it('refuses a folder that cannot be written, before anything is computed', () => {
    writeFileSync(join(folder, 'file'), '');
    const must = 'every part of the path must be free or a folder';
    fails(['run', 'adder', '--out', 'file'], 1, `Cannot make folder 'file': ${must}, received a file`);
    fails(
      ['run', 'adder', '--out', 'all'],
      1,
      "Cannot create run folder 'all': folder must hold no run, received one that does",
      'Choose another folder, or remove this one.',
    );
  });
  it('Ctrl-C saves, says where, and ends with 130', async () => {
    const words = ['run', 'adder', '--preset', 'published', '--steps', '4000000', '--out', 'stopped'];
    const child = spawn(process.execPath, [main, ...words], { cwd: folder, env, timeout: PATIENCE });
    let out = '';
    child.stdout.on('data', (part) => {
      if (!out.includes('step 1 of') && `${out}${part}`.includes('step 1 of')) child.kill('SIGINT');
      out += part;
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(code, 130);
    assert.match(
      out,
      /\ninterrupted {2}the model is in stopped\/model\.safetensors\nto go on {5}memcell run --resume stopped\n$/,
    );
    assert.equal(memcell('inspect', 'stopped/model.safetensors').code, 0);
    assert.equal(readRun(join(folder, 'stopped')).info.stopped, 'interrupt');
  });
  it('on a terminal asks again and again, and refuses what is no number', {
    skip: !existsSync('/usr/bin/script'),
  }, async () => {
    const command = `"${process.execPath}" "${main}" run adder --out asked`;
    const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { ...env, TERM: 'xterm' },
      timeout: PATIENCE,
    });
    // each answer waits for its question: what is typed before the terminal is in raw mode may get lost
    const answers = ['7\n', '128\n', '1.5\n', '99\n', '\x04'];
    let out = '';
    let seen = 0;
    child.stdout.on('data', (part) => {
      out += part;
      const question = /(First|Second) number[^:\n]*: /g;
      question.lastIndex = seen;
      if (!question.test(out)) return;
      seen = out.length;
      child.stdin.write(answers.shift() ?? '\x04');
    });
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('exit', (...ended) => resolve(ended)),
    );
    assert.deepEqual([code, signal], [0, null], out);
    const sentence = 'Cannot add: number must be a whole number from 0 to 127, received';
    const text = out.replaceAll(/\r?\n/g, ' ');
    for (const part of [`${sentence} '128'`, `${sentence} '1.5'`, '= 01101010   106   right']) {
      assert.ok(text.includes(part), `${part} in ${out}`);
    }
  });
});
