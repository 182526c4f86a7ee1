// The fused GRU over a whole sequence, forward and backward. Gates of a row: z, r, h, `units` each.
import { add, multiply as times } from './binary';
import { sigmoid, tanh } from './elementwise';
import { gemm, multiply, START_ADD, START_ZERO } from './gemm';
import { bytes, madd, nmadd, storeFirst } from './lanes';
import { counts, passThrough } from './masked';

/** y = r ⊙ p + (q where `keep` has bits). */
// @ts-ignore: decorator
@inline
function resetOf(r: usize, p: usize, q: usize, keep: v128): v128 {
  return madd(v128.load(r), v128.load(p), v128.and(v128.load(q), keep));
}

/**
 * First half of a step: z and r, and what the reset gate lets through, y = r ⊙ p + (q where `keep` has bits) with q the
 * candidate's sum; rows of y are `yRow` bytes apart. Rows that do not count become 0.
 */
function resetForward(rows: i32, units: i32, mask: usize, gates: usize, p: usize, keep: i32, y: usize, yRow: usize): void {
  const u = bytes(units), k = i32x4.splat(keep);
  for (; rows > 0; rows--) {
    if (mask == 0 || counts(mask)) sigmoid(units << 1, gates, gates);
    else memory.fill(gates, 0, 3 * u);
    if (mask) mask += 4;
    let r = gates + u, to = y, n = units;
    for (; n >= 8; n -= 8) {
      const y0 = resetOf(r, p, r + u, k), y1 = resetOf(r + 16, p + 16, r + u + 16, k);
      v128.store(to, y1, 16);
      v128.store(to, y0);
      r += 32;
      p += 32;
      to += 32;
    }
    for (; n > 0; n -= 4) {
      storeFirst(to, resetOf(r, p, r + u, k), n);
      const part = bytes(min(n, 4));
      r += part;
      p += part;
      to += part;
    }
    gates += 3 * u;
    y += yRow;
  }
}

/** z ⊙ old + (1 − z) ⊙ g. */
// @ts-ignore: decorator
@inline
function blendOf(z: usize, g: usize, old: usize): v128 {
  const x = v128.load(z);
  return madd(x, v128.load(old), f32x4.mul(f32x4.sub(f32x4.splat(1), x), v128.load(g)));
}

/** Second half of a step: the candidate and the new state. Rows that do not count keep the old one. */
function blendForward(rows: i32, units: i32, mask: usize, gates: usize, old: usize, hidden: usize): void {
  const u = bytes(units);
  for (; rows > 0; rows--) {
    const g = u * 2, here = mask == 0 || counts(mask);
    if (mask) mask += 4;
    if (here) {
      tanh(units, gates + g, gates + g);
      let z = gates, from = old, to = hidden, n = units;
      for (; n >= 8; n -= 8) {
        const h0 = blendOf(z, z + g, from), h1 = blendOf(z + 16, z + g + 16, from + 16);
        v128.store(to, h1, 16);
        v128.store(to, h0);
        z += 32;
        from += 32;
        to += 32;
      }
      for (; n > 0; n -= 4) {
        storeFirst(to, blendOf(z, z + g, from), n);
        z += 16;
        from += 16;
        to += 16;
      }
    } else memory.copy(hidden, old, u);
    gates += 3 * u;
    old += u;
    hidden += u;
  }
}

