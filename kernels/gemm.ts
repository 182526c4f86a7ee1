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

/** Blocks of `matmul`: what it packs of B, and rows of A that stay in the caches while they meet all of that. */
const BLOCK_K: i32 = 512;
const BLOCK_N: i32 = 512;
const BLOCK_M: i32 = 180;

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

/** Rows this long fight for the same places of the caches: B is packed eight rows at a time, Aᵀ in strips. */
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

/** Rows of the strip of A that is cut off next: the last 1.5 strips are shared evenly, as by the tiles. */
// @ts-ignore: decorator
@inline
function stripRows(left: i32, height: i32): i32 {
  if (left <= height) return left;
  return left < height + ((height + 2) >> 1) ? (left + 1) >> 1 : height;
}

/** Elements between the strips of A: a row is written eight at a time, and the last one runs over. */
// @ts-ignore: decorator
@inline
function stripSize(k: i32, height: i32): usize {
  return bytes(k * height + 8);
}

/** Packs m columns of A [k, m], rows aCol bytes apart, into strips as high as a tile; 16 rows at a time stay near. */
function packStrips(m: i32, k: i32, height: i32, a: usize, aCol: usize, strips: usize): void {
  const row = bytes(height), size = stripSize(k, height);
  for (; k > 0; k -= 16) {
    let from = a, to = strips;
    for (let left = m; left > 0;) {
      const now = stripRows(left, height);
      let x = from, y = to;
      for (let p = min(k, 16); p > 0; p--) {
        v128.store(y, v128.load(x));
        v128.store(y, v128.load(x, 16), 16);
        x += aCol;
        y += row;
      }
      from += bytes(now);
      to += size;
      left -= now;
    }
    a += aCol << 4;
    strips += row << 4;
  }
}

/** As `gemm`, with A in strips. */
function gemmOfStrips(
  tile: i32, m: i32, n: i32, k: i32, height: i32, strips: usize, b: usize, bPanel: i32, bRow: i32,
  c: usize, cRow: i32, start: i32, bias: usize, scratch: usize,
): void {
  const size = stripSize(k, height);
  for (let j = 0; j < n; j += 16) {
    let strip = strips, to = c;
    for (let left = m; left > 0;) {
      const now = stripRows(left, height);
      gemm(tile, now, min(16, n - j), k, strip, 1, height, b, bPanel, bRow, to, cRow, start, bias, scratch);
      strip += size;
      to += bytes(now * cRow);
      left -= now;
    }
    b += bytes(bPanel);
    c += 64;
    bias += 64;
  }
}

export function matmul(
  tile: i32, m: i32, n: i32, k: i32, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32,
  c: usize, cRow: i32, start: i32, bias: usize, scratch: usize,
): void {
  const packed = scratch + 512, strips = packed + bytes(BLOCK_K * BLOCK_N);
  const inPlace = staysInPlace(m, n, k, bCol), turned = aRow == 1 && aCol >= LONG_ROW;
  const height = tile == TILE_5 ? 5 : 6, blockN = inPlace ? n : BLOCK_N;
  for (let p = 0; p == 0 || p < k; p += BLOCK_K) {
    const depth = min(BLOCK_K, k - p);
    for (let j = 0; j < n; j += blockN) {
      const width = min(blockN, n - j), at = bias + bytes(j);
      let block = b + bytes(j * bCol), panel = 16, row = bRow;
      if (!inPlace) {
        pack(depth, width, block, bRow, bCol, packed);
        block = packed;
        panel = depth << 4;
        row = 16;
      }
      for (let i = 0; i < m; i += BLOCK_M) {
        const rows = min(BLOCK_M, m - i), from = a + bytes(i * aRow), to = c + bytes(i * cRow + j);
        if (turned) {
          packStrips(rows, depth, height, from, bytes(aCol), strips);
          gemmOfStrips(tile, rows, width, depth, height, strips, block, panel, row, to, cRow, start, at, scratch);
        } else gemm(tile, rows, width, depth, from, aRow, aCol, block, panel, row, to, cRow, start, at, scratch);
      }
    }
    a += bytes(BLOCK_K * aCol);
    b += bytes(BLOCK_K * bRow);
    start = START_ADD;
  }
}
