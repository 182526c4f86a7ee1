// What the products and the sequences must do: every size from 0, every stride, every start, any rows.
import { packedSize, START_ADD, START_BIAS, START_ZERO } from '../../../src/backend/table.ts';
import type { KernelArena } from '../kernel-arena.ts';
import type { Case } from './elementwise.ts';

/** Sums of at most 600 products of numbers up to 1. */
const BOUND = 1e-5;
const STARTS = [START_ZERO, START_BIAS, START_ADD] as const;

type Size = readonly [m: number, n: number, k: number];

/** Whole and broken tiles and panels in every order, and the fast paths of few rows. */
const SIZES: readonly Size[] = [
  ...[0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 40].flatMap((m) =>
    (
      [
        [1, 1],
        [16, 5],
        [21, 0],
        [33, 7],
        [40, 40],
      ] as const
    ).map(([n, k]) => [m, n, k] as const),
  ),
  ...[0, 2, 4, 15, 17, 31, 32, 47, 48, 63, 64, 65, 80, 130].flatMap((n) => [1, 2, 7].map((m) => [m, n, 6] as const)),
  ...[1, 2, 3, 4, 5, 8, 31].map((k) => [9, 19, k] as const),
];

/** Any order of A and of B. */
function strides(rows: number, cols: number): readonly (readonly [number, number])[] {
  return [
    [cols, 1],
    [1, rows],
    [cols + 3, 1],
    [2 * cols + 1, 2],
    [1, rows + 2],
  ];
}

export const pack: Case = (arena) => {
  for (const [n, , k] of SIZES.concat([
    [20, 0, 9],
    [16, 0, 8],
    [18, 0, 4],
  ])) {
    for (const [bRow, bCol] of strides(k, n)) {
      arena.clear();
      const b = arena.uniform(2 * (k + 3) * (n + 3));
      const packed = arena.room(packedSize(k, n));
      arena.check(`pack [${k}, ${n}] by ${bRow},${bCol}`, 0, (t) => t.pack(k, n, b, bRow, bCol, packed));
    }
  }
};

export const gemm: Case = (arena) => {
  for (const [m, n, k] of SIZES) {
    for (const [aRow, aCol] of strides(m, k)) {
      for (const packed of [true, false]) {
        for (const start of STARTS) {
          arena.clear();
          const a = arena.uniform(2 * (m + 3) * (k + 3));
          const b = arena.uniform(packed ? packedSize(k, n) : k * (n + 2));
          const bias = arena.uniform(n);
          const cRow = packed ? n : n + 3;
          const c = arena.uniform(m * cRow);
          const label = `gemm [${m}, ${k}]×[${k}, ${n}] by ${aRow},${aCol}, packed ${packed}, start ${start}`;
          const [bPanel, bRow] = packed ? [16 * k, 16] : [16, n + 2];
          arena.check(label, BOUND, (t) =>
            t.gemm(m, n, k, a, aRow, aCol, b, bPanel, bRow, c, cRow, start, bias, arena.scratch),
          );
        }
      }
    }
  }
};

function multiplied(arena: KernelArena, [m, n, k]: Size, start: number, which: number): void {
  for (const [i, [aRow, aCol]] of strides(m, k).entries()) {
    for (const [j, [bRow, bCol]] of strides(k, n).entries()) {
      if (which >= 0 && i * 5 + j !== which) continue;
      arena.clear();
      const a = arena.uniform(2 * (m + 3) * (k + 3));
      const b = arena.uniform(2 * (k + 3) * (n + 3));
      const bias = arena.uniform(n);
      const c = arena.uniform(m * (n + 1));
      const label = `matmul [${m}, ${k}]×[${k}, ${n}] by ${aRow},${aCol} and ${bRow},${bCol}, start ${start}`;
      arena.check(label, BOUND, (t) =>
        t.matmul(m, n, k, a, aRow, aCol, b, bRow, bCol, c, n + 1, start, bias, arena.scratch),
      );
    }
  }
}

export const matmul: Case = (arena) => {
  for (const [i, size] of SIZES.entries()) multiplied(arena, size, STARTS[i % 3] as number, -1);
  // more than one block of k and of n
  const large: readonly Size[] = [
    [2, 600, 300],
    [14, 520, 30],
    [14, 40, 600],
    [13, 70, 256],
    [40, 530, 260],
    [1, 20, 600],
  ];
  for (const size of large)
    for (const start of STARTS) for (const which of [0, 6, 9, 18]) multiplied(arena, size, start, which);
  // Aᵀ in strips, in more than one block of rows and of k, with B in place and packed
  for (const which of [5, 6]) {
    multiplied(arena, [266, 37, 520], START_BIAS, which);
    for (const m of [256, 257, 260, 263]) multiplied(arena, [m, 18, 21], STARTS[m % 3] as number, which);
  }
};

