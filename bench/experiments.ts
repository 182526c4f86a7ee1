// npm run bench -- experiments [NAME …] [--steps N] [--rounds N]: trains the presets of the experiments, and the same in PyTorch,
// NumPy or Keras, each in a process of its own, on one thread, in turns; prints the times and their ratios.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findDataSet } from '../src/data/index.ts';
import { installPythonPeers } from './install.ts';
import { environmentOf } from './peers.ts';
import { parsed, UsageError } from './request.ts';
import { median } from './statistics.ts';

/** Who a preset is held against, and for how many steps: all that the preset has, or as many as are worth the time. */
interface Row {
  readonly name: string;
  readonly preset: 'published' | 'default';
  readonly steps: number;
  /** Steps of the whole preset; of one that ends when all is right: how many it takes with seed 1. */
  readonly of: number;
  readonly tools: readonly ('torch' | 'numpy' | 'keras')[];
}

interface Timed {
  readonly peer: string;
  readonly milliseconds: number;
  /** Milliseconds of the processor: what counts on a machine that others use, too. */
  readonly processor: number;
  readonly steps: number;
  readonly first: number;
  readonly last: number;
}

/** The same, with the milliseconds from the start of its process to the end. */
interface Run extends Timed {
  readonly whole: number;
}

const ROWS: readonly Row[] = [
  { name: 'adder', preset: 'published', steps: 1000, of: 1000, tools: ['torch'] },
  { name: 'adder', preset: 'default', steps: 150, of: 200, tools: ['torch'] },
  { name: 'sine-cosine', preset: 'published', steps: 200, of: 200, tools: ['torch'] },
  { name: 'sine-cosine', preset: 'default', steps: 200, of: 200, tools: ['torch'] },
  { name: 'list-fit', preset: 'published', steps: 100, of: 100, tools: ['torch', 'numpy'] },
  { name: 'list-fit', preset: 'default', steps: 200, of: 200, tools: ['torch', 'numpy'] },
  { name: 'next-prime', preset: 'published', steps: 10_000, of: 10_000, tools: ['torch', 'numpy'] },
  { name: 'next-prime', preset: 'default', steps: 2000, of: 2000, tools: ['torch', 'numpy'] },
  { name: 'rnn-from-scratch', preset: 'published', steps: 10_000, of: 10_000, tools: ['torch', 'numpy'] },
  { name: 'rnn-from-scratch', preset: 'default', steps: 80, of: 110, tools: ['torch'] },
  { name: 'keras-adder', preset: 'published', steps: 79, of: 7900, tools: ['torch', 'keras'] },
  { name: 'keras-adder', preset: 'default', steps: 79, of: 948, tools: ['torch'] },
  { name: 'mnist-rows', preset: 'published', steps: 782, of: 782, tools: ['torch'] },
  { name: 'mnist-rows', preset: 'default', steps: 200, of: 4690, tools: ['torch'] },
  { name: 'cifar-cnn', preset: 'published', steps: 2000, of: 50_000, tools: ['torch'] },
  { name: 'cifar-cnn', preset: 'default', steps: 100, of: 1570, tools: ['torch'] },
];
/** Where a row needs the public images, so that both learn from the same. */
const IMAGES: Readonly<Record<string, string>> = { 'mnist-rows': 'mnist', 'cifar-cnn': 'cifar10-small' };
const NAMES = [...new Set(ROWS.map(({ name }) => name))];

