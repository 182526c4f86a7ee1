// One workload on one number of threads: everybody takes turns, round by round; medians, quartiles, ratios and losses.
import type { Contender } from './contender.ts';
import { lossGap, median, quartiles, steadyAfter } from './statistics.ts';
import type { Warm } from './turns.ts';
import { productFlops, type WorkloadName, workloads } from './workloads.ts';

/** How long is measured. */
export interface Effort {
  readonly rounds: number;
  /** Milliseconds of a round and of warming up. */
  readonly milliseconds: number;
}

/** Somebody's figures in one workload; times in milliseconds a step. */
export interface WorkloadRow {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly peer: string;
  readonly version: string;
  readonly milliseconds: number;
  readonly quartiles: readonly [number, number];
  readonly best: number;
  readonly steps: number;
  /** From the start of the process until it could take a step; of the first step; from there until steps take their time. */
  readonly start: number;
  readonly first: number;
  readonly steady: number | null;
  readonly steadySteps: number | null;
  /** Losses of the first steps, without dropout; of a stream the first number that comes out. */
  readonly losses: readonly number[];
  /** The largest difference from memcell's losses, as a share of the loss; null where the work is not the same. */
  readonly lossGap: number | null;
  /** memcell's time as a share of this one: the median over the rounds, and its quartiles. */
  readonly ratio: number;
  readonly ratioQuartiles: readonly [number, number];
  /** Of memcell: GFLOP/s of the products of a step, and on one thread of the bare loop of the register tile beside it. */
  readonly rate?: number;
  readonly peak?: number;
}

/** The largest difference of losses that still counts as the same work. */
export const SAME = 1e-3;

/** Whose work is of another kind: losses cannot agree. */
const OTHER_WORK: readonly string[] = ['brain.js'];

interface Times {
  readonly warm: Warm;
  readonly rounds: number[][];
}

/** Times all, who must be ready; the first is memcell. */
export async function compare(
  name: WorkloadName,
  threads: number,
  contenders: readonly Contender[],
  { rounds, milliseconds }: Effort,
): Promise<WorkloadRow[]> {
  const workload = workloads[name];
  const dropped = workload.layers.some(({ kind }) => kind === 'dropout');
  const times: Times[] = [];
  for (const each of contenders) times.push({ warm: await each.ask('warm', milliseconds), rounds: [] });
  for (let round = 0; round < rounds; round++) {
    for (const [i, each] of contenders.entries()) {
      times[i]?.rounds.push([...(await each.ask('round', milliseconds)).turns]);
    }
  }
  const losses: (readonly number[])[] = [];
  for (const [i, each] of contenders.entries())
    losses.push(dropped ? (await each.ask('check')).losses : (times[i] as Times).warm.losses);
  const flops = productFlops(workload);
  const rows: WorkloadRow[] = [];
  const own = (times[0] as Times).rounds.map(median);
  for (const [i, each] of contenders.entries()) {
    const { peer, version, start } = each;
    const { warm, rounds } = times[i] as Times;
    const all = rounds.flat();
    const ratios = rounds.map((turns, round) => (own[round] as number) / median(turns));
    const final = median(all);
    const stepsPerTurn = warm.stepsPerTurn ?? workload.turn;
    const steady = steadyAfter(warm.first, [...warm.turns, ...all], { stepsPerTurn, final });
    const rate = flops === undefined ? {} : { rate: (flops * 1e-6) / final };
    rows.push({
      workload: name,
      threads,
      peer,
      version,
      milliseconds: final,
      quartiles: quartiles(all),
      best: Math.min(...all),
      steps: all.length * stepsPerTurn,
      start,
      first: warm.first,
      steady: steady?.milliseconds ?? null,
      steadySteps: steady === undefined ? null : Math.round(steady.steps),
      losses: losses[i] as readonly number[],
      lossGap: OTHER_WORK.includes(peer)
        ? null
        : lossGap((losses[0] as readonly number[]).slice(0, workload.compared), losses[i] as readonly number[]),
      ratio: median(ratios),
      ratioQuartiles: quartiles(ratios),
      ...(peer.startsWith('memcell') ? rate : {}),
      ...(peer.startsWith('memcell') && threads === 1 ? { peak: (await each.ask('peak')).peak } : {}),
    });
  }
  return rows;
}

/** Who did not do the same work, in words. */
export function disagreements(rows: readonly WorkloadRow[]): string[] {
  return rows
    .filter(({ lossGap }) => lossGap !== null && !(lossGap <= SAME))
    .map(
      ({ workload, peer, lossGap }) =>
        `${workload}: the losses of ${peer} differ from memcell's by ${lossGap} of their size, more than ${SAME}`,
    );
}

/** The step whose loss is shown: the slowest take no more. */
const COMMON = 4;

/** A line of the table for the terminal. */
export function lineOf(row: WorkloadRow): string {
  const { workload, threads, peer, version, milliseconds, quartiles, ratio, losses, lossGap } = row;
  const ms = (value: number): string => value.toPrecision(4);
  const share = row.peak === undefined ? '' : `, ${((100 * (row.rate ?? 0)) / row.peak).toFixed(0)} % of the peak`;
  const rate = row.rate === undefined ? '' : `${row.rate.toFixed(0)} GFLOP/s${share}`;
  const versus = row.peer === 'memcell' ? rate : `memcell takes ${ratio.toFixed(3)} of its time`;
  const same = lossGap === null ? 'other work' : `loss ${(losses[COMMON - 1] ?? Number.NaN).toFixed(5)}`;
  const warm = `ready ${row.start.toFixed(0)}, first ${ms(row.first)}, steady after ${row.steady?.toFixed(0) ?? 'never'} ms`;
  return [
    `${workload} ${threads}T  ${`${peer} ${version}`.padEnd(34)} ${ms(milliseconds).padStart(8)} ms`,
    `(${ms(quartiles[0])} to ${ms(quartiles[1])})`.padEnd(20),
    same.padEnd(14),
    versus.padEnd(34),
    warm,
  ].join('  ');
}