type Sequence = readonly [steps: number, batch: number, units: number, from: number, to: number];

export const SEQUENCES: readonly Sequence[] = [
  [0, 2, 4, 0, 2],
  [3, 0, 4, 0, 0],
  [2, 1, 1, 0, 1],
  [3, 3, 5, 1, 1],
  ...[2, 3, 4, 7, 8, 9, 12, 13, 16, 20, 33].map((units) => [3, 7, units, 0, 7] as const),
  [4, 9, 10, 2, 7],
  [1, 20, 24, 5, 20],
  [2, 1, 64, 0, 1],
  [2, 2, 40, 0, 2],
  [3, 40, 32, 0, 40],
];

export function weights(
  arena: KernelArena,
  rows: number,
  cols: number,
  packed: boolean,
): readonly [address: number, panel: number, row: number] {
  const address = arena.uniform(packed ? packedSize(rows, cols) : rows * cols);
  return packed ? ([address, 16 * rows, 16] as const) : ([address, 16, cols] as const);
}

/** No mask, a mask of the steps, a recurrent mask, both; the slope of the gates, 0 of soft ones. */
const WAYS = [
  [false, false, 0],
  [true, false, 0],
  [false, true, 0],
  [true, true, 0],
  [false, false, 0.2],
  [true, true, 1.5],
] as const;

/** Address of a mask [steps, batch], in runs and single rows; what counts is any number but 0. */
function maskOf(arena: KernelArena, steps: number, batch: number): number {
  const values = Array.from({ length: steps * batch }, (_, i) => [1, 0, 1, 1, 0, 0, -0.5, NaN, -0, 2, 0][(i * i) % 11]);
  return arena.put(values as number[]);
}

export const lstmForward: Case = (arena) => {
  for (const [steps, batch, units, from, to] of SEQUENCES) {
    for (const packed of [true, false]) {
      for (const [masked, dropped, steep] of WAYS) {
        const slope = Math.fround(steep);
        arena.clear();
        const [r, panel, row] = weights(arena, units, 4 * units, packed);
        const gates = arena.uniform(steps * batch * 4 * units);
        const cells = arena.uniform((steps + 1) * batch * units);
        const tanhs = arena.room(steps * batch * units);
        const hidden = arena.uniform((steps + 1) * batch * units);
        const mask = masked ? maskOf(arena, steps, batch) : 0;
        const recurrentMask = dropped ? arena.uniform(batch * units) : 0;
        const input = dropped ? arena.room(steps * batch * units) : 0;
        const what = `${masked ? ', mask' : ''}${dropped ? ', recurrent mask' : ''}, slope ${steep}`;
        arena.check(`lstmForward [${steps}, ${batch}, ${units}] rows ${from} to ${to}${what}`, BOUND, (t) =>
          t.lstmForward(
            ...([steps, batch, units, from, to, r, panel, row, gates, cells, tanhs, hidden] as const),
            ...([mask, recurrentMask, input, slope, arena.scratch] as const),
          ),
        );
      }
    }
  }
};

export const lstmBackward: Case = (arena) => {
  for (const [steps, batch, units, from, to] of SEQUENCES) {
    for (const initial of [0, 1]) {
      for (const [masked, dropped, steep] of WAYS) {
        const slope = Math.fround(steep);
        arena.clear();
        const [r, panel, row] = weights(arena, 4 * units, units, initial === 1);
        const gates = arena.uniform(steps * batch * 4 * units);
        const cells = arena.uniform((steps + 1) * batch * units);
        const tanhs = arena.uniform(steps * batch * units);
        const dHidden = arena.uniform((steps + 1) * batch * units);
        const dCell = arena.uniform(batch * units);
        const mask = masked ? maskOf(arena, steps, batch) : 0;
        const recurrentMask = dropped ? arena.uniform(batch * units) : 0;
        const what = `${masked ? ', mask' : ''}${dropped ? ', recurrent mask' : ''}, slope ${steep}`;
        const label = `lstmBackward [${steps}, ${batch}, ${units}] rows ${from} to ${to}, initial ${initial}${what}`;
        arena.check(label, 1e-4, (t) =>
          t.lstmBackward(
            ...([steps, batch, units, from, to, r, panel, row, gates, cells, tanhs, dHidden, dCell] as const),
            ...([initial, mask, recurrentMask, slope, arena.scratch] as const),
          ),
        );
      }
    }
  }
};