/** Times the experiments that are asked for, all by default; gives the rows. */
export function benchExperiments(args: readonly string[]): object[] {
  const options = { steps: { type: 'string' }, rounds: { type: 'string', default: '3' } } as const;
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options, allowPositionals: true }));
  const wrong = positionals.find((name) => !NAMES.includes(name));
  if (wrong !== undefined)
    throw new UsageError(`Cannot run benchmark: experiment must be one of ${NAMES.join(', ')}, received '${wrong}'`);
  const whole = (text: string): number => {
    if (/^[1-9]\d*$/.test(text)) return Number(text);
    throw new UsageError(`Cannot run benchmark: --steps and --rounds must be whole numbers from 1, received '${text}'`);
  };
  const most = values.steps === undefined ? Number.POSITIVE_INFINITY : whole(values.steps);
  const rounds = whole(values.rounds);
  console.log(
    `Time of the training, one thread each, in turns, median of ${rounds}; peers have taken one step before.\n` +
      'With start and data: the whole process, from its start to its end.',
  );
  if (positionals.length === 0)
    console.log('lstm-by-hand trains nothing, vanishing trains to fail: nothing to compare.');
  const rows = ROWS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return rows.flatMap((row) => timeRow({ ...row, steps: Math.min(row.steps, most) }, rounds));
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs a process on one core and gives what it says in its last line, which is JSON. */
function runOnce(command: readonly string[]): Timed {
  const pinned = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '1', ...command] : command;
  const text = execFileSync(pinned[0] as string, pinned.slice(1), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environmentOf(1) },
  });
  return JSON.parse(text.trim().split('\n').at(-1) as string) as Timed;
}

function timeRow({ name, preset, steps, of, tools }: Row, rounds: number): object[] {
  const images = IMAGES[name];
  if (images !== undefined && (process.env.MEMCELL_DATA === undefined || findDataSet(images) === undefined)) {
    console.log(`${name} ${preset}: left out, since ${images} is not in MEMCELL_DATA`);
    return [];
  }
  const work = [name, preset, String(steps)];
  const python = installPythonPeers();
  const runners = [
    [process.execPath, here('experiment.ts'), ...work],
    ...tools.map((tool) => [python, here('peers/experiments.py'), tool, ...work]),
  ];
  const times = runners.map((): Run[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, runner] of runners.entries()) {
      const begun = performance.now();
      const timed = runOnce(runner);
      (times[i] as Run[]).push({ ...timed, whole: performance.now() - begun });
    }
  }
  const [mine] = times as [Run[]];
  console.log(`${name} ${preset}, ${steps === of ? `all ${of}` : `${steps} of ${of}`} steps`);
  const perStep = ({ steps: done }: Timed, milliseconds: number): number => milliseconds / done;
  return times.map((results) => {
    const { peer, first, last, steps: done } = results[0] as Run;
    const milliseconds = results.map((result) => perStep(result, result.milliseconds));
    const processor = results.map((result) => perStep(result, result.processor));
    const own = (of: 'milliseconds' | 'processor'): number[] => mine.map((result) => perStep(result, result[of]));
    const ratioTo = (times: readonly number[], of: 'milliseconds' | 'processor'): number =>
      median(own(of).map((time, i) => time / (times[i] as number)));
    const [ratio, processorRatio] = [ratioTo(milliseconds, 'milliseconds'), ratioTo(processor, 'processor')];
    const whole = median(results.map((result) => result.whole));
    const wholeRatio = median(mine.map((result, i) => result.whole / (results[i] as Run).whole));
    const parts = [`${ratio.toFixed(3)} of its time`, `${processorRatio.toFixed(3)} of its processor time`];
    const versus =
      results === mine ? '' : `memcell takes ${parts.join(', ')}, ${wholeRatio.toFixed(3)} with start and data`;
    const losses = `loss ${first.toPrecision(4)} to ${last.toPrecision(4)}`;
    console.log(
      `  ${peer.padEnd(28)} ${median(milliseconds).toFixed(4).padStart(9)} ms a step, processor ${median(processor).toFixed(4).padStart(9)}  ${losses.padEnd(28)} ${versus}`,
    );
    return {
      experiment: name,
      preset,
      peer,
      steps: done,
      of,
      milliseconds: median(milliseconds),
      times: milliseconds,
      processor: median(processor),
      memcellToPeer: ratio,
      memcellToPeerProcessor: processorRatio,
      whole,
      memcellToPeerWhole: wholeRatio,
      first,
      last,
    };
  });
}
