// docs/benchmarks.md from the rows that were kept: what is said of workloads. What is said of parts is in page-parts.ts.
import type { WorkloadRow } from './compare.ts';
import { figure, list, measuredBy, type Origin, ratio, section, table } from './page-text.ts';
import { type WorkloadName, workloadNames, workloads } from './workloads.ts';

/** A row of a workload with what it was measured on. */
export type KeptWorkload = WorkloadRow & Origin;

const NATIVE: readonly string[] = ['PyTorch', 'Keras', 'JAX'];
const WEB: readonly string[] = ['TensorFlow.js wasm', 'TensorFlow.js cpu', 'jax-js'];

/** What memcell's time may be, as a share of the fastest native peer on one thread and on two, of tfjs wasm and of jax-js. */
const TARGETS: Partial<Record<WorkloadName, readonly [one?: number, two?: number, tfjs?: number, jaxjs?: number]>> = {
  A: [0.5, 0.4, 0.03, 0.06],
  S: [0.5],
  B: [1.4, 1.4, 0.03, 0.15],
  C: [1.2, 1.0],
  D: [1.4, 1.3],
  G: [1.1, 0.9],
};

const own = ({ peer }: WorkloadRow): boolean => peer === 'memcell';

function groupOf(rows: readonly KeptWorkload[], workload: string, threads: number): KeptWorkload[] {
  return rows.filter((row) => row.workload === workload && row.threads === threads);
}

/** The fastest of the native peers in a workload. */
export function fastestNative(rows: readonly KeptWorkload[]): KeptWorkload | undefined {
  const native = rows.filter(({ peer }) => NATIVE.includes(peer));
  return native.toSorted((a, b) => a.milliseconds - b.milliseconds)[0];
}

/** A ratio held against its target: 'reached' or not, or only told where there is none. */
export function verdict(row: KeptWorkload | undefined, target: number | undefined, named = false): string {
  if (row === undefined) return '–';
  const value = `**${ratio(row.ratio)}**${named ? ` of ${row.peer}` : ''}`;
  if (target === undefined) return value;
  return `${value}, at most ${target}: ${row.ratio <= target ? 'reached' : 'not reached'}`;
}

/** The ratios that were aimed at. */
export function targetsSection(rows: readonly KeptWorkload[]): string {
  const measured = (Object.keys(TARGETS) as WorkloadName[]).filter((name) => groupOf(rows, name, 1).length > 0);
  const lines = measured.map((name) => {
    const [one, two] = [groupOf(rows, name, 1), groupOf(rows, name, 2)];
    const [first, second, tfjs, jaxjs] = TARGETS[name] ?? [];
    const of = (peer: string): KeptWorkload | undefined => one.find((row) => row.peer === peer);
    return [
      `${name} ${workloads[name].title}`,
      verdict(fastestNative(one), first, true),
      verdict(fastestNative(two), second, true),
      verdict(of('TensorFlow.js wasm'), tfjs),
      verdict(of('jax-js'), jaxjs),
    ];
  });
  const head = ['workload', 'one thread, of the fastest native', 'two threads', 'of tfjs wasm', 'of jax-js'];
  return section(
    'Ratios',
    "memcell's time as a share of the other's: below 1 memcell is faster. The other is the fastest of PyTorch, Keras and JAX in that workload; they use AVX-512 through oneDNN and Eigen, memcell the 128-bit SIMD of WebAssembly, which Node widens to 256.",
    table(head, lines),
    measuredBy(rows),
  );
}

/** Times of everybody. */
export function timesSection(rows: readonly KeptWorkload[]): string {
  const parts = [1, 2].flatMap((threads) => {
    const names = workloadNames.filter((name) => groupOf(rows, name, threads).some((row) => !own(row)));
    const peers = [...NATIVE, ...WEB, 'brain.js'].filter((peer) =>
      rows.some((row) => row.peer === peer && row.threads === threads),
    );
    if (names.length === 0) return [];
    const lines = names.map((name) => {
      const group = groupOf(rows, name, threads);
      const mine = group.find(own);
      return [
        name,
        mine === undefined ? '–' : `**${figure(mine.milliseconds)}** (${mine.quartiles.map(figure).join(' to ')})`,
        ...peers.map((peer) => {
          const row = group.find((each) => each.peer === peer);
          return row === undefined ? '–' : `${figure(row.milliseconds)} (${ratio(row.ratio)})`;
        }),
      ];
    });
    const title = threads === 1 ? 'One thread, each process on one core' : 'Two threads';
    return [`### ${title}`, table(['', 'memcell', ...peers], lines)];
  });
  const versions = [...new Set(rows.map(({ peer, version }) => `${peer} ${version}`))];
  return section(
    'Milliseconds a step',
    "Medians, behind memcell's the quartiles, behind the others' the ratio: memcell's time as a share of theirs, median over the rounds.",
    ...(parts.length > 0 ? [...parts, `${list(versions)}.`] : ['Not measured yet.']),
  );
}

