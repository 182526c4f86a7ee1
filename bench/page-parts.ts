// docs/benchmarks.md from the rows that were kept: what is said of products, kernels, variants, scaling and experiments.
import type { GemmRow } from './gemm.ts';
import type { KernelRow } from './kernels.ts';
import { figure, measuredBy, type Origin, percent, ratio, section, table } from './page-text.ts';
import { exponentOf, type ScalingRow } from './scaling.ts';
import type { ShareRow } from './share.ts';
import { fitPower } from './statistics.ts';
import type { VariantRow } from './variants.ts';
import type { WorkloadName } from './workloads.ts';

type On<Row> = Row & Origin & { readonly threads: number };

/** Whole steps against the bare loop, and where their time goes. */
export function shareSection(rows: readonly On<ShareRow>[]): string {
  const lines = rows.map(({ workload, milliseconds, gflop, rate, peak, share, inKernels, kernels }) => {
    const goal = workload === 'D' ? `, at least 88 %: ${share >= 0.88 ? 'reached' : 'not reached'}` : '';
    const most = kernels
      .slice(0, 4)
      .map(({ key, milliseconds }) => `${key.split(' ')[0]} ${percent(milliseconds / inKernels)}`);
    return [
      workload,
      figure(milliseconds),
      figure(gflop),
      figure(rate),
      figure(peak),
      `**${percent(share)}**${goal}`,
      most.join(', '),
    ];
  });
  return section(
    'The share of the peak',
    'One thread. The peak is the bare loop of the register tile, the most that any product can reach in this engine; steps and peak are measured in turns in one process. Counted are the products of a step and nothing else. Behind it the kernel calls (one line for each size) that take most of the time in kernels.',
    table(['', 'milliseconds', 'GFLOP', 'GFLOP/s', 'peak', 'share', 'most time in'], lines),
    measuredBy(rows),
  );
}

/** What overhead.ts tells of a step, in microseconds. */
export interface OverheadRow {
  readonly workload: WorkloadName;
  readonly step: number;
  readonly kernels: number;
  readonly overhead: number;
  readonly calls: number;
  readonly bytes: number;
}

/** What a step costs outside the kernels. */
export function overheadSection(rows: readonly On<OverheadRow>[]): string {
  const lines = rows.map(({ workload, step, kernels, overhead, calls, bytes }) => {
    const goal = workload === 'A' ? `, below 30: ${overhead < 30 ? 'reached' : 'not reached'}` : '';
    return [workload, figure(step), figure(kernels), String(calls), `**${figure(overhead)}**${goal}`, figure(bytes)];
  });
  return section(
    'Outside the kernels',
    'Microseconds of a step on one thread, of its kernel calls made again without anything between them, and the rest: what the step costs in JavaScript. Bytes are those that JavaScript allocates in a step.',
    table(['', 'step', 'kernels', 'calls', 'outside', 'bytes'], lines),
    measuredBy(rows),
  );
}

/** Products against the bare loop. */
export function gemmSection(rows: readonly On<GemmRow>[]): string {
  const lines = rows
    .filter(({ threads }) => threads === 1)
    .map((row) => {
      const two = rows.find(({ size, threads }) => size === row.size && threads === 2);
      return [
        row.size,
        figure(row.rate),
        percent(row.rate / row.peak),
        figure(row.withPacking),
        two === undefined ? '–' : figure(two.rate),
      ];
    });
  return section(
    'Products',
    'GFLOP/s of products whose second factor is packed and whose result is written once; their share of the bare loop of the register tile; the same with the packing counted.',
    table(['[m, k]×[k, n]', 'one thread', 'of the peak', 'with packing', 'two threads'], lines),
    measuredBy(rows),
  );
}

const FAMILIES: readonly (readonly [family: KernelRow['family'], title: string])[] = [
  ['gates', 'Sequences of LSTM and GRU'],
  ['optimizers', 'Updates of weights'],
  ['embedding', 'Embedding'],
  ['conv', 'Convolution and pooling'],
  ['elementwise', 'Elementwise, activations, reductions'],
];

