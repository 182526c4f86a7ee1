// Products. `multiply` is the inner form (all distances in bytes); gemm, matmul and the sequences stand on it.
//
// Every element of C has one accumulator that starts from C, the bias or zero, and k ascends: the bits do not depend on
// the tile. A is read in place by splats; B comes in panels of 16 columns.
import { bytes, copyRow, firstLanes } from './lanes';
import { rows2, rows5, rows6, tile1x32, tile1x64, tile2x32 } from './generated/tiles';

/** Ways to cut C: 6×16 (256-bit or 32 registers), 2×16 (128-bit on x64), 5×16 (256-bit without fused multiply-add). */
export const TILE_6: i32 = 0;
export const TILE_2: i32 = 1;
export const TILE_5: i32 = 2;
/** As TILE_2, but a single row goes by 16 columns and not by 32, where Node 22 runs out of registers. */
export const TILE_2_NODE_22: i32 = 3;

/** Whether the tile is a low one. */
// @ts-ignore: decorator
@inline
function isLow(tile: i32): bool {
  return (tile & 1) != 0;
}

/** What C starts from. */
export const START_ZERO: i32 = 0;
const START_BIAS: i32 = 1;
export const START_ADD: i32 = 2;

/** Blocks of B that `matmul` packs. */
const BLOCK_K: i32 = 256;
const BLOCK_N: i32 = 512;

/** Rows of the scratch tile that hold the last columns of a block; zeros stand behind them. */
const SCRATCH_ROWS: i32 = 6;

