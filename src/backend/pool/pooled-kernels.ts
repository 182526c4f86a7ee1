import type { Address, KernelTable } from '../table.ts';
import type { Pool } from './pool.ts';
import { splitRules } from './rules.ts';
import { boundOf, type Own, PART_COST, partsOf, type SplitRule, WAKE_COST } from './split.ts';

/** One thread's kernels, and what other threads need to run the same. */
export interface SharedKernels {
  readonly kernels: KernelTable;
  /** Number of a kernel, as the workers know it. */
  readonly numberOf: (name: keyof KernelTable) => number;
  /** The argument that the workers' kernel takes before those of the table: the register tile; undefined for none. */
  readonly before: (name: keyof KernelTable) => number | undefined;
  /** A place of n elements of a worker's own. */
  readonly scratchOf: (worker: number, elements: number) => Address;
  /** Nanoseconds that a part should take at least. Default: what pays. */
  readonly partCost?: number | undefined;
}

type Kernel = (...args: number[]) => unknown;

/** The same table, whose large calls are shared by the threads of a pool; the bits are those of one thread. */
export function pooledKernels(shared: SharedKernels, pool: Pool): KernelTable {
  const pooled: Record<string, unknown> = { ...shared.kernels };
  for (const [name, rule] of Object.entries(splitRules)) {
    pooled[name] = share(name as keyof KernelTable, rule, shared, pool);
  }
  return pooled as unknown as KernelTable;
}

/**
 * A kernel that shares its large calls. Each letter is an argument: to gather them would cost more than a small kernel
 * does, and so would many more letters than it has (a function that spreads its arguments says that it has none).
 */
function share(name: keyof KernelTable, rule: SplitRule, shared: SharedKernels, pool: Pool): Kernel {
  const alone = shared.kernels[name] as unknown as Kernel;
  const [two, three, four] = [rule.sizes > 1, rule.sizes > 2, rule.sizes > 3];
  const least = (2 * (shared.partCost ?? PART_COST)) / rule.unit;
  const fork = forkOf(name, rule, shared, pool);
  const small = (a: number, b: number, c: number, d: number): boolean =>
    a * (two ? b : 1) * (three ? c : 1) * (four ? d : 1) < least;
  const letters = alone.length || 20;
  const kernels: readonly (readonly [letters: number, kernel: (...args: Twenty) => unknown])[] = [
    [3, (a, b, c) => (small(a, b, c, 1) ? alone(a, b, c) : fork([a, b, c]))],
    [5, (a, b, c, d, e) => (small(a, b, c, d) ? alone(a, b, c, d, e) : fork([a, b, c, d, e]))],
    [
      9,
      (a, b, c, d, e, f, g, h, i) =>
        small(a, b, c, d) ? alone(a, b, c, d, e, f, g, h, i) : fork([a, b, c, d, e, f, g, h, i]),
    ],
    [
      14,
      (a, b, c, d, e, f, g, h, i, j, k, l, m, n) =>
        small(a, b, c, d)
          ? alone(a, b, c, d, e, f, g, h, i, j, k, l, m, n)
          : fork([a, b, c, d, e, f, g, h, i, j, k, l, m, n]),
    ],
    [
      20,
      (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t) =>
        small(a, b, c, d)
          ? alone(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)
          : fork([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t]),
    ],
  ];
  return kernels.find(([most]) => letters <= most)?.[1] as Kernel;
}

type Five = [number, number, number, number, number];
type Twenty = [...Five, ...Five, ...Five, ...Five];

/** Runs a call that may be large: shared, where that pays and workers are there. */
function forkOf(
  name: keyof KernelTable,
  { sizes, unit, cost, size, together, cut, scratch }: SplitRule,
  { kernels, numberOf, before, scratchOf, partCost }: SharedKernels,
  pool: Pool,
): (args: readonly number[]) => unknown {
  const alone = kernels[name] as unknown as Kernel;
  const number = numberOf(name);
  const first = before(name);
  const mine = new Float64Array(20);
  const places: Address[] = [];
  const parts = (args: readonly number[], all: number): number => {
    const whole = cost ? cost(mine) : args.slice(0, sizes).reduce((product, n) => product * n, unit);
    const each = partCost ?? (pool.asleep ? PART_COST + WAKE_COST : PART_COST);
    const most = partsOf(whole / each, all, together, pool.size);
    return most > 1 ? Math.min(most, pool.threads(most)) : 1;
  };
  return (args) => {
    mine.set(args);
    const all = size(mine);
    const n = parts(args, all);
    if (n === 1) return alone(...args);
    // before anything is posted, since memory may run out
    if (scratch) for (let part = 1; part < n; part++) places[part] = scratchOf(part - 1, scratch[1](mine));
    const began = performance.now();
    for (let part = 1; part < n; part++) {
      const own: Own = pool.argumentsOf(part - 1, first);
      own.set(args);
      cut(own, boundOf(all, n, part, together), boundOf(all, n, part + 1, together));
      if (scratch) own[scratch[0]] = places[part] as Address;
      pool.post(part - 1, number);
    }
    cut(mine, 0, boundOf(all, n, 1, together));
    try {
      alone(...mine);
    } finally {
      pool.join(began);
    }
    return undefined; // no kernel of those that are shared returns anything
  };
}