/** Kernels on data in the nearest caches. */
export function kernelsSection(rows: readonly On<KernelRow>[]): string {
  const parts = FAMILIES.flatMap(([family, title]) => {
    const mine = rows.filter((row) => row.family === family);
    const lines = mine
      .filter(({ threads }) => threads === 1)
      .map(({ kernel, unit, rate }) => {
        const two = mine.find((row) => row.kernel === kernel && row.threads === 2);
        return [kernel, figure(rate), two === undefined ? '–' : figure(two.rate), unit];
      });
    return lines.length === 0 ? [] : [`### ${title}`, table(['kernel', 'one thread', 'two threads', ''], lines)];
  });
  return section(
    'Kernels',
    'Single calls on data in the nearest caches; calls that are too small to share stay on one thread. Of sequences only the products are counted, and the gates come on top.',
    ...(parts.length > 0 ? parts : ['Not measured yet.']),
    measuredBy(rows),
  );
}

/** What a mask, kept states and dropout cost. */
export function variantsSection(rows: readonly On<VariantRow>[]): string {
  const one = rows.filter(({ threads }) => threads === 1);
  const lines = one.map(({ layer, variant, milliseconds, ratio: share }) => [
    `${layer}(128) ${variant}`,
    figure(milliseconds),
    ratio(share),
  ]);
  return section(
    'Masks, kept states, dropout',
    'A step on [128, 28, 28], one thread, as a share of the plain step of the same run.',
    table(['', 'milliseconds', 'of the plain step'], lines),
    measuredBy(one),
  );
}

const IDEAL: Readonly<Record<ScalingRow['over'], string>> = { T: '1', B: '1', U: 'up to 2', threads: '−1' };

/** How time grows. */
export function scalingSection(rows: readonly (ScalingRow & Origin)[]): string {
  const keys = [...new Set(rows.map(({ layer, over }) => `${layer} ${over}`))];
  const groups = keys.map((key) => rows.filter(({ layer, over }) => `${layer} ${over}` === key));
  const minus = (value: number): string => value.toFixed(2).replace('-', '−');
  const lines = groups.map((points) => {
    const { layer, over } = points[0] as ScalingRow;
    const times = points.map(({ value, milliseconds }) => `${value}: ${figure(milliseconds)}`);
    return [`${layer} over ${over}`, times.join(', '), minus(exponentOf(points)), IDEAL[over]];
  });
  const memory = groups
    .filter(([first]) => first?.over === 'T')
    .map((points) => {
      const sizes = points.map(({ value, bytes }) => `${value}: ${figure(bytes / 1e6)}`);
      const { exponent } = fitPower(points.map(({ value, bytes }) => [value, bytes]));
      return [`${points[0]?.layer} over T`, sizes.join(', '), minus(exponent), '1'];
    });
  return section(
    'Scaling',
    'Milliseconds of a training step where one size is varied and the others stay at T 28, B 128, U 128 and one thread (D 28), and the exponent of the power law that fits best.',
    table(['', 'value: milliseconds', 'exponent', 'ideal'], lines),
    "Peak of the engine's memory in MB:",
    table(['', 'value: MB', 'exponent', 'ideal'], memory),
    measuredBy(rows),
  );
}

/** A row of experiments.jsonl. */
export interface ExperimentRow {
  readonly experiment: string;
  readonly preset: string;
  readonly peer: string;
  readonly milliseconds: number;
  readonly memcellToPeer: number;
  readonly memcellToPeerWhole: number;
}

/** Presets of the experiments. */
export function experimentsSection(rows: readonly (ExperimentRow & Origin)[]): string {
  const lines = rows
    .filter(({ peer }) => !peer.startsWith('memcell'))
    .map((row) => {
      const mine = rows.find(
        ({ experiment, preset, peer }) =>
          experiment === row.experiment && preset === row.preset && peer.startsWith('memcell'),
      );
      const { experiment, preset, peer, milliseconds, memcellToPeer, memcellToPeerWhole } = row;
      const times = [figure(mine?.milliseconds), `${peer} ${figure(milliseconds)}`];
      return [`${experiment} ${preset}`, ...times, `**${ratio(memcellToPeer)}**`, ratio(memcellToPeerWhole)];
    });
  return section(
    'Experiments',
    "Milliseconds a step of the presets, one thread; memcell's time as a share of the other's, for the training alone and with start and data.",
    table(['', 'memcell', 'the other', 'ratio', 'with start and data'], lines),
    measuredBy(rows),
  );
}