/** Who did the same work, and how that is known. */
export function sameWorkSection(rows: readonly KeptWorkload[]): string {
  const lines = workloadNames.flatMap((name) => {
    const group = groupOf(rows, name, 1);
    const mine = group.find(own);
    if (mine === undefined) return [];
    const others = group.filter(({ peer, lossGap }) => peer !== 'memcell' && lossGap !== null);
    if (others.length === 0) return [];
    const gaps = others.map(({ peer, lossGap }) => `${peer} ${(lossGap as number).toExponential(0)}`);
    const count = Math.min(workloads[name].compared ?? mine.losses.length, mine.losses.length);
    return [[name, figure(mine.losses[0]), figure(mine.losses.at(-1)), String(count), gaps.join(', ')]];
  });
  return section(
    'The same work',
    "Everybody starts with the same weights and takes the same four batches in turn, with the same loss and with Adam (rate 0.001, epsilon 1e-7), all in float32. The losses of the first steps must agree to 1e-3 of their size, or the rows are not kept; those of C are taken without its dropout. The table shows memcell's first and last of these losses (of S: the first number that comes out), and the largest difference of each peer.",
    table(['', 'first', 'last', 'steps compared at most', 'largest difference'], lines),
    'PyTorch has two biases in its LSTM; the second is held at zero, so that both do what Keras does. Where they add epsilon elsewhere than Keras does, PyTorch, JAX and TensorFlow.js get the epsilon that has the same effect, at least in the steps that are compared. Of the slowest peers only the first steps are there to compare, four at least.',
  );
}

/** What it costs to begin. */
export function warmUpSection(rows: readonly KeptWorkload[]): string {
  const lines = (['A', 'B', 'D'] as const).flatMap((name) =>
    groupOf(rows, name, 1)
      .filter(({ peer }) => peer !== 'brain.js')
      .map(({ peer, start, first, steady, steadySteps }) => [
        name,
        peer,
        figure(start),
        figure(first),
        steady === null
          ? 'not while measured'
          : `${figure(steady)} (${steadySteps === 1 ? '1 step' : `${steadySteps} steps`})`,
      ]),
  );
  return section(
    'Warming up',
    'Milliseconds on one thread from the start of the process until it could take a step (libraries loaded, engine started, model built), of the first step, and from then on until steps take at most a tenth more than they do in the end. Not part of the times above.',
    table(['', 'who', 'ready', 'first step', 'steady after'], lines),
  );
}

/** Node alone: threads, GFLOP/s, share of the peak. */
export function aloneSection(rows: readonly KeptWorkload[]): string {
  const names = workloadNames.filter((name) => groupOf(rows, name, 1).length > 0);
  const lines = names.map((name) => {
    const [one] = groupOf(rows, name, 1).filter(own);
    const [two] = groupOf(rows, name, 2).filter(own);
    const { rate } = one ?? {};
    const gain = one === undefined || two === undefined ? undefined : one.milliseconds / two.milliseconds;
    const wanted = ['B', 'C', 'D', 'G'].includes(name);
    return [
      name,
      time(one),
      time(two),
      gain === undefined
        ? '–'
        : `${ratio(gain)}${wanted ? `, at least 1.8: ${gain >= 1.8 ? 'reached' : 'not reached'}` : ''}`,
      figure(rate),
    ];
  });
  return section(
    'Threads',
    'Milliseconds a step in Node alone (quartiles behind), and how much faster two threads are. GFLOP/s counts the matrix products of the whole step and nothing else.',
    table(['', 'one thread', 'two threads', 'faster by', 'GFLOP/s, one thread'], lines),
    measuredBy(rows),
  );
}

function time(row: KeptWorkload | undefined): string {
  return row === undefined ? '–' : `${figure(row.milliseconds)} (${row.quartiles.map(figure).join(' to ')})`;
}

/** Chromium against Node. */
export function browserSection(rows: readonly KeptWorkload[]): string {
  const targets: Partial<Record<string, number>> = { A: 2, B: 2.5 };
  const lines = [1, 2].flatMap((threads) =>
    workloadNames
      .filter((name) => groupOf(rows, name, threads).length > 0)
      .map((name) => {
        const group = groupOf(rows, name, threads);
        const [wide, narrow, page] = ['memcell', 'memcell narrow', 'memcell in Chromium'].map((peer) =>
          group.find((row) => row.peer === peer),
        );
        const target = threads === 1 ? targets[name] : undefined;
        const times = page === undefined ? undefined : 1 / page.ratio;
        const goal =
          target === undefined || times === undefined
            ? ''
            : `, at most ${target}: ${times <= target ? 'reached' : 'not reached'}`;
        const share = (row: KeptWorkload | undefined): string =>
          row === undefined || page === undefined ? '–' : ratio(page.milliseconds / row.milliseconds);
        return [
          name,
          String(threads),
          figure(wide?.milliseconds),
          figure(narrow?.milliseconds),
          figure(page?.milliseconds),
          times === undefined ? '–' : `**${ratio(times)}**${goal}`,
          share(narrow),
        ];
      }),
  );
  const version = rows.find(({ peer }) => peer === 'memcell in Chromium')?.version.split(',')[0];
  return section(
    'In the browser',
    `Milliseconds a step in Chromium${version === undefined ? '' : ` ${version}`}, in a worker of a page that is cross-origin isolated, against Node in the same run: wide (256-bit, what Node does by default) and narrow (128-bit, all that a browser can do).`,
    table(['', 'threads', 'Node', 'Node narrow', 'Chromium', 'Chromium to Node', 'to Node narrow'], lines),
    measuredBy(rows),
  );
}
