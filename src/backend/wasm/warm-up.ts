import {
  BINARY,
  type KernelTable,
  MATMUL_SCRATCH,
  POOL_MAX,
  POOL_MEAN,
  START_ADD,
  START_BIAS,
  START_ZERO,
  UNARY,
  UNARY_GRADIENTS,
} from '../table.ts';

const IN = 8192;
/** Elements that the warm-up needs. */
export const WARM_UP_ELEMENTS: number = 2 * IN + MATMUL_SCRATCH;

/**
 * Calls every kernel by every way through it, on memory whose contents do not matter, so that each function of the module
 * has run once. start.test.ts shows that none is left out.
 */
export function warmUp(k: KernelTable, start: number): void {
  const a = start;
  const out = start + 4 * IN;
  const scratch = out + 4 * IN;
  for (const n of [1, 45]) {
    for (const name of UNARY) k[name](n, a, out);
    for (const name of UNARY_GRADIENTS) k[name](n, a, a, out);
    k.fill(n, 0.5, out);
    k.countNonFinite(n, a);
    k.sgd(n, out, a, 0.1);
    const [s0, s1, s2] = [out + 1024, out + 2048, out + 3072];
    for (const nesterov of [0, 1]) k.momentum(n, out, a, s0, 0.1, 0.9, 1, nesterov);
    for (const slot of [0, s2]) {
      k.adam(n, out, a, s0, s1, slot, 0.1, 0, 0.1, 0.1, 1e-7);
      k.adagrad(n, out, a, slot, 0.1, 1e-7, slot === 0 ? 0 : 0.1, slot === 0 ? 0 : 0.1);
      k.rmsprop(n, out, a, s0, slot && s1, slot, 0.1, 0.1, 0.9, 1e-7);
    }
    k.adamax(n, out, a, s0, s1, 0.1, 0.1, 0.9, 1e-7);
    k.adadelta(n, out, a, s0, s1, 0.1, 0.1, 1e-7);
    k.ftrl(n, out, a, s0, s1, 10, 0.1, 0.1, 0.1);
    k.lion(n, out, a, s0, 0.1, 0.1, 0.1);
    k.rprop(n, out, a, s0, s1, 0.5, 1.2, 1e-6, 50);
    k.adagradDA(n, out, a, s0, s1, 0.1, 0.1, 0.1);
    k.dropoutMask(n, 1, 2, 0, 0.5, 2, out);
    for (const inner of [1, n]) {
      k.sum(2, 9, inner, a, out);
      k.max(2, 9, inner, a, out);
      k.argmax(2, 9, inner, a, out);
    }
    k.softmax(2, n, a, out);
    k.softmaxGradient(2, n, a, a, out);
  }
  for (const name of BINARY) {
    for (const [xCol, yCol] of [
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ] as const) {
      k[name](2, 21, a, 21, xCol, a, 21, yCol, out);
    }
  }
  k.copy(2, 2, 3, 21, a, 126, 63, 21, 1, out, 126, 63, 21, 1);
  k.copy(1, 2, 13, 21, a, 0, 273, 1, 13, out, 0, 273, 21, 1);
  k.copy(1, 2, 13, 21, a, 0, 0, 0, 0, out, 0, 273, 21, 1);
  k.fill(4, 0, out + 4096);
  k.gather(2, 21, 4, out + 4096, a, out);
  k.gather(2, 21, 0, out + 4096, a, out);
  k.scatterAdd(2, 21, out + 4096, a, out);
  products(k, a, out, scratch);
  images(k, a, out, scratch);
  sequences(k, a, out, scratch);
  for (const units of [3, 19]) for (const rows of [1, 7]) smallSequences(k, units, rows, a, out, scratch);
}

