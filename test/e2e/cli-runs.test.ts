// `memcell runs`: list, show, compare, plot, and what they refuse; `memcell run --plot`, `--tensorboard`; a full disk.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEvents } from '../../src/interop/io.ts';
import { readRun } from '../../src/logs/read-run.ts';
import { env, fails, folder, jsonLines, main, memcell, PATIENCE } from './process.ts';

const at = (...names: string[]): string => join(folder, ...names);

describe('memcell run', () => {
  it('--plot draws in plain text where there is no terminal, --tensorboard writes event files', () => {
    const words = ['run', 'list-fit', '--steps', '30', '--plot', '--tensorboard', '--out', 'runs/first'];
    const { code, out, err } = memcell(...words);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /\nLearning curve\n● loss\n[\s\S]*[⠀-⣿]{3}[\s\S]*\n +step\n/);
    assert.match(out, /\nWhat is to be said, and what is said\n/);
    const files = readdirSync(at('runs', 'first', 'train'));
    assert.ok(files.some((name) => name.startsWith('events.out.tfevents.')));
  });
  it('--tensorboard writes histograms of weights, gradients and gates, a few of each', () => {
    assert.equal(memcell('run', 'adder', '--tensorboard', '--quiet', '--out', 'boards/adder').code, 0);
    const files = readdirSync(at('boards', 'adder', 'train')).map((name) => at('boards', 'adder', 'train', name));
    const tags = files.flatMap((file) =>
      readEvents(readFileSync(file)).flatMap(({ values }) => values.map(({ tag }) => tag)),
    );
    for (const part of ['kernel/histogram', 'kernel/gradient_histogram', 'forget_gate/histogram', 'cell/histogram']) {
      assert.ok(tags.filter((tag) => tag === `lstm/${part}`).length >= 4, part);
    }
    for (const tag of ['summary', 'epoch_loss', 'epoch_learning_rate', 'epoch_gradient_norm', 'carry', 'result']) {
      assert.ok(tags.includes(tag), tag);
    }
  });
  it('--tensorboard heeds gates that explode: they are left out', () => {
    const words = ['run', 'vanishing', '--steps', '12', '--tensorboard', '--quiet', '--out', 'boards/vanishing'];
    const { code, err } = memcell(...words);
    assert.deepEqual([code, err], [0, '']);
  });
  it('says what is wrong where the disk is full, keeps what is whole, and goes on when there is room', () => {
    const run = [
      'run',
      'rnn-from-scratch',
      '--preset',
      'published',
      '--steps',
      '2000',
      '--quiet',
      '--out',
      'runs/full',
    ];
    const words = [main, ...run].map((word) => `'${word}'`).join(' ');
    // a file may have 80 blocks of 512 bytes: more than the model, less than the events
    const limited = spawnSync('sh', ['-c', `ulimit -f 80; '${process.execPath}' ${words}`], {
      ...{ cwd: folder, env, encoding: 'utf8', timeout: PATIENCE },
    });
    assert.deepEqual([limited.status, limited.stdout], [1, '']);
    assert.equal(
      limited.stderr,
      'The run is in runs/full: memcell run --resume runs/full goes on with it.\n' +
        "error: Cannot append to file 'runs/full/events.jsonl': file must be within the limit of the file system, received a larger one\n",
    );
    const { cutOff, info } = readRun(at('runs', 'full'));
    assert.deepEqual([cutOff, info.score], [false, undefined]);
    assert.ok(statSync(at('runs', 'full', 'events.jsonl')).size <= 40 * 1024);
    assert.deepEqual(
      readdirSync(at('runs', 'full')).filter((name) => name.endsWith('.tmp')),
      [],
    );
    assert.equal(memcell('run', '--resume', 'full', '--quiet').code, 0);
    assert.equal(readRun(at('runs', 'full')).info.steps, 2000);
  });
});