/** m rows of one panel. */
// @ts-ignore: decorator
@inline
function panel(
  tile: i32, m: i32, k: i32, a: usize, aRow: usize, aCol: usize, b: usize, bPanel: usize, bRow: usize,
  from: usize, fromRow: usize, c: usize, cRow: usize,
): void {
  if (tile == TILE_6) rows6(m, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
  else if (isLow(tile)) rows2(m, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
  else rows5(m, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
}

/** C [m, n] = from + A·B, all distances in bytes; fromRow is 0 for one row that all rows of C start from. */
export function multiply(
  tile: i32, m: i32, n: i32, k: i32, a: usize, aRow: usize, aCol: usize, b: usize, bPanel: usize, bRow: usize,
  from: usize, fromRow: usize, fromCol: usize, c: usize, cRow: usize, scratch: usize,
): void {
  if (m == 1 && tile != TILE_2_NODE_22) {
    const wide = tile == TILE_2 ? 32 : 64;
    const count = n / wide;
    for (let q = 0; q < count; q++) {
      if (tile == TILE_2) tile1x32(1, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
      else tile1x64(1, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
      b += <usize>(wide >> 4) * bPanel;
      from += fromCol * <usize>wide;
      c += <usize>wide << 2;
    }
    n -= count * wide;
  } else if (m == 2 && !isLow(tile)) {
    for (; n >= 32; n -= 32) {
      tile2x32(1, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
      b += 2 * bPanel;
      from += fromCol * 32;
      c += 128;
    }
  }
  for (; n >= 16; n -= 16) {
    panel(tile, m, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow);
    b += bPanel;
    from += fromCol * 16;
    c += 64;
  }
  if (n == 0) return;
  for (let i = 0; i < m; i += SCRATCH_ROWS) {
    const height = min(SCRATCH_ROWS, m - i);
    panel(tile, height, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, scratch, 64);
    for (let r = 0; r < height; r++) {
      copyRow(n, scratch + (<usize>r << 6), c);
      c += cRow;
    }
    a += <usize>SCRATCH_ROWS * aRow;
    from += <usize>SCRATCH_ROWS * fromRow;
  }
}

/** A row of zeros at the end of the scratch tile: 64 for the tile of one row, else 32. */
function zeroRow(m: i32, scratch: usize): usize {
  const end = scratch + 512, zeros = end - (m == 1 ? 256 : 128);
  for (let z = zeros; z < end; z += 16) v128.store(z, f32x4.splat(0));
  return zeros;
}

export function gemm(
  tile: i32, m: i32, n: i32, k: i32, a: usize, aRow: i32, aCol: i32, b: usize, bPanel: i32, bRow: i32,
  c: usize, cRow: i32, start: i32, bias: usize, scratch: usize,
): void {
  if (m <= 0 || n <= 0) return;
  let from = c, fromRow = bytes(cRow), fromCol: usize = 4;
  if (start == START_ZERO) {
    from = zeroRow(m, scratch);
    fromRow = 0;
    fromCol = 0;
  } else if (start == START_BIAS) {
    from = bias;
    fromRow = 0;
  }
  multiply(
    tile, m, n, k, a, bytes(aRow), bytes(aCol), b, bytes(bPanel), bytes(bRow),
    from, fromRow, fromCol, c, bytes(cRow), scratch,
  );
}

/** Rows of B longer than this are read eight at a time, each on to its end, as memory likes it. */
const LONG_ROW: i32 = 256;

/** Packs panels of 16 columns, zero beyond n. */
export function pack(k: i32, n: i32, b: usize, bRow: i32, bCol: i32, packed: usize): void {
  const panel = bytes(k) << 4;
  const once = bCol == 1 && n > LONG_ROW ? 8 : max(k, 1);
  for (let p = 0; p < k; p += once) {
    const rows = min(once, k - p);
    let from = b, to = packed;
    for (let j = 0; j < n; j += 16) {
      packPanel(rows, min(16, n - j), from, bytes(bRow), bytes(bCol), to);
      from += bytes(bCol) << 4;
      to += panel;
    }
    b += bytes(rows * bRow);
    packed += <usize>rows << 6;
  }
}

function packPanel(k: i32, width: i32, b: usize, bRow: usize, bCol: usize, packed: usize): void {
  if (width == 16 && bCol == 4) {
    for (; k > 0; k--) {
      v128.store(packed, v128.load(b));
      v128.store(packed, v128.load(b, 16), 16);
      v128.store(packed, v128.load(b, 32), 32);
      v128.store(packed, v128.load(b, 48), 48);
      packed += 64;
      b += bRow;
    }
    return;
  }
  if (bRow == 4) {
    packTransposed(k, width, b, bCol, packed);
    return;
  }
  for (; k > 0; k--) {
    let from = b;
    for (let j = 0; j < width; j++) {
      store<f32>(packed + bytes(j), load<f32>(from));
      from += bCol;
    }
    for (let j = width; j < 16; j++) store<f32>(packed + bytes(j), 0);
    packed += 64;
    b += bRow;
  }
}

/** A panel whose columns are contiguous: 4 columns by 4 rows a turn. */
function packTransposed(k: i32, width: i32, b: usize, bCol: usize, packed: usize): void {
  for (let j = 0; j < 16; j += 4) {
    const left = width - j;
    let p0 = b, to = packed + bytes(j);
    const p1 = left > 1 ? bCol : 0, p2 = left > 2 ? bCol * 2 : 0, p3 = left > 3 ? bCol * 3 : 0;
    const keep = firstLanes(left);
    if (left > 0) {
      let i = k;
      for (; i >= 4; i -= 4) {
        const x0 = v128.load(p0), x1 = v128.load(p0 + p1), x2 = v128.load(p0 + p2), x3 = v128.load(p0 + p3);
        const a = i32x4.shuffle(x0, x1, 0, 4, 1, 5), c = i32x4.shuffle(x0, x1, 2, 6, 3, 7);
        const d = i32x4.shuffle(x2, x3, 0, 4, 1, 5), e = i32x4.shuffle(x2, x3, 2, 6, 3, 7);
        v128.store(to, v128.and(keep, i64x2.shuffle(a, d, 0, 2)));
        v128.store(to, v128.and(keep, i64x2.shuffle(a, d, 1, 3)), 64);
        v128.store(to, v128.and(keep, i64x2.shuffle(c, e, 0, 2)), 128);
        v128.store(to, v128.and(keep, i64x2.shuffle(c, e, 1, 3)), 192);
        p0 += 16;
        to += 256;
      }
      for (; i > 0; i--) {
        store<f32>(to, load<f32>(p0));
        store<f32>(to, left > 1 ? load<f32>(p0 + p1) : 0, 4);
        store<f32>(to, left > 2 ? load<f32>(p0 + p2) : 0, 8);
        store<f32>(to, left > 3 ? load<f32>(p0 + p3) : 0, 12);
        p0 += 4;
        to += 64;
      }
    } else {
      for (let i = k; i > 0; i--) {
        v128.store(to, i32x4.splat(0));
        to += 64;
      }
    }
    b += bCol << 2;
  }
}

/** Whether reading rows of B where they are costs less than packing them: few rows of A, or a small B with short rows. */
// @ts-ignore: decorator
@inline
function staysInPlace(m: i32, n: i32, k: i32, bCol: i32): bool {
  return bCol == 1 && (m <= 32 || (n <= 256 && k * n <= 65536));
}

export function matmul(
  tile: i32, m: i32, n: i32, k: i32, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32,
  c: usize, cRow: i32, start: i32, bias: usize, scratch: usize,
): void {
  const packed = scratch + 512;
  const inPlace = staysInPlace(m, n, k, bCol);
  for (let p = 0; p == 0 || p < k; p += BLOCK_K) {
    const height = min(BLOCK_K, k - p);
    if (inPlace) {
      gemm(tile, m, n, height, a, aRow, aCol, b, 16, bRow, c, cRow, start, bias, scratch);
    } else {
      for (let j = 0; j < n; j += BLOCK_N) {
        const width = min(BLOCK_N, n - j), at = bytes(j);
        pack(height, width, b + bytes(j * bCol), bRow, bCol, packed);
        gemm(
          tile, m, width, height, a, aRow, aCol, packed, height << 4, 16, c + at, cRow, start, bias + at, scratch,
        );
      }
    }
    a += bytes(BLOCK_K * aCol);
    b += bytes(BLOCK_K * bRow);
    start = START_ADD;
  }
}
