// node bench/share.ts [NAME …]: whole training steps against the register-loop peak, both in turns in one process, and
// where the time of a step goes, by kernel and sizes; on one thread. GFLOP of the products alone: what the step could not do without.
import { backend, configure, engineReport, withBackend } from '../src/backend/current.ts';
import type { KernelTable } from '../src/backend/table.ts';
import { type TimedProduct, timedPeak } from '../src/backend/wasm/peak.ts';
import { heading } from './measure.ts';
import { median } from './statistics.ts';
import { stepOf } from './workload.ts';
import { type WorkloadName, workloadNames, workloads } from './workloads.ts';

type Kernel = (...args: number[]) => number | undefined;

/** Leading arguments of a kernel that say how large its work is; of others the first. */
const SIZES: Readonly<Record<string, number>> = {
  ...{ matmul: 3, gemm: 3, pack: 2, sum: 3, copy: 4, add: 2, multiply: 2, softmax: 2, softmaxGradient: 2 },
  ...{ lstmForward: 3, lstmBackward: 3, gruForward: 3, gruBackward: 3, simpleRnnForward: 3, simpleRnnBackward: 3 },
};

/** Multiplications and additions of the products of one call. */
function flopsOf(name: string, [x = 0, y = 0, z = 0]: readonly number[]): number {
  if (name === 'matmul' || name === 'gemm') return 2 * x * y * z;
  const gates = name.startsWith('lstm') ? 4 : name.startsWith('gru') ? 3 : name.startsWith('simpleRnn') ? 1 : 0;
  const steps = name.endsWith('Backward') ? x - 1 : x;
  return 2 * gates * steps * y * z * z;
}

interface Spent {
  milliseconds: number;
  flops: number;
  calls: number;
}

/** The table with every call timed and noted by its sizes. */
function timed(kernels: KernelTable, spent: Map<string, Spent>): KernelTable {
  const wrapped = Object.entries(kernels).map(([name, run]) => {
    const call = (...args: number[]): number | undefined => {
      const start = performance.now();
      const result = (run as Kernel)(...args);
      const milliseconds = performance.now() - start;
      const key = `${name} ${args.slice(0, SIZES[name] ?? 1).join('·')}`;
      const entry = spent.get(key) ?? { milliseconds: 0, flops: 0, calls: 0 };
      entry.milliseconds += milliseconds;
      entry.flops += flopsOf(name, args);
      entry.calls++;
      spent.set(key, entry);
      return result;
    };
    return [name, call];
  });
  return Object.fromEntries(wrapped) as KernelTable;
}

/** GFLOP/s of the register loop, over a few milliseconds. */
function peakRate({ run, flops }: TimedProduct): number {
  const start = performance.now();
  for (let i = 0; i < 60; i++) run();
  return (60 * flops) / (performance.now() - start) / 1e6;
}

/** The share of the peak that a step reaches, and the kernels that take most of its time. */
export interface ShareRow {
  readonly workload: WorkloadName;
  readonly milliseconds: number;
  readonly gflop: number;
  readonly rate: number;
  readonly peak: number;
  readonly share: number;
  readonly steps: number;
  /** Milliseconds of a profiled step in all kernels, and in each of the first of them. */
  readonly inKernels: number;
  readonly kernels: readonly { readonly key: string; readonly milliseconds: number; readonly gflop: number }[];
}

/** Prints the share of the peak that a step reaches, and its profile; gives the row. */
export function benchShare(name: WorkloadName, milliseconds = 8000): ShareRow {
  const engine = backend();
  const step = stepOf(name);
  const peak = timedPeak(engine);
  const spent = new Map<string, Spent>();
  const [steps, peaks, shares, rounds] = [[] as number[], [] as number[], [] as number[], { profiled: 0 }];
  for (let i = 0; i < 3; i++) step(i);
  const profiled = { ...engine, kernels: timed(engine.kernels, spent) };
  const begun = performance.now();
  while (steps.length < 5 || performance.now() - begun < milliseconds) {
    const before = peakRate(peak);
    const start = performance.now();
    step(steps.length);
    const milliseconds = performance.now() - start;
    peaks.push((before + peakRate(peak)) / 2);
    steps.push(milliseconds);
    shares.push(1 / milliseconds / (peaks.at(-1) as number));
    if (steps.length % 2 === 1) {
      withBackend(profiled, () => step(steps.length));
      rounds.profiled++;
    }
  }
  peak.release();
  const entries = [...spent].map(([key, all]) => {
    const { profiled: n } = rounds;
    return { key, ms: all.milliseconds / n, gflop: all.flops / n / 1e9, calls: all.calls / n };
  });
  const gflop = entries.reduce((sum, entry) => sum + entry.gflop, 0);
  const [time, top, share] = [median(steps), median(peaks), 1000 * gflop * median(shares)];
  const rate = (1000 * gflop) / time;
  const inKernels = entries.reduce((sum, { ms }) => sum + ms, 0);
  console.log(heading(`${name} [${workloads[name].input}]`, engineReport()));
  console.log(
    `${time.toFixed(3)} ms a step of ${gflop.toFixed(3)} GFLOP: ${rate.toFixed(1)} GFLOP/s, ` +
      `${(100 * share).toFixed(1)} % of the peak ${top.toFixed(1)} around it (medians of ${steps.length} steps; best ` +
      `${Math.min(...steps).toFixed(3)} ms, ${Math.max(...peaks).toFixed(1)}); ` +
      `kernels ${inKernels.toFixed(3)} ms where profiled`,
  );
  const shown = entries.sort((a, b) => b.ms - a.ms).filter(({ ms }) => ms > 0.003 * inKernels);
  for (const { key, ms, gflop: work, calls } of shown) {
    const reached = work > 0 ? `${((1000 * work) / ms).toFixed(1).padStart(7)} GFLOP/s` : '';
    const part = ((100 * ms) / inKernels).toFixed(1);
    console.log(`  ${key.padEnd(36)}${ms.toFixed(3).padStart(10)} ms ${part.padStart(5)} %  ${calls}× ${reached}`);
  }
  const kernels = shown.slice(0, 6).map(({ key, ms, gflop: work }) => ({ key, milliseconds: ms, gflop: work }));
  const figures = { milliseconds: time, gflop, rate, peak: top, share, steps: steps.length, inKernels };
  return { workload: name, ...figures, kernels };
}

if (import.meta.main) {
  await configure({ threads: 1 });
  const names = process.argv
    .slice(2)
    .filter((name): name is WorkloadName => workloadNames.includes(name as WorkloadName));
  for (const name of names.length > 0 ? names : (['D'] as const)) benchShare(name);
}
