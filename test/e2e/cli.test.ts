// Help, wrong usage, list, doctor: exact texts and exit codes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { experiments } from '../../src/experiments/index.ts';
import { env, fails, folder, jsonLines, main, memcell, PATIENCE } from './process.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const linux = process.platform === 'linux';

const commands: readonly string[] = [
  'list',
  'run',
  'runs',
  'train',
  'generate',
  'predict',
  'inspect',
  'convert',
  'export',
  'segment',
  'word2vec',
  'vectors',
  'data',
  'doctor',
];

describe('memcell', () => {
  it('--version prints the version', () =>
    assert.deepEqual(memcell('--version'), { code: 0, out: `${version}\n`, err: '' }));
  it('shows its help without a command, and with --help', () => {
    const help = memcell();
    assert.equal(help.code, 0);
    assert.match(help.out, /^Usage: memcell \[options\] \[command\]\n/);
    assert.deepEqual(memcell('--help'), help);
  });
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
      `Cannot run 'memcell': command must be one of ${commands.join(', ')}, received 'rnu'`,
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
      ['doctor', 'x'],
      2,
      "Cannot run 'memcell doctor': no argument must follow, received 'x'",
      'Usage: memcell doctor [options]',
    );
  });
  it('an option that the experiment does not have', () => {
    const order = ['--order', 'lsb'];
    const none = "options of its own must be left out, since it has none, received '--order'";
    fails(['run', 'adder', ...order], 2, `Cannot run adder: ${none}`);
    const others = "options of its own must be among --data, received '--order'";
    fails(['run', 'mnist-rows', ...order], 2, `Cannot run mnist-rows: ${others}`);
    const must = 'order must be one of msb, lsb';
    fails(['run', 'keras-adder', '--order', 'x'], 2, `Cannot run keras-adder: ${must}, received 'x'`);
  });
  it('an unknown experiment or preset', () => {
    const names = Object.keys(experiments).join(', ');
    fails(
      ['run', 'ader'],
      2,
      `Cannot run 'ader': experiment must be one of ${names}, received 'ader'`,
      "Did you mean 'adder'?",
    );
    fails(
      ['list', 'addr'],
      2,
      `Cannot list 'addr': experiment must be one of ${names}, received 'addr'`,
      "Did you mean 'adder'?",
    );
    fails(['run', 'toString'], 2, `Cannot run 'toString': experiment must be one of ${names}, received 'toString'`);
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
    const [adder] = jsonLines(memcell('list', '--json').out) as { name: string; presets: object }[];
    assert.equal(adder?.name, 'adder');
    assert.deepEqual(Object.keys(adder?.presets ?? {}), ['default', 'published']);
  });
  it('whose reader leaves early is no error', { skip: !linux }, () => {
    const command = `"${process.execPath}" "${main}" run adder --steps 300 --json; echo "code $?" >&2`;
    const { stdout, stderr } = spawnSync('sh', ['-c', `{ ${command}; } | head -n 1`], {
      cwd: folder,
      encoding: 'utf8',
      env,
      timeout: PATIENCE,
    });
    assert.match(stdout, /^\{"event":"start"/);
    assert.equal(stderr, 'code 0\n');
  });
  it('says what is wrong with its output', { skip: !linux }, () => {
    const command = `"${process.execPath}" "${main}" list > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env, timeout: PATIENCE });
    assert.equal(status, 1);
    const received = 'ENOSPC: no space left on device, write';
    assert.equal(stderr, `error: Cannot write output: it must take what is written, received ${received}\n`);
  });
});

describe('memcell doctor', () => {
  it('says what runs and how fast', () => {
    const { code, out, err } = memcell('doctor');
    assert.deepEqual([code, err], [0, '']);
    for (const name of ['memcell', 'runtime', 'processor', 'memory', 'engine', 'self-test', 'speed']) {
      assert.match(out, new RegExp(`^${name} `, 'm'));
    }
  });
  it('measures as many threads as it is told, and warns of more than there are cores', () => {
    const { code, out, err } = memcell('doctor', '--threads', '64');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^engine .* 64\s+threads/m);
    assert.match(out, /^warning +64 threads, more than the \d+ that can\s+run at once here/m);
    assert.match(out, /on\s+64\s+threads/);
  });
  it('refuses a number of threads that is none', () => {
    const must = 'threads must be a whole number';
    fails(['doctor', '--threads', '0'], 2, `Cannot check the engine: ${must} from 1, received '0'`);
    fails(['run', 'adder', '--threads', '0'], 2, `Cannot run adder: ${must} from 1, received '0'`);
    const files = ['--input', 'x.npy', '--output', 'y.npy'];
    fails(['predict', 'm.h5', ...files, '--threads', '65'], 2, `Cannot predict: ${must} from 1 to 64, received '65'`);
    fails(['inspect', 'x.npy', '--threads', 'all'], 2, `Cannot inspect: ${must} from 1, received 'all'`);
  });
  it('--json prints one object', () => {
    const [found] = jsonLines(memcell('doctor', '--json').out) as { engine: { selfTest: { passed: boolean }[] } }[];
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
