// The fused LSTM over a whole sequence, forward and backward. Gates of a row: i, f, g, o, `units` each. Their activation is
// a sigmoid, or a hard one: a straight line of a slope through 0.5, cut off at 0 and 1.
import { add, multiply as times } from './binary';
import { gemm, multiply, START_ADD, START_ZERO } from './gemm';
import { bytes, madd, nmadd, storeFirst } from './lanes';
import { E0, E1, E2, E3, E4, hold, LN2_HIGH, LN2_LOW, LOG2E, MAGIC, unknownZero } from './math';
import { SIGMOID_MAX, SIGMOID_MIN, sigmoid, TANH_MIN, tanh } from './math';
import { alike, counts, passThrough } from './masked';

// The activation of the gates: whether loops over it take eight lanes a turn (the module stays small where they do not), its
// own two constants, itself, and its slope where it is y.
@unmanaged class Soft {
  @inline pairs(): bool { return true; }
  @inline a(_slope: f32): f32 { return SIGMOID_MIN; }
  @inline b(): f32 { return SIGMOID_MAX; }
  @inline of(
    x: v128, m: v128, l: v128, h: v128, w: v128,
    e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, a: v128, b: v128,
  ): v128 { return sigmoid(x, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b); }
  @inline slopeAt(y: v128, one: v128, _slope: v128): v128 { return f32x4.mul(y, f32x4.sub(one, y)); }
}
@unmanaged class Hard {
  @inline pairs(): bool { return false; }
  @inline a(slope: f32): f32 { return slope; }
  @inline b(): f32 { return 0.5; }
  @inline of(
    x: v128, m: v128, l: v128, h: v128, w: v128,
    e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, a: v128, b: v128,
  ): v128 { return f32x4.pmin(f32x4.pmax(f32x4.add(f32x4.mul(x, a), b), f32x4.splat(0)), one); }
  @inline slopeAt(y: v128, one: v128, slope: v128): v128 {
    return v128.and(slope, v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, one)));
  }
}

