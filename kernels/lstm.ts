// The fused LSTM over a whole sequence, forward and backward. Gates of a row: i, f, g, o, `units` each.
import { add, multiply as times } from './binary';
import { gemm, multiply, START_ADD, START_ZERO } from './gemm';
import { bytes, madd, nmadd, storeFirst } from './lanes';
import { E0, E1, E2, E3, E4, hold, LN2_HIGH, LN2_LOW, LOG2E, MAGIC, unknownZero } from './math';
import { SIGMOID_MAX, SIGMOID_MIN, sigmoid, TANH_MIN, tanh } from './math';
import { alike, counts, passThrough } from './masked';

/** One step of `rows` rows, whose sums are in `gates`; gate blocks are u bytes apart. */
function forwardGates(
  rows: i32, units: i32, gates: usize, old: usize, cell: usize, tanhCell: usize, hidden: usize,
): void {
  const u = bytes(units), zero = unknownZero();
  const m = hold(MAGIC, zero), l = hold(LOG2E, zero), h = hold(LN2_HIGH, zero), w = hold(LN2_LOW, zero);
  const e0 = hold(E0, zero), e1 = hold(E1, zero), e2 = hold(E2, zero), e3 = hold(E3, zero), e4 = hold(E4, zero);
  const one = hold(1, zero), a = hold(SIGMOID_MIN, zero), b = hold(SIGMOID_MAX, zero);
  const d = hold(TANH_MIN, zero), s = hold(-0.0, zero);
  for (; rows > 0; rows--) {
    // first all c and o, then all tanh c: each loop is then short enough for the processor to overlap its turns
    let n = units, output = gates + 3 * u, to = cell;
    for (; n >= 8; n -= 8) {
      const i0 = sigmoid(v128.load(gates), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const i1 = sigmoid(v128.load(gates, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const g0 = tanh(v128.load(gates + 2 * u), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      const g1 = tanh(v128.load(gates + 2 * u, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      v128.store(gates, i1, 16);
      v128.store(gates, i0);
      v128.store(gates + 2 * u, g1, 16);
      v128.store(gates + 2 * u, g0);
      const f0 = sigmoid(v128.load(gates + u), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const f1 = sigmoid(v128.load(gates + u, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      v128.store(gates + u, f1, 16);
      v128.store(gates + u, f0);
      const c0 = madd(f0, v128.load(old), f32x4.mul(i0, g0)), c1 = madd(f1, v128.load(old, 16), f32x4.mul(i1, g1));
      v128.store(to, c1, 16);
      v128.store(to, c0);
      gates += 32;
      old += 32;
      to += 32;
    }
    for (; n > 0; n -= 4) {
      const i = sigmoid(v128.load(gates), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const f = sigmoid(v128.load(gates + u), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const g = tanh(v128.load(gates + 2 * u), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      storeFirst(gates, i, n);
      storeFirst(gates + u, f, n);
      storeFirst(gates + 2 * u, g, n);
      storeFirst(to, madd(f, v128.load(old), f32x4.mul(i, g)), n);
      const part = bytes(min(n, 4));
      gates += part;
      old += part;
      to += part;
    }
    for (n = units; n >= 8; n -= 8) {
      const t0 = tanh(v128.load(cell), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      const t1 = tanh(v128.load(cell, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      v128.store(tanhCell, t1, 16);
      v128.store(tanhCell, t0);
      const o0 = sigmoid(v128.load(output), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const o1 = sigmoid(v128.load(output, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      v128.store(output, o1, 16);
      v128.store(output, o0);
      const h0 = f32x4.mul(o0, t0), h1 = f32x4.mul(o1, t1);
      v128.store(hidden, h1, 16);
      v128.store(hidden, h0);
      cell += 32;
      output += 32;
      tanhCell += 32;
      hidden += 32;
    }
    for (; n > 0; n -= 4) {
      const t = tanh(v128.load(cell), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      const o = sigmoid(v128.load(output), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      storeFirst(output, o, n);
      storeFirst(tanhCell, t, n);
      storeFirst(hidden, f32x4.mul(o, t), n);
      const part = bytes(min(n, 4));
      cell += part;
      output += part;
      tanhCell += part;
      hidden += part;
    }
    gates += 3 * u;
  }
}

/** As `forwardGates`; rows that do not count keep c and h, and their gates are 0. */
function forwardRows(
  rows: i32, units: i32, mask: usize, gates: usize, old: usize, cell: usize, tanhCell: usize, before: usize,
  hidden: usize,
): void {
  while (rows > 0) {
    const n = alike(rows, mask), part = bytes(n * units);
    if (counts(mask)) forwardGates(n, units, gates, old, cell, tanhCell, hidden);
    else {
      memory.fill(gates, 0, part << 2);
      memory.copy(cell, old, part);
      memory.copy(hidden, before, part);
    }
    rows -= n;
    mask += bytes(n);
    gates += part << 2;
    old += part;
    cell += part;
    tanhCell += part;
    before += part;
    hidden += part;
  }
}

export function lstmForward(
  tile: i32, steps: i32, batch: i32, units: i32, rowStart: i32, rowEnd: i32,
  recurrent: usize, recurrentPanel: i32, recurrentRow: i32,
  gates: usize, cells: usize, tanhCells: usize, hidden: usize,
  mask: usize, recurrentMask: usize, recurrentInput: usize, scratch: usize,
): void {
  const rows = rowEnd - rowStart;
  if (rows <= 0 || units <= 0) return;
  const u = bytes(units), step = bytes(batch * units);
  const skip = bytes(rowStart * units);
  gates += skip << 2;
  cells += skip;
  tanhCells += skip;
  hidden += skip;
  if (mask) mask += bytes(rowStart);
  recurrentInput += skip;
  for (; steps > 0; steps--) {
    let from = hidden;
    if (recurrentMask) {
      from = recurrentInput;
      times(1, rows * units, hidden, 0, 1, recurrentMask + skip, 0, 1, from);
      recurrentInput += step;
    }
    multiply(
      tile, rows, units << 2, units, from, u, 4, recurrent, bytes(recurrentPanel), bytes(recurrentRow),
      gates, u << 2, 4, gates, u << 2, scratch,
    );
    if (mask) {
      forwardRows(rows, units, mask, gates, cells, cells + step, tanhCells, hidden, hidden + step);
      mask += bytes(batch);
    } else forwardGates(rows, units, gates, cells, cells + step, tanhCells, hidden + step);
    gates += step << 2;
    cells += step;
    tanhCells += step;
    hidden += step;
  }
}

/** Four units of one row, of which the first n are stored. */
// @ts-ignore: decorator
@inline
function backwardFew(n: i32, gates: usize, u: usize, cell: usize, tanhCell: usize, dHidden: usize, dCell: usize): void {
  const one = f32x4.splat(1);
  const i = v128.load(gates), f = v128.load(gates + u), g = v128.load(gates + 2 * u), o = v128.load(gates + 3 * u);
  const t = v128.load(tanhCell), dh = v128.load(dHidden);
  const dc = madd(f32x4.mul(dh, o), nmadd(t, t, one), v128.load(dCell));
  storeFirst(gates, f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i))), n);
  storeFirst(gates + u, f32x4.mul(f32x4.mul(dc, v128.load(cell)), f32x4.mul(f, f32x4.sub(one, f))), n);
  storeFirst(gates + 2 * u, f32x4.mul(f32x4.mul(dc, i), nmadd(g, g, one)), n);
  storeFirst(gates + 3 * u, f32x4.mul(f32x4.mul(dh, t), f32x4.mul(o, f32x4.sub(one, o))), n);
  storeFirst(dCell, f32x4.mul(dc, f), n);
}

/** One step of `rows` rows: activated gates become their gradients. */
function backwardGates(
  rows: i32, units: i32, gates: usize, cell: usize, tanhCell: usize, dHidden: usize, dCell: usize,
): void {
  const u = bytes(units), one = hold(1, unknownZero());
  for (; rows > 0; rows--) {
    let n = units;
    for (; n >= 8; n -= 8) {
      const i0 = v128.load(gates), i1 = v128.load(gates, 16);
      const f0 = v128.load(gates + u), f1 = v128.load(gates + u, 16);
      const g0 = v128.load(gates + 2 * u), g1 = v128.load(gates + 2 * u, 16);
      const o0 = v128.load(gates + 3 * u), o1 = v128.load(gates + 3 * u, 16);
      const t0 = v128.load(tanhCell);
      const t1 = v128.load(tanhCell, 16);
      const h0 = v128.load(dHidden);
      const h1 = v128.load(dHidden, 16);
      const c0 = madd(f32x4.mul(h0, o0), nmadd(t0, t0, one), v128.load(dCell));
      const c1 = madd(f32x4.mul(h1, o1), nmadd(t1, t1, one), v128.load(dCell, 16));
      v128.store(gates, f32x4.mul(f32x4.mul(c1, g1), f32x4.mul(i1, f32x4.sub(one, i1))), 16);
      v128.store(gates, f32x4.mul(f32x4.mul(c0, g0), f32x4.mul(i0, f32x4.sub(one, i0))));
      v128.store(gates + u, f32x4.mul(f32x4.mul(c1, v128.load(cell, 16)), f32x4.mul(f1, f32x4.sub(one, f1))), 16);
      v128.store(gates + u, f32x4.mul(f32x4.mul(c0, v128.load(cell)), f32x4.mul(f0, f32x4.sub(one, f0))));
      v128.store(gates + 2 * u, f32x4.mul(f32x4.mul(c1, i1), nmadd(g1, g1, one)), 16);
      v128.store(gates + 2 * u, f32x4.mul(f32x4.mul(c0, i0), nmadd(g0, g0, one)));
      v128.store(gates + 3 * u, f32x4.mul(f32x4.mul(h1, t1), f32x4.mul(o1, f32x4.sub(one, o1))), 16);
      v128.store(gates + 3 * u, f32x4.mul(f32x4.mul(h0, t0), f32x4.mul(o0, f32x4.sub(one, o0))));
      v128.store(dCell, f32x4.mul(c1, f1), 16);
      v128.store(dCell, f32x4.mul(c0, f0));
      gates += 32;
      cell += 32;
      tanhCell += 32;
      dHidden += 32;
      dCell += 32;
    }
    for (; n > 0; n -= 4) {
      const part = bytes(min(n, 4));
      backwardFew(n, gates, u, cell, tanhCell, dHidden, dCell);
      gates += part;
      cell += part;
      tanhCell += part;
      dHidden += part;
      dCell += part;
    }
    gates += 3 * u;
  }
}

/** As `backwardGates`; rows that do not count keep their gates, which are 0, and the gradient of c. */
function backwardRows(
  rows: i32, units: i32, mask: usize, gates: usize, cell: usize, tanhCell: usize, dHidden: usize, dCell: usize,
): void {
  while (rows > 0) {
    const n = alike(rows, mask), part = bytes(n * units);
    if (counts(mask)) backwardGates(n, units, gates, cell, tanhCell, dHidden, dCell);
    rows -= n;
    mask += bytes(n);
    gates += part << 2;
    cell += part;
    tanhCell += part;
    dHidden += part;
    dCell += part;
  }
}

export function lstmBackward(
  tile: i32, steps: i32, batch: i32, units: i32, rowStart: i32, rowEnd: i32,
  recurrentT: usize, recurrentTPanel: i32, recurrentTRow: i32,
  gates: usize, cells: usize, tanhCells: usize, dHidden: usize, dCell: usize, initial: i32,
  mask: usize, recurrentMask: usize, scratch: usize,
): void {
  const rows = rowEnd - rowStart, n = rows * units;
  if (rows <= 0 || units <= 0) return;
  const step = bytes(batch * units), skip = bytes(rowStart * units);
  dCell += skip;
  for (let t = steps - 1; t >= 0; t--) {
    const at = skip + <usize>t * step, maskHere = mask + bytes(t * batch + rowStart);
    const here = gates + (at << 2), below = dHidden + at, above = below + step;
    const tanhs = tanhCells + at;
    if (mask) backwardRows(rows, units, maskHere, here, cells + at, tanhs, above, dCell);
    else backwardGates(rows, units, here, cells + at, tanhs, above, dCell);
    if (t == 0 && initial != 1) break;
    if (mask) passThrough(rows, units, maskHere, above, below);
    // with a recurrent mask the product is made in the place of tanh c, which is no longer needed
    gemm(
      tile, rows, units, units << 2, here, units << 2, 1, recurrentT, recurrentTPanel, recurrentTRow,
      recurrentMask ? tanhs : below, units, recurrentMask ? START_ZERO : START_ADD, 0, scratch,
    );
    if (recurrentMask) {
      times(1, n, tanhs, 0, 1, recurrentMask + skip, 0, 1, tanhs);
      add(1, n, below, 0, 1, tanhs, 0, 1, below);
    }
  }
}
