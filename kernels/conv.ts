// Convolutions as products of the rows of x where they stand: no matrix of patches is written. See `ConvGeometry` in
// src/backend/table.ts: element (b, i, j, p, q, c) of the patches stands at
// b·xBatch + i·xRow + j·xCol + p·kRow + q·kCol + c, so any padded image, stride and dilation is a choice of strides.
//
// Every element of the output has one accumulator and (p, q, c) ascends; of the kernel's gradient, (b, i, j).
import { bytes, copyRow } from './lanes';
import { gemm } from './gemm';

const START_ADD: i32 = 2;

/** Steps of one product of the kernel's gradient: their rows of x stay in the caches. */
const BLOCK_K: i32 = 256;

/** Patches of one product where there are less than 16 filters. */
const NARROW_ROWS: i32 = 24;

/** Scratch of one register tile, in bytes; what follows it holds the rows of a block of patches. */
const TILE_BYTES: usize = 512;

export function convForward(
  tile: i32, batch: i32, rows: i32, cols: i32, kernelRows: i32, kernelCols: i32, depth: i32,
  x: usize, xBatch: i32, xRow: i32, xCol: i32, kRow: i32, kCol: i32,
  n: i32, w: usize, wPanel: i32, wRow: i32, y: usize, start: i32, bias: usize, scratch: usize,
): void {
  if (kCol == depth) { // neighbours without a gap are one longer run
    depth *= kernelCols;
    kernelCols = 1;
  }
  if (xRow == cols * xCol) { // so are rows
    cols *= rows;
    rows = 1;
  }
  // Less than a panel goes by way of a whole one, and is copied once for all of the patch.
  const narrow = n < 16, width = narrow ? 16 : n, block = narrow ? NARROW_ROWS : cols, panel = scratch + TILE_BYTES;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      let first = x + bytes(b * xBatch + i * xRow);
      for (let left = cols; left > 0; left -= block) {
        const count = min(block, left), to = narrow ? panel : y;
        let from = first, weights = w, begin = start;
        for (let p = 0; p < kernelRows; p++) {
          for (let q = 0; q < kernelCols; q++) {
            gemm(
              tile, count, width, depth, from + bytes(q * kCol), xCol, 1, weights, wPanel, wRow,
              to, width, begin, bias, scratch,
            );
            weights += bytes(depth * wRow);
            begin = START_ADD;
          }
          from += bytes(kRow);
        }
        if (narrow) for (let r = 0; r < count; r++) copyRow(n, panel + (<usize>r << 6), y + bytes(r * n));
        first += bytes(count * xCol);
        y += bytes(count * n);
      }
    }
  }
}

export function convKernelGradient(
  tile: i32, batch: i32, rows: i32, cols: i32, kernelRows: i32, kernelCols: i32, depth: i32,
  x: usize, xBatch: i32, xRow: i32, xCol: i32, kRow: i32, kCol: i32,
  n: i32, dy: usize, dyCol: i32, dw: usize, dwRow: i32, scratch: usize,
): void {
  if (kCol == depth) {
    depth *= kernelCols;
    kernelCols = 1;
  }
  if (xRow == cols * xCol) {
    cols *= rows;
    rows = 1;
  }
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      let from = x + bytes(b * xBatch + i * xRow);
      for (let left = cols; left > 0; left -= BLOCK_K) {
        const steps = min(BLOCK_K, left);
        let to = dw;
        for (let p = 0; p < kernelRows; p++) {
          for (let q = 0; q < kernelCols; q++) {
            gemm(
              tile, depth, n, steps, from + bytes(p * kRow + q * kCol), 1, xCol, dy, 16, dyCol,
              to, dwRow, START_ADD, 0, scratch,
            );
            to += bytes(depth * dwRow);
          }
        }
        from += bytes(steps * xCol);
        dy += bytes(steps * dyCol);
      }
    }
  }
}

/** y[i] += x[i]. */
// @ts-ignore: decorator
@inline
function addRun(n: i32, x: usize, y: usize): void {
  for (; n >= 8; n -= 8) {
    const a = f32x4.add(v128.load(y), v128.load(x)), b = f32x4.add(v128.load(y, 16), v128.load(x, 16));
    v128.store(y, b, 16);
    v128.store(y, a);
    x += 32;
    y += 32;
  }
  if (n >= 4) {
    v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
    x += 16;
    y += 16;
    n -= 4;
  }
  for (; n > 0; n--) {
    store<f32>(y, load<f32>(y) + load<f32>(x));
    x += 4;
    y += 4;
  }
}

export function convInputGradient(
  tile: i32, batch: i32, rows: i32, cols: i32, kernelRows: i32, kernelCols: i32, depth: i32,
  dx: usize, xBatch: i32, xRow: i32, xCol: i32, kRow: i32, kCol: i32,
  n: i32, dy: usize, w: usize, block: i32, scratch: usize,
): void {
  const size = kernelRows * kernelCols * depth, patches = scratch + TILE_BYTES;
  if (kCol == depth) {
    depth *= kernelCols;
    kernelCols = 1;
  }
  if (xRow == cols * xCol) {
    cols *= rows;
    rows = 1;
  }
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      let to = dx + bytes(b * xBatch + i * xRow);
      for (let left = cols; left > 0; left -= block) {
        const count = min(block, left);
        gemm(tile, count, size, n, dy, n, 1, w, n << 4, 16, patches, size, 0, 0, scratch);
        dy += bytes(count * n);
        let from = patches;
        for (let j = 0; j < count; j++) {
          for (let p = 0; p < kernelRows; p++) {
            for (let q = 0; q < kernelCols; q++) {
              addRun(depth, from, to + bytes(p * kRow + q * kCol));
              from += bytes(depth);
            }
          }
          to += bytes(xCol);
        }
      }
    }
  }
}