function products(k: KernelTable, a: number, out: number, scratch: number): void {
  for (const [row, col] of [
    [40, 1],
    [1, 9],
  ] as const) {
    k.pack(9, 35, a, row, col, out);
  }
  for (const start of [START_ZERO, START_BIAS, START_ADD]) {
    for (const m of [1, 2, 3, 4, 5, 6, 7, 13]) {
      for (const n of [16, 35, 80]) {
        k.gemm(m, n, 5, a, 5, 1, a, 80, 16, out, n, start, a, scratch);
        k.gemm(m, n, 5, a, 1, m, a, 16, n, out, n, start, a, scratch);
      }
      for (const [bRow, bCol] of [
        [35, 1],
        [1, 20],
      ] as const) {
        k.matmul(m, 35, 20, a, 20, 1, a, bRow, bCol, out, 35, start, a, scratch);
        k.matmul(m, 35, 20, a, 1, m, a, bRow, bCol, out, 35, start, a, scratch);
      }
    }
  }
  k.matmul(40, 40, 40, a, 40, 1, a, 40, 1, out, 40, START_ZERO, 0, scratch);
  k.matmul(40, 40, 40, a, 1, 40, a, 1, 40, out, 40, START_ZERO, 0, scratch);
}

function images(k: KernelTable, a: number, out: number, scratch: number): void {
  for (const kCol of [3, 6]) {
    const geometry = [2, 2, 3, 2, 2, 3] as const;
    const strides = [200, 40, 3, 20, kCol, 5] as const;
    k.convForward(...geometry, a, ...strides, a, 64 * 12, 16, out, START_ZERO, 0, scratch);
    k.convKernelGradient(...geometry, a, ...strides, a, 5, out, 5, scratch);
    k.convInputGradient(...geometry, out, ...strides, a, a, 2, scratch);
  }
  for (const kind of [POOL_MAX, POOL_MEAN]) {
    const geometry = [kind, 1, 3, 3, 5, 2, 2, 2, 2, 2, 2, 0, 0] as const;
    k.pool(...geometry, a, out);
    k.poolGradient(...geometry, a, out, a, out + 1024);
  }
  k.normalize(2, 21, 0.001, a, out, out + 1024);
  k.normalizeGradient(2, 21, a, a, a, out);
}

function sequences(k: KernelTable, a: number, out: number, scratch: number): void {
  for (const units of [3, 8, 19]) {
    for (const rows of [1, 7]) {
      const state = 4 * 3 * rows * units;
      const gates = out;
      const cells = gates + 4 * state;
      const sizes = [2, rows, units, 0, rows] as const;
      const [tanhCells, hidden, dHidden, dCell] = [1, 2, 3, 4].map((i) => cells + i * state) as [
        number,
        number,
        number,
        number,
      ];
      for (const [mask, slope] of [
        [0, 0],
        [a, 0.2],
      ] as const) {
        const ends = [mask, mask, slope, scratch] as const;
        k.lstmForward(...sizes, a, 16, 4 * units, gates, cells, tanhCells, hidden, mask, mask, dHidden, slope, scratch);
        k.lstmBackward(...sizes, a, 64 * units, 16, gates, cells, tanhCells, dHidden, dCell, 1, ...ends);
      }
    }
  }
}

/** GRU and simple RNN, with and without masks, both resets, both activations. */
function smallSequences(k: KernelTable, units: number, rows: number, a: number, out: number, scratch: number): void {
  const state = 4 * 3 * rows * units;
  const at = (i: number): number => out + i * state;
  const sizes = [2, rows, units, 0, rows] as const;
  for (const [way, mask] of [
    [0, 0],
    [1, a],
  ] as const) {
    const masks = [mask, mask] as const;
    k.gruForward(...sizes, a, a, 16, 3 * units, way, a, at(0), at(3), at(4), ...masks, at(5), scratch);
    k.gruBackward(...sizes, a, 48 * units, 16, way, at(0), at(3), at(4), at(6), 1, ...masks, at(5), at(7), scratch);
    k.simpleRnnForward(...sizes, a, 16, units, way, at(0), ...masks, at(1), scratch);
    k.simpleRnnBackward(...sizes, a, 16 * units, 16, way, at(0), at(2), at(3), 1, ...masks, at(1), scratch);
  }
}
