import type { KernelTable } from '../../../backend/table.ts';

/** Kernels in plain JavaScript, as far as predictions need them, over the memory of a net. */
export interface JsKernels extends Partial<KernelTable> {
  floats: Float32Array;
  ints: Int32Array;
  /** Where a row of a product adds up. */
  sums: Float64Array;
  expOf(x: number): number;
  logOf(x: number): number;
  sigmoidOf(x: number): number;
  tanhOf(x: number): number;
  gate(x: number, slope: number): number;
  each(n: number, x: number, y: number, f: (x: number) => number): void;
  pairs(sizes: readonly number[], f: (x: number, y: number) => number): void;
  dot(k: number, start: number, a: number, aCol: number, b: number, bRow: number): number;
  product(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aCol: number,
    b: number,
    panel: number,
    bRow: number,
    bCol: number,
    c: number,
    cRow: number,
    start: number,
    bias: number,
  ): void;
  holds(mask: number, row: number, from: number, to: number, n: number): boolean;
}

/** Methods of these kernels that stand in one file. */
export type JsPieces<K extends keyof JsKernels> = Pick<JsKernels & KernelTable, K> & ThisType<JsKernels & KernelTable>;