describe('memcell runs', () => {
  it('lists the latest first, damaged ones with their reason', () => {
    memcell('run', 'list-fit', '--steps', '40', '--seed', '2', '--quiet', '--out', 'runs/second');
    mkdirSync(at('runs', 'broken'));
    writeFileSync(at('runs', 'broken', 'run.json'), '{');
    const { code, out } = memcell('runs');
    assert.equal(code, 0);
    const lines = out.trimEnd().split('\n');
    assert.match(lines[0] ?? '', /^run +experiment +preset +seed +steps +score +began +state$/);
    assert.match(lines[1] ?? '', /^second +list-fit +default +2 +40 +loss [\d.e-]+ +\d{4}-\d\d-\d\d \d\d:\d\d +ended$/);
    assert.equal(lines.length, 5);
    const reason = "Cannot read run 'runs/broken/run.json': file must be JSON, received another format";
    assert.equal(lines[4], `broken  damaged: ${reason}`);
    const objects = jsonLines(memcell('runs', 'list', '--json').out) as Record<string, unknown>[];
    assert.deepEqual(
      objects.map(({ name, state, steps }) => [name, state, steps]),
      [
        ['second', 'ended', 40],
        ['full', 'ended', 2000],
        ['first', 'ended', 30],
        ['broken', 'damaged', undefined],
      ],
    );
    assert.equal(objects[3]?.reason, reason);
    assert.equal(memcell('runs', '--root', '.').out, "There are no runs in '.' yet: memcell run adder makes one.\n");
  });
  it('shows a run', () => {
    const { code, out } = memcell('runs', 'show', 'sec');
    assert.equal(code, 0);
    for (const part of ['runs/second  an LSTM', 'experiment  list-fit, preset default, seed 2', 'score       loss ']) {
      assert.ok(out.includes(part), `${part} in ${out}`);
    }
    assert.match(out, /\nfiles +events\.jsonl [\d.]+ kB, [\s\S]*report\.html/);
    const [details] = jsonLines(memcell('runs', 'show', 'last', '--json').out) as Record<string, unknown>[];
    assert.deepEqual([details?.state, details?.steps, details?.seed], ['ended', 40, 2]);
  });
  it('keeps which images a run had, and holds no score on drawn ones beside the published one', () => {
    const run = memcell('run', 'mnist-rows', '--steps', '2', '--quiet', '--json', '--out', 'drawn/one');
    const reason = 'the images are drawn-digits, not mnist';
    const [end] = jsonLines(run.out) as Record<string, unknown>[];
    assert.deepEqual([end?.published, end?.incomparable], [{}, reason]);
    const { info } = readRun(at('drawn', 'one'));
    assert.deepEqual([info.options.data, info.incomparable], ['drawn', reason]);
    const { out } = memcell('runs', 'show', 'drawn/one');
    assert.match(out, new RegExp(`\npublished +not compared: ${reason}\n`));
    assert.ok(!out.includes('TensorFlow'));
    // numbers of every class have no place in a list, nor beside one another in 80 columns
    assert.match(memcell('runs', '--root', 'drawn').out, /\none .* testAccuracy [\d.]+, perClass …, of 256 +\d{4}-/);
    memcell('run', 'mnist-rows', '--steps', '1', '--quiet', '--out', 'drawn/two');
    const compared = memcell('runs', 'compare', 'drawn/one', 'drawn/two').out;
    const head = compared.slice(0, compared.indexOf('\n\n'));
    assert.match(head, /^run +drawn\/one +drawn\/two\nsteps +2 +1\n[\s\S]*\nperClass 9 +[\d.]+ +[\d.]+\nof +256 +128$/);
    assert.ok(head.split('\n').every((line) => line.length <= 80));
  });
  it('compares runs: what differs, and the curves in one picture', () => {
    const { code, out } = memcell('runs', 'compare', 'first', 'second');
    assert.equal(code, 0);
    assert.match(
      out,
      /^run +seed +steps +tensorboard +taken +time +loss\nruns\/first +1 +30 +yes .*\nruns\/second +2 +40 +no /,
    );
    assert.match(out, /\nLearning curves\n● runs\/first +■ runs\/second\n/);
    assert.match(memcell('runs', 'compare', 'first', 'second', '--svg', 'two.svg').out, /\nDrawn: two\.svg\n$/);
    assert.match(readFileSync(at('two.svg'), 'utf8'), /^<svg /);
  });
  it('plots the learning curve, or a picture that a run left', () => {
    assert.match(memcell('runs', 'plot', 'second').out, /^Learning curve\n/);
    assert.match(memcell('runs', 'plot', 'second', 'answers').out, /^What is to be said, and what is said\n/);
    assert.equal(memcell('runs', 'plot', 'second', '--svg', 'one.svg').out, 'Drawn: one.svg\n');
    assert.ok(existsSync(at('one.svg')));
  });
  it('refuses what there is not', () => {
    const command = 'command must be one of list, show, compare, plot';
    fails(['runs', 'shwo'], 2, `Cannot run 'memcell runs': ${command}, received 'shwo'`, "Did you mean 'show'?");
    fails(['runs', 'compare', 'first'], 2, 'Cannot compare runs: there must be two or more, received one');
    const names = 'picture must be one of answers, learning-curve';
    fails(
      ['runs', 'plot', 'first', 'answer'],
      1,
      `Cannot plot run 'runs/first': ${names}, received 'answer'`,
      "Did you mean 'answers'?",
    );
    fails(
      ['runs', 'plot', 'first', '--svg', 'x.png'],
      2,
      "Cannot plot run: --svg must name a file that ends in .svg, received 'x.png'",
    );
    appendFileSync(at('runs', 'first', 'plots', 'answers.json'), '}');
    const file = "Cannot read picture 'runs/first/plots/answers.json'";
    fails(['runs', 'plot', 'first', 'answers'], 1, `${file}: file must be JSON, received another format`);
    writeFileSync(at('runs', 'first', 'plots', 'answers.json'), '{"kind":"lines","title":"x"}');
    fails(
      ['runs', 'plot', 'first', 'answers'],
      1,
      `${file}: it must be a figure, received other JSON`,
      "Cannot draw lines 'x': x must be an axis, received undefined",
    );
  });
});
