// Kernels of two inputs, broadcast over rows and columns.
import { fill, zip, zipLeft, zipRight } from './loops';
import { bytes } from './lanes';

/** Column and row strides 0 or 1, or any row stride: see `BinaryKernel`. */
// @ts-ignore: decorator
@inline
function broadcast<F>(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
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
    if (xCol) {
      if (yCol) zip<F>(cols, x, y, out);
      else zipRight<F>(cols, x, v128.load32_splat(y), out);
    } else if (yCol) zipLeft<F>(cols, v128.load32_splat(x), y, out);
    else {
      const value = changetype<F>(0).of(v128.load32_splat(x), v128.load32_splat(y));
      fill(cols, f32x4.extract_lane(value, 0), out);
    }
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
): void { broadcast<Add>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Subtract { @inline of(x: v128, y: v128): v128 { return f32x4.sub(x, y); } }
export function subtract(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Subtract>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Multiply { @inline of(x: v128, y: v128): v128 { return f32x4.mul(x, y); } }
export function multiply(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Multiply>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Divide { @inline of(x: v128, y: v128): v128 { return f32x4.div(x, y); } }
export function divide(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Divide>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Maximum { @inline of(x: v128, y: v128): v128 { return f32x4.max(x, y); } }
export function maximum(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Maximum>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Minimum { @inline of(x: v128, y: v128): v128 { return f32x4.min(x, y); } }
export function minimum(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Minimum>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Equal { @inline of(x: v128, y: v128): v128 { return oneWhere(f32x4.eq(x, y)); } }
export function equal(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Equal>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class Greater { @inline of(x: v128, y: v128): v128 { return oneWhere(f32x4.gt(x, y)); } }
export function greater(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<Greater>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }

@unmanaged class GreaterEqual { @inline of(x: v128, y: v128): v128 { return oneWhere(f32x4.ge(x, y)); } }
export function greaterEqual(
  rows: i32, cols: i32, x: usize, xRow: i32, xCol: i32, y: usize, yRow: i32, yCol: i32, out: usize,
): void { broadcast<GreaterEqual>(rows, cols, x, xRow, xCol, y, yRow, yCol, out); }
