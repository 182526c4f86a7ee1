// Reductions. A sum over contiguous elements has 16 accumulators (element j goes to lane j % 16 of a0..a3) and one
// tree; the last group is filled up with zeros, which changes no bit, since no accumulator is ever −0.
import { bytes, firstLanes, madd, storeFirst } from './lanes';
import { E0, E1, E2, E3, E4, hold, LN2_HIGH, LN2_LOW, LOG2E, MAGIC, unknownZero } from './math';
import { EXP_MAX, EXP_MIN, exp } from './math';

/** Lane l takes lane l + 8, then l + 4, l + 2, l + 1. */
// @ts-ignore: decorator
@inline
function tree(a0: v128, a1: v128, a2: v128, a3: v128): f32 {
  let a = f32x4.add(f32x4.add(a0, a2), f32x4.add(a1, a3));
  a = f32x4.add(a, i64x2.shuffle(a, a, 1, 1));
  return f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
}

/** Four lanes at x, zero from lane `left` on. */
// @ts-ignore: decorator
@inline
function loadFirst(x: usize, left: i32): v128 {
  return v128.and(v128.load(x), firstLanes(left));
}

export function rowSum(n: i32, x: usize): f32 {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  for (; n >= 16; n -= 16) {
    a0 = f32x4.add(a0, v128.load(x));
    a1 = f32x4.add(a1, v128.load(x, 16));
    a2 = f32x4.add(a2, v128.load(x, 32));
    a3 = f32x4.add(a3, v128.load(x, 48));
    x += 64;
  }
  if (n > 0) a0 = f32x4.add(a0, loadFirst(x, n));
  if (n > 4) a1 = f32x4.add(a1, loadFirst(x + 16, n - 4));
  if (n > 8) a2 = f32x4.add(a2, loadFirst(x + 32, n - 8));
  if (n > 12) a3 = f32x4.add(a3, loadFirst(x + 48, n - 12));
  return tree(a0, a1, a2, a3);
}

export function rowDot(n: i32, x: usize, y: usize): f32 {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
  for (; n >= 16; n -= 16) {
    a0 = madd(v128.load(x), v128.load(y), a0);
    a1 = madd(v128.load(x, 16), v128.load(y, 16), a1);
    a2 = madd(v128.load(x, 32), v128.load(y, 32), a2);
    a3 = madd(v128.load(x, 48), v128.load(y, 48), a3);
    x += 64;
    y += 64;
  }
  if (n > 0) a0 = madd(loadFirst(x, n), loadFirst(y, n), a0);
  if (n > 4) a1 = madd(loadFirst(x + 16, n - 4), loadFirst(y + 16, n - 4), a1);
  if (n > 8) a2 = madd(loadFirst(x + 32, n - 8), loadFirst(y + 32, n - 8), a2);
  if (n > 12) a3 = madd(loadFirst(x + 48, n - 12), loadFirst(y + 48, n - 12), a3);
  return tree(a0, a1, a2, a3);
}

/**
 * NaN where any element is NaN; −Infinity for none. `pmax` is one instruction and `max` several, but it passes NaN over and
 * takes one zero for the other.
 */
function rowMax(n: i32, x: usize): f32 {
  const least = f32x4.splat(-Infinity);
  const count = n, start = x;
  let a = least, b = least, nan = i32x4.splat(0);
  for (; n >= 8; n -= 8) {
    const v = v128.load(x), w = v128.load(x, 16);
    a = f32x4.pmax(a, v);
    b = f32x4.pmax(b, w);
    nan = v128.or(nan, v128.or(f32x4.ne(v, v), f32x4.ne(w, w)));
    x += 32;
  }
  for (; n > 0; n -= 4) {
    const v = v128.bitselect(v128.load(x), least, firstLanes(n));
    a = f32x4.pmax(a, v);
    nan = v128.or(nan, f32x4.ne(v, v));
    x += 16;
  }
  if (v128.any_true(nan)) return NaN;
  a = f32x4.pmax(a, b);
  a = f32x4.pmax(a, i64x2.shuffle(a, a, 1, 1));
  const most = max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
  return most == 0 ? zeroOf(count, start) : most;
}

/** The largest of elements from −Infinity to 0: 0, or −0 where there is no 0, which is the largest as whole numbers, too. */
function zeroOf(n: i32, x: usize): f32 {
  for (; n > 0; n--) {
    if (load<i32>(x) == 0) return 0;
    x += 4;
  }
  return -0.0;
}

/** y[i] = y[i] + x[i] (+ the rows below, `row` apart), by one accumulator an element; y stays in the nearest cache. */
function addRows(rows: i32, n: i32, row: i32, x: usize, y: usize): void {
  const width = bytes(row);
  for (; rows >= 4; rows -= 4) {
    let from = x, to = y;
    for (let left = n; left > 0; left -= 4) {
      let a = f32x4.add(v128.load(to), v128.load(from));
      a = f32x4.add(a, v128.load(from + width));
      a = f32x4.add(a, v128.load(from + width * 2));
      a = f32x4.add(a, v128.load(from + width * 3));
      storeFirst(to, a, left);
      from += 16;
      to += 16;
    }
    x += width << 2;
  }
  for (; rows > 0; rows--) {
    let from = x, to = y;
    for (let left = n; left > 0; left -= 4) {
      storeFirst(to, f32x4.add(v128.load(to), v128.load(from)), left);
      from += 16;
      to += 16;
    }
    x += width;
  }
}

