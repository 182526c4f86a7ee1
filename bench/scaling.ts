// Time of a training step of LSTM and GRU over T, B, U and threads, memory over T, each with the exponent of the power law
// that fits. Every point is a process of its own: node bench/scaling.ts LAYER T B U prints one.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { memory } from '../src/index.ts';
import type { Effort } from './compare.ts';
import { makeFixture } from './fixture.ts';
import { stepOf } from './model.ts';
import { environmentOf } from './peers.ts';
import { fitPower, median, quartiles } from './statistics.ts';
import { stepper } from './turns.ts';
import type { LayerSpec, Workload } from './workloads.ts';

type Layer = 'LSTM' | 'GRU';

interface Sizes {
  readonly T: number;
  readonly B: number;
  readonly U: number;
  readonly threads: number;
}

/** One point: what is varied and its value; time of a step and peak of the engine's memory. */
export interface ScalingRow {
  readonly layer: Layer;
  readonly over: keyof Sizes;
  readonly value: number;
  readonly milliseconds: number;
  readonly quartiles: readonly [number, number];
  readonly bytes: number;
}

const BASE: Sizes = { T: 28, B: 128, U: 128, threads: 1 };
const POINTS: Readonly<Record<keyof Sizes, readonly number[]>> = {
  T: [8, 16, 32, 64, 128, 256],
  B: [8, 16, 32, 64, 128, 256],
  U: [32, 64, 128, 256, 512],
  threads: [1, 2],
};
const DEPTH = 28;

/** A workload like B and G, in other sizes. */
function workloadOf(layer: Layer, { T, B, U }: Sizes): Workload {
  const recurrent: LayerSpec = { kind: layer === 'LSTM' ? 'lstm' : 'gru', units: U, sequences: false };
  const layers: readonly LayerSpec[] = [recurrent, { kind: 'dense', units: 10, activation: 'linear' }];
  return { title: '', input: [B, T, DEPTH], target: [B], layers, loss: 'labels', turn: 1 };
}

/** Times all points and prints a line for each, and the exponents. */
export function benchScaling({ rounds, milliseconds }: Effort): ScalingRow[] {
  const rows: ScalingRow[] = [];
  for (const layer of ['LSTM', 'GRU'] as const) {
    for (const over of Object.keys(POINTS) as (keyof Sizes)[]) {
      const points = POINTS[over].map((value) => point(layer, over, value, Math.min(rounds * milliseconds, 1000)));
      rows.push(...points);
      const text = points.map(({ value, milliseconds }) => `${value}: ${milliseconds.toPrecision(4)} ms`);
      console.log(`${layer} over ${over.padEnd(8)} ${exponentOf(points).toFixed(2).padStart(6)}  ${text.join('  ')}`);
      if (over !== 'T') continue;
      const bytes = points.map(({ value, bytes }): [number, number] => [value, bytes]);
      const sizes = bytes.map(([value, size]) => `${value}: ${(size / 1e6).toFixed(2)} MB`);
      console.log(`  its memory    ${fitPower(bytes).exponent.toFixed(2).padStart(6)}  ${sizes.join('  ')}`);
    }
  }
  return rows;
}

/** The exponent of time over what is varied; twice as many threads ideally halve the time: −1. */
export function exponentOf(points: readonly Pick<ScalingRow, 'value' | 'milliseconds'>[]): number {
  return fitPower(points.map(({ value, milliseconds }) => [value, milliseconds])).exponent;
}

function point(layer: Layer, over: keyof Sizes, value: number, milliseconds: number): ScalingRow {
  const sizes = { ...BASE, [over]: value };
  const text = execFileSync(
    process.execPath,
    [fileURLToPath(import.meta.url), layer, ...[sizes.T, sizes.B, sizes.U, milliseconds].map(String)],
    { encoding: 'utf8', env: { ...process.env, ...environmentOf(sizes.threads) } },
  );
  return { layer, over, value, ...(JSON.parse(text) as Pick<ScalingRow, 'milliseconds' | 'quartiles' | 'bytes'>) };
}

if (import.meta.main) {
  const [layer = '', ...sizes] = process.argv.slice(2);
  const [T = 0, B = 0, U = 0, milliseconds = 0] = sizes.map(Number);
  const timed = stepper(stepOf(makeFixture(workloadOf(layer as Layer, { T, B, U, threads: 1 }))), 1);
  await timed.warm(milliseconds / 2);
  const turns = await timed.round(milliseconds);
  const { peak: bytes } = memory();
  console.log(JSON.stringify({ milliseconds: median(turns), quartiles: quartiles(turns), bytes }));
  process.exit(0);
}
