// Kernels of two inputs, broadcast over rows and columns.
import { zip, zipLeft, zipRight } from './loops';
import { bytes, storeFirst } from './lanes';

/** A loop for each way to broadcast: for the operations that sums and gradients are made of. */
// @ts-ignore: decorator
@inline
function fast<F>(cols: i32, x: usize, xCol: i32, y: usize, yCol: i32, out: usize): void {
  if (xCol) {
    if (yCol) zip<F>(cols, x, y, out);
    else zipRight<F>(cols, x, v128.load32_splat(y), out);
  } else if (yCol) zipLeft<F>(cols, v128.load32_splat(x), y, out);
  else small<F>(cols, x, 0, y, 0, out);
}

/** One loop for all ways to broadcast. */
// @ts-ignore: decorator
@inline
function small<F>(cols: i32, x: usize, xCol: i32, y: usize, yCol: i32, out: usize): void {
  let a = v128.load32_splat(x), b = v128.load32_splat(y);
  for (; cols > 0; cols -= 4) {
    if (xCol) a = v128.load(x);
    if (yCol) b = v128.load(y);
    storeFirst(out, changetype<F>(0).of(a, b), cols);
    x += 16;
    y += 16;
    out += 16;
  }
}

/** Column strides 0 or 1, any row strides: see `BinaryKernel`. */
// @ts-ignore: decorator
@inline
function broadcast<F>(
  often: bool, rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void {
  if (cols <= 0) return;
  if (cols == 1 && (xRow == 0 || xRow == 1) && (yRow == 0 || yRow == 1)) {
    cols = rows;
    rows = 1;
    xCol = xRow;
    yCol = yRow;
  } else if (xRow == (xCol ? cols : 0) && yRow == (yCol ? cols : 0)) {
    cols *= rows;
    rows = rows > 0 ? 1 : 0;
  }
  for (; rows > 0; rows--) {
    if (often) fast<F>(cols, x, xCol, y, yCol, out);
    else small<F>(cols, x, xCol, y, yCol, out);
    x += bytes(xRow);
    y += bytes(yRow);
    out += bytes(cols);
  }
}

/** 1 where the mask is set, else 0. */
// @ts-ignore: decorator
@inline
function oneWhere(mask: v128): v128 {
  return v128.and(mask, f32x4.splat(1));
}

@unmanaged class Add { @inline of(x: v128, y: v128): v128 { return f32x4.add(x, y); } }
export function add(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Add>(true, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Subtract { @inline of(x: v128, y: v128): v128 { return f32x4.sub(x, y); } }
export function subtract(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Subtract>(true, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Multiply { @inline of(x: v128, y: v128): v128 { return f32x4.mul(x, y); } }
export function multiply(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Multiply>(true, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Divide { @inline of(x: v128, y: v128): v128 { return f32x4.div(x, y); } }
export function divide(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Divide>(false, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Maximum { @inline of(x: v128, y: v128): v128 { return f32x4.max(x, y); } }
export function maximum(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Maximum>(false, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Minimum { @inline of(x: v128, y: v128): v128 { return f32x4.min(x, y); } }
export function minimum(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Minimum>(false, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Equal { @inline of(x: v128, y: v128): v128 { return oneWhere(f32x4.eq(x, y)); } }
export function equal(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Equal>(false, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Greater { @inline of(x: v128, y: v128): v128 { return oneWhere(f32x4.gt(x, y)); } }
export function greater(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Greater>(false, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class GreaterEqual { @inline of(x: v128, y: v128): v128 { return oneWhere(f32x4.ge(x, y)); } }
export function greaterEqual(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<GreaterEqual>(false, rows, cols, x, xRow, xCol, y, yRow, yCol, out); }