export function gruForward(
  tile: i32, steps: i32, batch: i32, units: i32, rowStart: i32, rowEnd: i32,
  recurrent: usize, candidate: usize, recurrentPanel: i32, recurrentRow: i32, resetAfter: i32, recurrentBias: usize,
  gates: usize, inner: usize, hidden: usize,
  mask: usize, recurrentMask: usize, recurrentInput: usize, scratch: usize,
): void {
  const rows = rowEnd - rowStart;
  if (rows <= 0 || units <= 0) return;
  const u = bytes(units), width = u * 3, step = bytes(batch * units), skip = bytes(rowStart * units);
  const panel = bytes(recurrentPanel), row = bytes(recurrentRow);
  gates += 3 * skip;
  inner += skip;
  hidden += skip;
  recurrentInput += skip;
  if (mask) mask += bytes(rowStart);
  for (; steps > 0; steps--) {
    let from = hidden;
    if (recurrentMask) {
      from = recurrentInput;
      times(1, rows * units, hidden, 0, 1, recurrentMask + skip, 0, 1, from);
      recurrentInput += step;
    }
    const last = gates + 2 * u;
    multiply(
      tile, rows, units << 1, units, from, u, 4, recurrent, panel, row, gates, width, 4, gates, width, scratch,
    );
    if (resetAfter) {
      multiply(tile, rows, units, units, from, u, 4, candidate, panel, row, recurrentBias, 0, 4, inner, u, scratch);
      resetForward(rows, units, mask, gates, inner, -1, last, width);
    } else {
      resetForward(rows, units, mask, gates, from, 0, inner, u);
      multiply(tile, rows, units, units, inner, u, 4, candidate, panel, row, last, width, 4, last, width, scratch);
    }
    blendForward(rows, units, mask, gates, hidden, hidden + step);
    gates += 3 * step;
    inner += step;
    hidden += step;
    if (mask) mask += bytes(batch);
  }
}

/** (dh ⊙ (h − g)) ⊙ z(1 − z): the gradient of z's sum. */
// @ts-ignore: decorator
@inline
function updateGradient(dh: v128, h: v128, z: v128, g: v128, one: v128): v128 {
  return f32x4.mul(f32x4.mul(dh, f32x4.sub(h, g)), f32x4.mul(z, f32x4.sub(one, z)));
}

/** (dh ⊙ (1 − z)) ⊙ (1 − g²): the gradient of the candidate's sum. */
// @ts-ignore: decorator
@inline
function candidateGradient(dh: v128, z: v128, g: v128, one: v128): v128 {
  return f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), nmadd(g, g, one));
}

/** First half of a step backwards: z and the candidate become their gradients, below += above ⊙ z. */
function blendBackward(
  rows: i32, units: i32, mask: usize, gates: usize, hidden: usize, above: usize, below: usize,
): void {
  const u = bytes(units), one = f32x4.splat(1);
  for (; rows > 0; rows--) {
    const here = mask == 0 || counts(mask);
    if (mask) mask += 4;
    if (here) {
      let z = gates, h = hidden, dh = above, to = below, n = units;
      for (; n >= 8; n -= 8) {
        const g = z + 2 * u;
        const z0 = v128.load(z), z1 = v128.load(z, 16), g0 = v128.load(g), g1 = v128.load(g, 16);
        const d0 = v128.load(dh), d1 = v128.load(dh, 16);
        v128.store(z, updateGradient(d1, v128.load(h, 16), z1, g1, one), 16);
        v128.store(z, updateGradient(d0, v128.load(h), z0, g0, one));
        v128.store(g, candidateGradient(d1, z1, g1, one), 16);
        v128.store(g, candidateGradient(d0, z0, g0, one));
        const b0 = madd(d0, z0, v128.load(to)), b1 = madd(d1, z1, v128.load(to, 16));
        v128.store(to, b1, 16);
        v128.store(to, b0);
        z += 32;
        h += 32;
        dh += 32;
        to += 32;
      }
      for (; n > 0; n -= 4) {
        const z0 = v128.load(z), g0 = v128.load(z + 2 * u), d0 = v128.load(dh);
        storeFirst(z, updateGradient(d0, v128.load(h), z0, g0, one), n);
        storeFirst(z + 2 * u, candidateGradient(d0, z0, g0, one), n);
        storeFirst(to, madd(d0, z0, v128.load(to)), n);
        z += 16;
        h += 16;
        dh += 16;
        to += 16;
      }
    }
    gates += 3 * u;
    hidden += u;
    above += u;
    below += u;
  }
}

/** (g ⊙ q) ⊙ r(1 − r): the gradient of r's sum. */
// @ts-ignore: decorator
@inline
function resetGradient(g: v128, q: v128, r: v128): v128 {
  return f32x4.mul(f32x4.mul(g, q), f32x4.mul(r, f32x4.sub(f32x4.splat(1), r)));
}

