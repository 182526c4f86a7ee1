import { backend } from '../backend/current.ts';
import { type Address, PANEL, packedSize } from '../backend/table.ts';
import type { OpenScope } from '../tensor/open-scope.ts';
import type { Shape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { rowMajor, stridedCopy } from './strided.ts';

/** A right-hand matrix as `gemm` and the sequence kernels read it. */
export interface Panels {
  readonly address: Address;
  /** Elements from one panel of 16 columns to the next. */
  readonly panel: number;
  /** Elements from one row of a panel to the next. */
  readonly row: number;
}

/** Below so many rows a product is cheaper with the matrix read in place than packed first. */
const PACK_FROM_ROWS = 8;

/** Packs a [k, n] matrix with the strides given, or leaves it where few rows use it and its rows run on. */
export function panelsOf(matrix: Address, k: number, n: number, row: number, col: number, rows: number): Panels {
  if (rows < PACK_FROM_ROWS && col === 1) return { address: matrix, panel: PANEL, row };
  const { kernels, memory } = backend();
  const address = memory.bump(packedSize(k, n));
  kernels.pack(k, n, matrix, row, col, address);
  return { address, panel: PANEL * k, row: PANEL };
}

/** y[j, i, :] = x[i, j, :] for x [d0, d1, d2]; `flip` reads the first or second axis of x backwards. */
export function swapAxes(x: Address, dims: readonly [number, number, number], y: Address, flip?: 0 | 1): void {
  const { kernels, memory } = backend();
  const d0 = dims[0];
  const d1 = dims[1];
  const d2 = dims[2];
  const stride0 = flip === 0 ? -d1 * d2 : d1 * d2;
  const stride1 = flip === 1 ? -d2 : d2;
  const skipped = (flip === 0 ? (d0 - 1) * d1 : flip === 1 ? d1 - 1 : 0) * d2;
  const start = x + skipped * memory.elementBytes;
  if (d2 === 1) kernels.copy(1, 1, d1, d0, start, 0, 0, stride1, stride0, y, 0, 0, d0, 1);
  else kernels.copy(1, d1, d0, d2, start, 0, stride1, stride0, 1, y, 0, d0 * d2, d2, 1);
}

/** Address of x [d0, d1, d2] with its first two axes swapped: a copy, or x itself where that is the same. */
export function swapped(x: Address, dims: readonly [number, number, number], flip?: 0 | 1): Address {
  const [d0, d1, d2] = dims;
  if (flip === undefined && (d0 === 1 || d1 === 1)) return x;
  const out = backend().memory.bump(d0 * d1 * d2);
  swapAxes(x, dims, out, flip);
  return out;
}

/** Writes a tensor, or zeros, to a place of n elements. */
export function place(value: Tensor | undefined, at: Address, n: number): void {
  const { kernels } = backend();
  if (value === undefined) kernels.fill(n, 0, at);
  else kernels.copy(1, 1, 1, n, value.address(), 0, 0, 0, 1, at, 0, 0, 0, 1);
}

/** Address of the [B, T] mask in the order of the steps made, [T, B]; 0 for none. */
export function maskOfSteps(mask: Tensor | undefined, goBackwards: boolean | undefined): Address {
  if (mask === undefined) return 0;
  const [batch, steps] = mask.shape as [number, number];
  return swapped(mask.address(), [batch, steps, 1], goBackwards ? 1 : undefined);
}

/** Address of n numbers: 1 where a mask counts (is not 0), else 0. */
export function onesWhereCounted(mask: Address, n: number): Address {
  const { kernels, memory } = backend();
  const [zero, out] = [memory.bump(1), memory.bump(n)];
  kernels.fill(1, 0, zero);
  for (const from of [mask, out]) kernels.equal(1, n, from, 0, 1, zero, 0, 0, out);
  return out;
}

/** y[i, :] = x[i, :] · scales[i]; y may be x. */
export function scaleRows(rows: number, cols: number, x: Address, scales: Address, y: Address): void {
  backend().kernels.multiply(rows, cols, x, cols, 1, scales, 1, 0, y);
}

/** A [B, T, U] copy of what stands at `from` in the order [T, B, U], rows `row` elements apart. */
export function batchMajor(scope: OpenScope, from: Address, shape: Shape, row: number): Tensor {
  const { kernels, memory } = backend();
  const out = emptyTensor(scope, shape);
  const batch = shape[0] as number;
  stridedCopy(kernels, memory.elementBytes, shape, from, [row, batch * row, 1], out.address(), rowMajor(shape));
  return out;
}
