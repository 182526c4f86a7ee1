// What the reductions must do: contiguous and strided, with and without NaN.
import type { KernelTable, ReduceKernel } from '../../../src/backend/table.ts';
import { type Case, SIZES, varied } from './elementwise.ts';

type ReduceName = {
  [K in keyof KernelTable]: KernelTable[K] extends ReduceKernel
    ? ReduceKernel extends KernelTable[K]
      ? K
      : never
    : never;
}[keyof KernelTable];

/** [outer, n, inner]. */
const SHAPES = [
  ...SIZES.map((n) => [1, n, 1] as const),
  ...[1, 5, 16, 33].map((n) => [4, n, 1] as const),
  ...[1, 3, 4, 7, 8, 19, 100].map((inner) => [2, 9, inner] as const),
  ...[1, 2, 3, 4, 5, 50].map((n) => [1, n, 6] as const),
  [0, 3, 3] as const,
];

/** A reduction over the middle axis; `least` is the fewest elements it takes. */
export function reduction(name: ReduceName, least: number): Case {
  return (arena) => {
    for (const [outer, n, inner] of SHAPES) {
      if (n < least) continue;
      for (const values of ['plain', 'varied', 'equal', 'none above −0'] as const) {
        arena.clear();
        const size = outer * n * inner;
        const x = values === 'varied' ? varied(arena, size) : arena.uniform(size);
        const [each, other] = values === 'equal' ? [0, -0] : [-1, -0];
        if (values === 'equal' || values === 'none above −0')
          for (let i = 0; i < size; i++) arena.views.floats[x / 4 + i] = i % 5 === 0 ? each : other;
        const y = arena.room(outer * inner);
        arena.check(`${name} of [${outer}, ${n}, ${inner}] ${values}`, 0, (k) => k[name](outer, n, inner, x, y));
      }
    }
    if (least > 0) return;
    arena.clear();
    const y = arena.room(6);
    arena.check(`${name} of no elements`, 0, (k) => k[name](2, 0, 3, y, y));
  };
}

export const countNonFinite: Case = (arena) => {
  for (const n of SIZES) {
    arena.clear();
    const x = varied(arena, n);
    arena.check(`countNonFinite of ${n}`, 0, (k) => k.countNonFinite(n, x));
  }
};

const ROWS = [
  [0, 3],
  [1, 1],
  [3, 2],
  [2, 4],
  [3, 7],
  [2, 8],
  [2, 17],
  [3, 40],
] as const;

export const softmax: Case = (arena) => {
  for (const [rows, cols] of ROWS) {
    for (const values of ['plain', 'varied'] as const) {
      arena.clear();
      const x = values === 'plain' ? arena.uniform(rows * cols) : varied(arena, rows * cols);
      const y = arena.room(rows * cols);
      arena.check(`softmax of [${rows}, ${cols}] ${values}`, 1e-6, (k) => k.softmax(rows, cols, x, y));
    }
  }
};

export const softmaxGradient: Case = (arena) => {
  for (const [rows, cols] of ROWS) {
    arena.clear();
    const [y, dy] = [arena.uniform(rows * cols), arena.uniform(rows * cols)];
    const dx = arena.room(rows * cols);
    arena.check(`softmaxGradient of [${rows}, ${cols}]`, 1e-6, (k) => k.softmaxGradient(rows, cols, y, dy, dx));
  }
};
