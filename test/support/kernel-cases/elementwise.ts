// What every kernel of one or two inputs must do: any size, in place, numbers from all over float32.
import type { BinaryKernel, UnaryGradientKernel, UnaryKernel } from '../../../src/backend/table.ts';
import type { KernelArena } from '../kernel-arena.ts';

/** Runs the checks of one kernel. */
export type Case = (arena: KernelArena) => void;

/** 0, 1, and around every number of lanes a turn. */
export const SIZES: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1000];

const SPECIAL = [
  ...[0, 1, 0.5, 2, 1e-3, 88.7, 88.8, 103, 104.5, 9.02, 2 ** -126, 2 ** -149, 3.4e38, 1e-30, Infinity].flatMap((x) => [
    x,
    -x,
  ]),
  Number.NaN,
];

/** Address of n numbers, special ones among others of all sizes. */
export function varied(arena: KernelArena, n: number): number {
  const address = arena.uniform(n);
  const { floats } = arena.views;
  for (let i = 0; i < n; i++) {
    const at = address / 4 + i;
    if (i % 3 === 1) floats[at] = SPECIAL[(i * 7) % SPECIAL.length] as number;
    else if (i % 3 === 2) floats[at] = (floats[at] as number) * 20;
  }
  return address;
}

type Names<F> = {
  [K in keyof Kernels]: Kernels[K] extends F ? (F extends Kernels[K] ? K : never) : never;
}[keyof Kernels];
type Kernels = import('../../../src/backend/table.ts').KernelTable;

/** One input; the relaxed bound is relative above 1. */
export function unary(name: Names<UnaryKernel>, bound: number): Case {
  return (arena) => {
    for (const n of SIZES) {
      arena.clear();
      const x = varied(arena, n);
      const y = arena.room(n);
      arena.check(`${name} of ${n}`, bound, (k) => k[name](n, x, y));
      arena.check(`${name} of ${n} in place`, bound, (k) => k[name](n, x, x));
    }
  };
}

/** A saved output and the gradient above. */
export function gradient(name: Names<UnaryGradientKernel>, bound: number): Case {
  return (arena) => {
    for (const n of SIZES) {
      arena.clear();
      const saved = arena.uniform(n);
      const dy = varied(arena, n);
      const dx = arena.room(n);
      arena.check(`${name} of ${n}`, bound, (k) => k[name](n, saved, dy, dx));
      arena.check(`${name} of ${n} in place`, bound, (k) => k[name](n, saved, dy, dy));
    }
  };
}

const SHAPES = [
  ...[0, 1, 5, 8, 9, 17, 40, 300].map((cols) => [1, cols] as const),
  ...[0, 1, 3, 4, 7, 16, 33].map((cols) => [5, cols] as const),
  ...[0, 7, 8, 30].map((rows) => [rows, 1] as const),
];

/** Two inputs: every combination of broadcast columns with contiguous, broadcast and distant rows. */
export function binary(name: Names<BinaryKernel>): Case {
  return (arena) => {
    for (const [rows, cols] of SHAPES) {
      for (const xCol of [0, 1]) {
        for (const yCol of [0, 1]) {
          for (const [xRow, yRow] of [
            [xCol * cols, yCol * cols],
            [xCol, yCol],
            [0, yCol * cols],
            [cols + 3, 0],
            [1, cols + 2],
          ] as const) {
            arena.clear();
            const x = varied(arena, rows * (cols + 3) + 1);
            const y = varied(arena, rows * (cols + 3) + 5) + 16;
            const out = arena.room(rows * cols);
            const label = `${name} of [${rows}, ${cols}] by ${xRow},${xCol} and ${yRow},${yCol}`;
            arena.check(label, 0, (k) => k[name](rows, cols, x, xRow, xCol, y, yRow, yCol, out));
          }
        }
      }
    }
  };
}
