// The command line as a user meets it: a process of its own, its exit code, and the exact text of what it prints.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCsv } from '../../src/formats/csv.ts';
import { readNpy, writeNpy } from '../../src/formats/npy.ts';
import { readRun } from '../../src/logs/read-run.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const linux = process.platform === 'linux';
let folder = '';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const env = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, NO_COLOR: '1' });

function memcell(...words: string[]): Ended {
  const ended = spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8', env: env() });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

/** Ends with this error and nothing else: no stack, no output. */
function fails(words: string[], code: number, error: string, hint?: string): void {
  const err = `error: ${error}\n${hint === undefined ? '' : `hint: ${hint}\n`}`;
  assert.deepEqual(memcell(...words), { code, out: '', err });
}

const lines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-cli-'));
});
after(() => rmSync(folder, { recursive: true }));

describe('memcell', () => {
  it('--version prints the version', () =>
    assert.deepEqual(memcell('--version'), { code: 0, out: `${version}\n`, err: '' }));
  it('shows its help without a command, and with --help', () => {
    const help = memcell();
    assert.equal(help.code, 0);
    assert.match(help.out, /^Usage: memcell \[options\] \[command\]\n/);
    assert.deepEqual(memcell('--help'), help);
  });
  const commands = ['list', 'run', 'predict', 'inspect', 'doctor'];
  for (const command of commands) {
    it(`${command} --help shows usage and examples, within 80 columns`, () => {
      const { code, out, err } = memcell(command, '--help');
      assert.deepEqual([code, err], [0, '']);
      assert.ok(out.startsWith(`Usage: memcell ${command} `));
      assert.match(out, /\nExamples:\n {2}(MEMCELL_\w+=1 )?memcell /);
      for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
    });
  }
  it('has these commands and no others', () => {
    const [, listed = ''] = /\nCommands:\n([\s\S]*)$/.exec(memcell('--help').out) ?? [];
    assert.deepEqual(
      [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name),
      commands,
    );
  });
});

describe('memcell refuses, with exit code 2,', () => {
  it('an unknown command', () =>
    fails(
      ['rnu', 'adder'],
      2,
      "Cannot run 'memcell': command must be one of list, run, predict, inspect, doctor, received 'rnu'",
      "Did you mean 'run'?",
    ));
  it('an unknown option', () => {
    fails(
      ['list', '--jsn'],
      2,
      "Cannot run 'memcell list': options must be among --json, --help, received '--jsn'",
      "Did you mean '--json'?",
    );
    fails(
      ['--nothing'],
      2,
      "Cannot run 'memcell': options must be among --version, --debug, --help, received '--nothing'",
    );
  });
  it('an option without its value', () =>
    fails(
      ['run', 'adder', '--seed'],
      2,
      "Cannot run 'memcell run': option '--seed <n>' must have a value, received none",
      'Usage: memcell run [options] <experiment>',
    ));
  it('a missing or an extra argument', () => {
    const hint = 'Usage: memcell run [options] <experiment>';
    fails(['run'], 2, "Cannot run 'memcell run': argument 'experiment' must be given, received none", hint);
    fails(['run', 'adder', 'x'], 2, "Cannot run 'memcell run': at most 1 argument must follow, received 'x'", hint);
    fails(
      ['list', 'x'],
      2,
      "Cannot run 'memcell list': no argument must follow, received 'x'",
      'Usage: memcell list [options]',
    );
  });
  it('an unknown experiment or preset', () => {
    fails(
      ['run', 'ader'],
      2,
      "Cannot run 'ader': experiment must be one of adder, received 'ader'",
      "Did you mean 'adder'?",
    );
    fails(['run', 'toString'], 2, "Cannot run 'toString': experiment must be one of adder, received 'toString'");
    fails(
      ['run', 'adder', '--preset', 'publshed'],
      2,
      "Cannot run adder: preset must be one of default, published, received 'publshed'",
      "Did you mean 'published'?",
    );
  });
  for (const steps of ['-3', '1.5']) {
    it(`'${steps}' steps`, () =>
      fails(
        ['run', 'adder', '--steps', steps],
        2,
        `Cannot run adder: steps must be a whole number from 1, received '${steps}'`,
      ));
  }
  it('a seed that is none', () =>
    fails(['run', 'adder', '--seed', '-1'], 2, "Cannot run adder: seed must be a whole number from 0, received '-1'"));
  it('and leaves nothing behind', () => assert.deepEqual(readdirSync(folder), []));
});