export function sum(outer: i32, n: i32, inner: i32, x: usize, y: usize, row: i32): void {
  for (; outer > 0; outer--) {
    if (inner == 1 && row == 0) store<f32>(y, rowSum(n, x));
    else {
      for (let i = 0; i < inner; i++) store<f32>(y + bytes(i), 0);
      addRows(n, inner, row == 0 ? inner : row, x, y);
    }
    x += bytes(n * inner);
    y += bytes(inner);
  }
}

export function max_(outer: i32, n: i32, inner: i32, x: usize, y: usize): void {
  for (; outer > 0; outer--) {
    if (inner == 1) store<f32>(y, rowMax(n, x));
    else {
      for (let i = 0; i < inner; i += 4) {
        let from = x + bytes(i), a = v128.load(from);
        for (let j = 1; j < n; j++) {
          from += bytes(inner);
          a = f32x4.max(a, v128.load(from));
        }
        storeFirst(y + bytes(i), a, inner - i);
      }
    }
    x += bytes(n * inner);
    y += bytes(inner);
  }
}

/** Index of the first element that is `most`; of the first NaN where that is NaN. */
function find(n: i32, x: usize, most: f32): i32 {
  const v = f32x4.splat(most);
  const nan = most != most;
  for (let i = 0; i < n; i += 4) {
    const a = v128.load(x + bytes(i));
    const hits = i32x4.bitmask(nan ? f32x4.ne(a, a) : f32x4.eq(a, v));
    if (hits != 0) return i + ctz(hits);
  }
  return 0;
}

export function argmax(outer: i32, n: i32, inner: i32, x: usize, y: usize): void {
  for (; outer > 0; outer--) {
    if (inner == 1) store<i32>(y, find(n, x, rowMax(n, x)));
    else {
      for (let i = 0; i < inner; i++) {
        let from = x + bytes(i), most = load<f32>(from), best = 0;
        for (let j = 1; j < n && most == most; j++) {
          from += bytes(inner);
          const value = load<f32>(from);
          if (value <= most) continue;
          best = j;
          most = value;
        }
        store<i32>(y + bytes(i), best);
      }
    }
    x += bytes(n * inner);
    y += bytes(inner);
  }
}

export function countNonFinite(n: i32, x: usize): i32 {
  const exponent = i32x4.splat(0x7f800000);
  let count = i32x4.splat(0);
  for (; n > 0; n -= 4) {
    const hits = i32x4.eq(v128.and(v128.load(x), exponent), exponent);
    count = i32x4.sub(count, n >= 4 ? hits : v128.and(hits, firstLanes(n)));
    x += 16;
  }
  const pairs = i32x4.add(count, i64x2.shuffle(count, count, 1, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

export function softmax(rows: i32, cols: i32, x: usize, y: usize): void {
  const zero = unknownZero();
  const m = hold(MAGIC, zero), l = hold(LOG2E, zero), h = hold(LN2_HIGH, zero), w = hold(LN2_LOW, zero);
  const e0 = hold(E0, zero), e1 = hold(E1, zero), e2 = hold(E2, zero), e3 = hold(E3, zero), e4 = hold(E4, zero);
  const one = hold(1, zero), least = hold(EXP_MIN, zero), top = hold(EXP_MAX, zero);
  for (; rows > 0; rows--) {
    const most = f32x4.splat(rowMax(cols, x));
    let from = x, to = y, n = cols;
    for (; n >= 8; n -= 8) {
      const x0 = f32x4.sub(v128.load(from), most), x1 = f32x4.sub(v128.load(from, 16), most);
      const y0 = exp(x0, m, l, h, w, e0, e1, e2, e3, e4, one, least, top);
      const y1 = exp(x1, m, l, h, w, e0, e1, e2, e3, e4, one, least, top);
      v128.store(to, y1, 16);
      v128.store(to, y0);
      from += 32;
      to += 32;
    }
    for (; n > 0; n -= 4) {
      const value = f32x4.sub(v128.load(from), most);
      storeFirst(to, exp(value, m, l, h, w, e0, e1, e2, e3, e4, one, least, top), n);
      from += 16;
      to += 16;
    }
    const total = f32x4.splat(rowSum(cols, y));
    to = y;
    n = cols;
    for (; n >= 8; n -= 8) {
      const a = v128.load(to), b = v128.load(to, 16);
      v128.store(to, f32x4.div(b, total), 16);
      v128.store(to, f32x4.div(a, total));
      to += 32;
    }
    for (; n > 0; n -= 4) {
      storeFirst(to, f32x4.div(v128.load(to), total), n);
      to += 16;
    }
    x += bytes(cols);
    y += bytes(cols);
  }
}

export function softmaxGradient(rows: i32, cols: i32, y: usize, dy: usize, dx: usize): void {
  for (; rows > 0; rows--) {
    const dot = f32x4.splat(rowDot(cols, dy, y));
    let offset: usize = 0;
    for (let n = cols; n > 0; n -= 4) {
      const gradient = f32x4.mul(v128.load(y + offset), f32x4.sub(v128.load(dy + offset), dot));
      storeFirst(dx + offset, gradient, n);
      offset += 16;
    }
    y += bytes(cols);
    dy += bytes(cols);
    dx += bytes(cols);
  }
}