/** One step of `rows` rows, whose sums are in `gates`; gate blocks are u bytes apart. */
function forwardGates<G>(
  rows: i32, units: i32, slope: f32, gates: usize, old: usize, cell: usize, tanhCell: usize, hidden: usize,
): void {
  const gate = changetype<G>(0), u = bytes(units), zero = unknownZero();
  const m = hold(MAGIC, zero), l = hold(LOG2E, zero), h = hold(LN2_HIGH, zero), w = hold(LN2_LOW, zero);
  const e0 = hold(E0, zero), e1 = hold(E1, zero), e2 = hold(E2, zero), e3 = hold(E3, zero), e4 = hold(E4, zero);
  const one = hold(1, zero), a = hold(gate.a(slope), zero), b = hold(gate.b(), zero);
  const d = hold(TANH_MIN, zero), s = hold(-0.0, zero);
  for (; rows > 0; rows--) {
    // first all c and o, then all tanh c: each loop is then short enough for the processor to overlap its turns
    let n = units, output = gates + 3 * u, to = cell;
    if (gate.pairs()) for (; n >= 8; n -= 8) {
      const i0 = gate.of(v128.load(gates), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const i1 = gate.of(v128.load(gates, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const g0 = tanh(v128.load(gates + 2 * u), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      const g1 = tanh(v128.load(gates + 2 * u, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      v128.store(gates, i1, 16);
      v128.store(gates, i0);
      v128.store(gates + 2 * u, g1, 16);
      v128.store(gates + 2 * u, g0);
      const f0 = gate.of(v128.load(gates + u), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const f1 = gate.of(v128.load(gates + u, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
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
      const i = gate.of(v128.load(gates), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const f = gate.of(v128.load(gates + u), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
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
    n = units;
    if (gate.pairs()) for (; n >= 8; n -= 8) {
      const t0 = tanh(v128.load(cell), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      const t1 = tanh(v128.load(cell, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, d);
      v128.store(tanhCell, t1, 16);
      v128.store(tanhCell, t0);
      const o0 = gate.of(v128.load(output), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
      const o1 = gate.of(v128.load(output, 16), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
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
      const o = gate.of(v128.load(output), m, l, h, w, e0, e1, e2, e3, e4, one, s, a, b);
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

/** `forwardGates` with hard sigmoids, or with soft ones where the slope is 0. */
function activate(
  rows: i32, units: i32, slope: f32, gates: usize, old: usize, cell: usize, tanhCell: usize, hidden: usize,
): void {
  if (slope == 0) forwardGates<Soft>(rows, units, slope, gates, old, cell, tanhCell, hidden);
  else forwardGates<Hard>(rows, units, slope, gates, old, cell, tanhCell, hidden);
}

/** As `activate`; rows that do not count keep c and h, and their gates are 0. */
function forwardRows(
  rows: i32, units: i32, slope: f32, mask: usize, gates: usize, old: usize, cell: usize, tanhCell: usize,
  before: usize, hidden: usize,
): void {
  while (rows > 0) {
    const n = alike(rows, mask), part = bytes(n * units);
    if (counts(mask)) activate(n, units, slope, gates, old, cell, tanhCell, hidden);
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
  mask: usize, recurrentMask: usize, recurrentInput: usize, slope: f32, scratch: usize,
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
      forwardRows(rows, units, slope, mask, gates, cells, cells + step, tanhCells, hidden, hidden + step);
      mask += bytes(batch);
    } else activate(rows, units, slope, gates, cells, cells + step, tanhCells, hidden + step);
    gates += step << 2;
    cells += step;
    tanhCells += step;
    hidden += step;
  }
}

/** Four units of one row, of which the first n are stored. */
// @ts-ignore: decorator
@inline
function backwardFew<G>(
  n: i32, slope: f32, gates: usize, u: usize, cell: usize, tanhCell: usize, dHidden: usize, dCell: usize,
): void {
  const gate = changetype<G>(0), one = f32x4.splat(1), s = f32x4.splat(slope);
  const i = v128.load(gates), f = v128.load(gates + u), g = v128.load(gates + 2 * u), o = v128.load(gates + 3 * u);
  const t = v128.load(tanhCell), dh = v128.load(dHidden);
  const dc = madd(f32x4.mul(dh, o), nmadd(t, t, one), v128.load(dCell));
  storeFirst(gates, f32x4.mul(f32x4.mul(dc, g), gate.slopeAt(i, one, s)), n);
  storeFirst(gates + u, f32x4.mul(f32x4.mul(dc, v128.load(cell)), gate.slopeAt(f, one, s)), n);
  storeFirst(gates + 2 * u, f32x4.mul(f32x4.mul(dc, i), nmadd(g, g, one)), n);
  storeFirst(gates + 3 * u, f32x4.mul(f32x4.mul(dh, t), gate.slopeAt(o, one, s)), n);
  storeFirst(dCell, f32x4.mul(dc, f), n);
}

/** One step of `rows` rows: activated gates become their gradients. */
function backwardGates<G>(
  rows: i32, units: i32, slope: f32, gates: usize, cell: usize, tanhCell: usize, dHidden: usize, dCell: usize,
): void {
  const gate = changetype<G>(0), u = bytes(units), zero = unknownZero(), one = hold(1, zero), s = hold(slope, zero);
  for (; rows > 0; rows--) {
    let n = units;
    if (gate.pairs()) for (; n >= 8; n -= 8) {
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
      v128.store(gates, f32x4.mul(f32x4.mul(c1, g1), gate.slopeAt(i1, one, s)), 16);
      v128.store(gates, f32x4.mul(f32x4.mul(c0, g0), gate.slopeAt(i0, one, s)));
      v128.store(gates + u, f32x4.mul(f32x4.mul(c1, v128.load(cell, 16)), gate.slopeAt(f1, one, s)), 16);
      v128.store(gates + u, f32x4.mul(f32x4.mul(c0, v128.load(cell)), gate.slopeAt(f0, one, s)));
      v128.store(gates + 2 * u, f32x4.mul(f32x4.mul(c1, i1), nmadd(g1, g1, one)), 16);
      v128.store(gates + 2 * u, f32x4.mul(f32x4.mul(c0, i0), nmadd(g0, g0, one)));
      v128.store(gates + 3 * u, f32x4.mul(f32x4.mul(h1, t1), gate.slopeAt(o1, one, s)), 16);
      v128.store(gates + 3 * u, f32x4.mul(f32x4.mul(h0, t0), gate.slopeAt(o0, one, s)));
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
      backwardFew<G>(n, slope, gates, u, cell, tanhCell, dHidden, dCell);
      gates += part;
      cell += part;
      tanhCell += part;
      dHidden += part;
      dCell += part;
    }
    gates += 3 * u;
  }
}

/** `backwardGates` with hard sigmoids, or with soft ones where the slope is 0. */
function passBack(
  rows: i32, units: i32, slope: f32, gates: usize, cell: usize, tanhCell: usize, dHidden: usize, dCell: usize,
): void {
  if (slope == 0) backwardGates<Soft>(rows, units, slope, gates, cell, tanhCell, dHidden, dCell);
  else backwardGates<Hard>(rows, units, slope, gates, cell, tanhCell, dHidden, dCell);
}

/** As `passBack`; rows that do not count keep their gates, which are 0, and the gradient of c. */
function backwardRows(
  rows: i32, units: i32, slope: f32, mask: usize, gates: usize, cell: usize, tanhCell: usize, dHidden: usize,
  dCell: usize,
): void {
  while (rows > 0) {
    const n = alike(rows, mask), part = bytes(n * units);
    if (counts(mask)) passBack(n, units, slope, gates, cell, tanhCell, dHidden, dCell);
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
  mask: usize, recurrentMask: usize, slope: f32, scratch: usize,
): void {
  const rows = rowEnd - rowStart, n = rows * units;
  if (rows <= 0 || units <= 0) return;
  const step = bytes(batch * units), skip = bytes(rowStart * units);
  dCell += skip;
  for (let t = steps - 1; t >= 0; t--) {
    const at = skip + <usize>t * step, maskHere = mask + bytes(t * batch + rowStart);
    const here = gates + (at << 2), below = dHidden + at, above = below + step;
    const tanhs = tanhCells + at;
    if (mask) backwardRows(rows, units, slope, maskHere, here, cells + at, tanhs, above, dCell);
    else passBack(rows, units, slope, here, cells + at, tanhs, above, dCell);
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