describe('memcell list', () => {
  it('lists experiments and presets', () => {
    const { code, out } = memcell('list');
    assert.equal(code, 0);
    assert.match(out, /^adder {2,}\S.*\n {2}default {2,}\S.*/);
  });
  it('--json prints an object a line', () => {
    const [adder] = lines(memcell('list', '--json').out) as { name: string; presets: object }[];
    assert.equal(adder?.name, 'adder');
    assert.deepEqual(Object.keys(adder?.presets ?? {}), ['default', 'published']);
  });
  it('whose reader leaves early is no error', { skip: !linux }, () => {
    const command = `"${process.execPath}" "${main}" run adder --steps 300 --json; echo "code $?" >&2`;
    const { stdout, stderr } = spawnSync('sh', ['-c', `{ ${command}; } | head -n 1`], {
      cwd: folder,
      encoding: 'utf8',
      env: env(),
    });
    assert.match(stdout, /^\{"event":"start"/);
    assert.equal(stderr, 'code 0\n');
  });
  it('says what is wrong with its output', { skip: !linux }, () => {
    const command = `"${process.execPath}" "${main}" list > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: env() });
    assert.equal(status, 1);
    const received = 'ENOSPC: no space left on device, write';
    assert.equal(stderr, `error: Cannot write output: it must take what is written, received ${received}\n`);
  });
});

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
    const events = lines(out) as { event: string }[];
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
    const [end, ...more] = lines(memcell('run', 'adder', '--steps', '2', '--quiet', '--json').out);
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
    const child = spawn(process.execPath, [main, ...words], { cwd: folder, env: env() });
    let out = '';
    child.stdout.on('data', (part) => {
      if (!out.includes('step 1 of') && `${out}${part}`.includes('step 1 of')) child.kill('SIGINT');
      out += part;
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(code, 130);
    assert.match(out, /\ninterrupted {2}the model is in stopped\/model\.safetensors\n$/);
    assert.equal(memcell('inspect', 'stopped/model.safetensors').code, 0);
    assert.equal(readRun(join(folder, 'stopped')).info.stopped, 'interrupt');
  });
  it('on a terminal asks again and again, and refuses what is no number', {
    skip: !existsSync('/usr/bin/script'),
  }, () => {
    const command = `"${process.execPath}" "${main}" run adder --out asked`;
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env(), TERM: 'xterm' },
      input: '7\n128\n1.5\n99\n\x04',
    });
    const sentence = 'Cannot add: number must be a whole number from 0 to 127, received';
    const text = stdout.replaceAll(/\r?\n/g, ' ');
    for (const part of [`${sentence} '128'`, `${sentence} '1.5'`, '= 01101010   106   right']) {
      assert.ok(text.includes(part), `${part} in ${stdout}`);
    }
  });
});

describe('memcell predict', () => {
  const input = new Float32Array(32);
  input.set([1, 1, 1], 0);
  const model = 'all/model.safetensors';

  it('reads and writes npy, csv and tsv, with the same numbers', () => {
    const rows = [0, 1].map((row) => input.subarray(row * 16, row * 16 + 16));
    writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 8, 2], data: input }));
    writeFileSync(join(folder, 'x.csv'), rows.map((row) => `${row.join(',')}\n`).join(''));
    writeFileSync(join(folder, 'x.tsv'), rows.map((row) => `${row.join('\t')}\n`).join(''));
    const outputs = ['npy', 'csv', 'tsv'].map((ending) => {
      const { code, out, err } = memcell('predict', model, '--input', `x.${ending}`, '--output', `y.${ending}`);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, new RegExp(`^Predicted \\[2, 8, 2\\] to \\[2, 8, 1\\] in .*: y\\.${ending}\\n$`));
      return new Uint8Array(readFileSync(join(folder, `y.${ending}`)));
    });
    const [npy, csv, tsv] = outputs as [Uint8Array, Uint8Array, Uint8Array];
    const { shape, data } = readNpy(npy);
    assert.deepEqual(shape, [2, 8, 1]);
    assert.deepEqual(Float32Array.from(readCsv(csv).data), data);
    assert.deepEqual(Float32Array.from(readCsv(tsv, { delimiter: '\t' }).data), data);
    assert.deepEqual(Array.from(data as Float32Array, Math.round).slice(0, 8), [0, 0, 1, 0, 0, 0, 0, 0]);
  });
  it('--quiet prints nothing', () =>
    assert.deepEqual(memcell('predict', model, '--input', 'x.npy', '--output', 'y.npy', '--quiet'), {
      code: 0,
      out: '',
      err: '',
    }));
  it('refuses names of other formats, and missing options', () => {
    const end = (option: string, received: string): string =>
      `Cannot predict: ${option} must end in .npy, .csv, .tsv, received '${received}'`;
    fails(['predict', model, '--input', 'x.txt', '--output', 'y.npy'], 2, end('--input', 'x.txt'));
    fails(['predict', model, '--input', 'x.npy', '--output', 'y'], 2, end('--output', 'y'));
    fails(
      ['predict', model, '--input', 'x.npy'],
      2,
      "Cannot run 'memcell predict': option '--output <file>' must be given, received none",
      'Usage: memcell predict [options] <model>',
    );
  });
  it('refuses missing, damaged and foreign files', () => {
    const predict = (file: string, x: string): string[] => ['predict', file, '--input', x, '--output', 'z.npy'];
    const typing = 'Look for a typing error in the path.';
    const cut = 'The file may have been cut off while it was copied or downloaded.';
    fails(predict(model, 'none.npy'), 1, "Cannot read file 'none.npy': file must exist, received no such file", typing);
    fails(
      predict('no.safetensors', 'x.npy'),
      1,
      "Cannot read file 'no.safetensors': file must exist, received no such file",
      typing,
    );
    mkdirSync(join(folder, 'folder.npy'));
    fails(predict(model, 'folder.npy'), 1, "Cannot read file 'folder.npy': path must be a file, received a folder");
    writeFileSync(join(folder, 'cut.npy'), readFileSync(join(folder, 'x.npy')).subarray(0, 200));
    const size = 'data of dtype <f4 and shape [2, 8, 2] must be 128 bytes';
    fails(predict(model, 'cut.npy'), 1, `Cannot read npy 'cut.npy': ${size}, received 72`, cut);
    writeFileSync(join(folder, 'cut.safetensors'), readFileSync(join(folder, model)).subarray(0, 9));
    const header = 'header must be at most 1 bytes in this file, received 2544';
    fails(
      predict('cut.safetensors', 'x.npy'),
      1,
      `Cannot read safetensors 'cut.safetensors': ${header}`,
      `${cut} Or it has another format.`,
    );
    assert.ok(!existsSync(join(folder, 'z.npy')));
  });
  it('refuses numbers and shapes that do not fit', () => {
    const predict = (x: string): string[] => ['predict', model, '--input', x, '--output', 'z.npy'];
    writeFileSync(join(folder, 'nan.npy'), writeNpy({ shape: [1, 8, 2], data: new Float32Array(16).fill(NaN) }));
    fails(
      predict('nan.npy'),
      1,
      "Cannot predict with Sequential 'adder': input must be finite, received NaN at [0, 0, 0]",
    );
    writeFileSync(join(folder, 'wide.csv'), '1,2,3\n');
    fails(
      predict('wide.csv'),
      1,
      "Cannot predict: rows of 'wide.csv' must have 16 numbers for inputs of shape [null, 8, 2], received 3",
    );
    writeFileSync(join(folder, 'text.csv'), '1,2\n3,x\n');
    fails(predict('text.csv'), 1, "Cannot read csv 'text.csv': line 2 column 2 must be a number, received 'x'");
    assert.ok(!existsSync(join(folder, 'z.npy')));
  });
  it('refuses a place that cannot be written', () =>
    fails(
      ['predict', model, '--input', 'x.npy', '--output', 'none/y.npy'],
      1,
      "Cannot write file 'none/y.npy': its folder must exist, received no such folder",
      'Make the folder first.',
    ));
});

describe('memcell inspect', () => {
  it('shows the summary of a model, and dtype, shape and range of an array', () => {
    const { code, out } = memcell('inspect', 'all/model.safetensors');
    assert.equal(code, 0);
    assert.match(out, /^Model: "adder"\n/);
    assert.match(out, / Total params: 5,141 \(20\.08 KB\)\n/);
    assert.equal(memcell('inspect', 'x.npy').out, 'x.npy  <f4 [2, 8, 2], 32 numbers, from 0 to 1.000\n');
  });
  it('shows tensors and metadata of a file from elsewhere, harmlessly', () => {
    const file = fileURLToPath(new URL('../golden/formats/model.safetensors', import.meta.url));
    const { code, out } = memcell('inspect', file);
    assert.equal(code, 0);
    assert.match(out, /^lstm\/kernel {2}F32 \[2, 12\]$/m);
    assert.match(out, /^format: a "quoted" text$/m);
  });
  it('refuses other files', () =>
    fails(
      ['inspect', main],
      2,
      `Cannot inspect file '${main}': its name must end in .safetensors or .npy, received '.ts'`,
    ));
});

describe('memcell doctor', () => {
  it('says what runs and how fast', () => {
    const { code, out, err } = memcell('doctor');
    assert.deepEqual([code, err], [0, '']);
    for (const name of ['memcell', 'runtime', 'processor', 'memory', 'engine', 'self-test', 'speed']) {
      assert.match(out, new RegExp(`^${name} `, 'm'));
    }
  });
  it('--json prints one object', () => {
    const [found] = lines(memcell('doctor', '--json').out) as { engine: { selfTest: { passed: boolean }[] } }[];
    assert.ok(found?.engine.selfTest.every(({ passed }) => passed));
  });
});

describe('memcell --debug', () => {
  it('adds the stack to an error', () => {
    const { code, err } = memcell('inspect', 'none.npy', '--debug');
    assert.equal(code, 1);
    assert.match(err, /^error: Cannot read file 'none\.npy': .*\nhint: .*\nResourceError: [\s\S]*\n {4}at /);
    assert.match(err, /\[cause\]: Error: ENOENT/);
  });
});
