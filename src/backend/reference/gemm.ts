import { type KernelTable, PANEL, START_ADD, START_BIAS } from '../table.ts';
import type { Arithmetic, Floats } from './arithmetic.ts';

/** The kernels of matrix products. */
export type GemmKernels = Pick<KernelTable, 'pack' | 'gemm' | 'matmul'>;

/** Products: an element starts from zero, bias or C, then takes a · b for k ascending, in one accumulator. */
export function gemmKernels({ views, shift, madd }: Arithmetic): GemmKernels {
  /** C [m, n] = start + A·B, where `at(p, j)` is the index of B's element. */
  function product(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aCol: number,
    at: (p: number, j: number) => number,
    c: number,
    cRow: number,
    start: number,
    bias: number,
  ): void {
    const { floats } = views();
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const to = (c >>> shift) + i * cRow + j;
        let total = startOf(floats, start, to, (bias >>> shift) + j);
        for (let p = 0; p < k; p++) {
          const left = floats[(a >>> shift) + i * aRow + p * aCol] as number;
          total = madd(left, floats[at(p, j)] as number, total);
        }
        floats[to] = total;
      }
    }
  }

  return {
    pack(k, n, b, bRow, bCol, packed) {
      const { floats } = views();
      const width = Math.ceil(n / PANEL) * PANEL;
      for (let j = 0; j < width; j++) {
        for (let p = 0; p < k; p++) {
          const to = (packed >>> shift) + Math.floor(j / PANEL) * PANEL * k + p * PANEL + (j % PANEL);
          floats[to] = j < n ? (floats[(b >>> shift) + p * bRow + j * bCol] as number) : 0;
        }
      }
    },

    gemm(m, n, k, a, aRow, aCol, b, bPanel, bRow, c, cRow, start, bias) {
      const at = (p: number, j: number) => (b >>> shift) + Math.floor(j / PANEL) * bPanel + p * bRow + (j % PANEL);
      product(m, n, k, a, aRow, aCol, at, c, cRow, start, bias);
    },

    matmul(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, start, bias) {
      const at = (p: number, j: number) => (b >>> shift) + p * bRow + j * bCol;
      product(m, n, k, a, aRow, aCol, at, c, cRow, start, bias);
    },
  };
}

/** What an element of C starts from. */
function startOf(floats: Floats, start: number, c: number, bias: number): number {
  if (start === START_ADD) return floats[c] as number;
  return start === START_BIAS ? (floats[bias] as number) : 0;
}
