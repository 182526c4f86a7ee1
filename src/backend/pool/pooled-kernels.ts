import type { Address, KernelTable } from '../table.ts';
import type { Pool } from './pool.ts';
import { splitRules } from './rules.ts';
import { type Arguments, boundOf, changed, PART_COST, partsOf, type SplitRule } from './split.ts';

/** One thread's kernels, and what other threads need to run the same. */
export interface SharedKernels {
  readonly kernels: KernelTable;
  /** Number of a kernel, as the workers know it. */
  readonly numberOf: (name: keyof KernelTable) => number;
  /** Arguments that the workers' kernels take before those of the table: the register tile. */
  readonly before: (name: keyof KernelTable) => Arguments;
  /** A place of n elements of a worker's own. */
  readonly scratchOf: (worker: number, elements: number) => Address;
  /** Nanoseconds that a part should take at least. Default: what pays. */
  readonly partCost?: number | undefined;
}

type Kernel = (...args: number[]) => unknown;

/** The same table, whose large calls are shared by the threads of a pool; the bits are those of one thread. */
export function pooledKernels(shared: SharedKernels, pool: Pool): KernelTable {
  const { kernels } = shared;
  const pooled: Record<string, Kernel> = { ...(kernels as unknown as Record<string, Kernel>) };
  for (const [name, rule] of Object.entries(splitRules)) {
    pooled[name] = share(name as keyof KernelTable, rule, shared, pool);
  }
  return pooled as unknown as KernelTable;
}

function share(name: keyof KernelTable, rule: SplitRule, shared: SharedKernels, pool: Pool): Kernel {
  const alone = shared.kernels[name] as unknown as Kernel;
  const number = shared.numberOf(name);
  const before = shared.before(name);
  const { partCost = PART_COST } = shared;
  return (...args) => {
    const cost = rule.cost(args);
    if (cost < 2 * partCost) return alone(...args);
    const size = rule.size(args);
    const parts = partsOf(cost / partCost, size, rule.together, pool.threads());
    if (parts === 1) return alone(...args);
    const bound = (part: number): number => boundOf(size, parts, part, rule.together);
    for (let part = 1; part < parts; part++) {
      const own = rule.part(args, bound(part), bound(part + 1));
      const { scratch } = rule;
      const place = scratch && { [scratch.at]: shared.scratchOf(part - 1, scratch.size(args)) };
      pool.post(part - 1, number, [...before, ...(place ? changed(own, place) : own)]);
    }
    try {
      alone(...rule.part(args, 0, bound(1)));
    } finally {
      pool.join();
    }
    return undefined; // no kernel of those that are shared returns anything
  };
}