/**
 * Second half of a step backwards: r becomes its gradient, and y = g ⊙ r + (y where `keep` has bits). g is the gradient
 * of r ⊙ q, its rows `gRow` bytes apart; y may be g or q.
 */
function resetBackward(
  rows: i32, units: i32, reset: usize, g: usize, gRow: usize, q: usize, y: usize, keep: i32,
): void {
  const u = bytes(units), k = i32x4.splat(keep);
  for (; rows > 0; rows--) {
    let r = reset, from = g, n = units;
    for (; n >= 8; n -= 8) {
      const r0 = v128.load(r), r1 = v128.load(r, 16), g0 = v128.load(from), g1 = v128.load(from, 16);
      const d0 = resetGradient(g0, v128.load(q), r0), d1 = resetGradient(g1, v128.load(q, 16), r1);
      v128.store(r, d1, 16);
      v128.store(r, d0);
      const y0 = madd(g0, r0, v128.and(v128.load(y), k)), y1 = madd(g1, r1, v128.and(v128.load(y, 16), k));
      v128.store(y, y1, 16);
      v128.store(y, y0);
      r += 32;
      from += 32;
      q += 32;
      y += 32;
    }
    for (; n > 0; n -= 4) {
      const r0 = v128.load(r), g0 = v128.load(from);
      storeFirst(r, resetGradient(g0, v128.load(q), r0), n);
      storeFirst(y, madd(g0, r0, v128.and(v128.load(y), k)), n);
      const part = bytes(min(n, 4));
      r += part;
      from += part;
      q += part;
      y += part;
    }
    reset += 3 * u;
    g += gRow;
  }
}

export function gruBackward(
  tile: i32, steps: i32, batch: i32, units: i32, rowStart: i32, rowEnd: i32,
  recurrentT: usize, recurrentTPanel: i32, recurrentTRow: i32, resetAfter: i32,
  gates: usize, inner: usize, hidden: usize, dHidden: usize, initial: i32,
  mask: usize, recurrentMask: usize, recurrentInput: usize, work: usize, scratch: usize,
): void {
  const rows = rowEnd - rowStart, n = rows * units, width = 3 * units;
  if (rows <= 0 || units <= 0) return;
  const u = bytes(units), step = bytes(batch * units), skip = bytes(rowStart * units);
  work += skip;
  const candidateT = recurrentT + bytes(recurrentTRow) * <usize>(units << 1);
  for (let t = steps - 1; t >= 0; t--) {
    const at = skip + <usize>t * step, maskHere = mask ? mask + bytes(t * batch + rowStart) : 0;
    const here = gates + 3 * at, last = here + 2 * u, kept = inner + at, below = dHidden + at, above = below + step;
    const goesOn = t > 0 || initial == 1;
    blendBackward(rows, units, maskHere, here, hidden + at, above, below);
    if (mask && goesOn) passThrough(rows, units, maskHere, above, below);
    const sum = recurrentMask ? work : below;
    let start = START_ADD;
    if (resetAfter) {
      resetBackward(rows, units, here + u, last, 3 * u, kept, kept, 0);
      if (recurrentMask) start = START_ZERO;
    } else {
      gemm(
        tile, rows, units, units, last, width, 1, candidateT, recurrentTPanel, recurrentTRow,
        work, units, START_ZERO, 0, scratch,
      );
      const from = recurrentMask ? recurrentInput + at : hidden + at;
      resetBackward(rows, units, here + u, work, u, from, sum, recurrentMask ? 0 : -1);
    }
    if (!goesOn) break;
    gemm(
      tile, rows, units, units << 1, here, width, 1, recurrentT, recurrentTPanel, recurrentTRow,
      sum, units, start, 0, scratch,
    );
    if (resetAfter) {
      gemm(
        tile, rows, units, units, kept, units, 1, candidateT, recurrentTPanel, recurrentTRow,
        sum, units, START_ADD, 0, scratch,
      );
    }
    if (recurrentMask) {
      times(1, n, work, 0, 1, recurrentMask + skip, 0, 1, work);
      add(1, n, below, 0, 1, work, 0, 1, below);
    }
  }
}
