// Loops over elements. An operation is a class with one inlined method `of`; a loop is compiled once for each. 8 lanes
// a turn, stored side by side, so that a runtime with 256-bit operations can pair them (the upper ones first: where the
// lower ones come first V8 stores them twice); the last ones lane by lane.
import { storeFirst } from './lanes';
import { E0, E1, E2, E3, E4, hold, LN2_HIGH, LN2_LOW, LOG2E, MAGIC, unknownZero } from './math';

/** y[i] = f(x[i]); 8 lanes a turn, the last ones by what is left of them. */
// @ts-ignore: decorator
@inline
export function map<F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  for (; n >= 8; n -= 8) {
    const a = v128.load(x), b = v128.load(x, 16);
    const p = f.of(a), q = f.of(b);
    v128.store(y, q, 16);
    v128.store(y, p);
    x += 32;
    y += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(y, f.of(v128.load(x)), n);
    x += 16;
    y += 16;
  }
}

/** As `map`, for exp and its like: 16 lanes a turn, constants held (see math.ts); f.a() and f.b() are its own two. */
// @ts-ignore: decorator
@inline
export function mapExp<F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  const zero = unknownZero();
  const m = hold(MAGIC, zero), l = hold(LOG2E, zero), h = hold(LN2_HIGH, zero), w = hold(LN2_LOW, zero);
  const e0 = hold(E0, zero), e1 = hold(E1, zero), e2 = hold(E2, zero), e3 = hold(E3, zero), e4 = hold(E4, zero);
  const one = hold(1, zero), sign = hold(-0.0, zero), a = hold(f.a(), zero), b = hold(f.b(), zero);
  for (; n >= 16; n -= 16) {
    const x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
    const y0 = f.of(x0, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b);
    const y1 = f.of(x1, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b);
    const y2 = f.of(x2, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b);
    const y3 = f.of(x3, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b);
    v128.store(y, y1, 16);
    v128.store(y, y0);
    v128.store(y, y3, 48);
    v128.store(y, y2, 32);
    x += 64;
    y += 64;
  }
  for (; n > 0; n -= 4) {
    storeFirst(y, f.of(v128.load(x), m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b), n);
    x += 16;
    y += 16;
  }
}

/** z[i] = f(x[i], y[i]). */
// @ts-ignore: decorator
@inline
export function zip<F>(n: i32, x: usize, y: usize, z: usize): void {
  const f = changetype<F>(0);
  for (; n >= 8; n -= 8) {
    const x0 = v128.load(x), x1 = v128.load(x, 16), y0 = v128.load(y), y1 = v128.load(y, 16);
    const p = f.of(x0, y0), q = f.of(x1, y1);
    v128.store(z, q, 16);
    v128.store(z, p);
    x += 32;
    y += 32;
    z += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(z, f.of(v128.load(x), v128.load(y)), n);
    x += 16;
    y += 16;
    z += 16;
  }
}

/** z[i] = f(x, y[i]). */
// @ts-ignore: decorator
@inline
export function zipLeft<F>(n: i32, x: v128, y: usize, z: usize): void {
  const f = changetype<F>(0);
  for (; n >= 8; n -= 8) {
    const y0 = v128.load(y), y1 = v128.load(y, 16);
    const p = f.of(x, y0), q = f.of(x, y1);
    v128.store(z, q, 16);
    v128.store(z, p);
    y += 32;
    z += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(z, f.of(x, v128.load(y)), n);
    y += 16;
    z += 16;
  }
}

/** z[i] = f(x[i], y). */
// @ts-ignore: decorator
@inline
export function zipRight<F>(n: i32, x: usize, y: v128, z: usize): void {
  const f = changetype<F>(0);
  for (; n >= 8; n -= 8) {
    const x0 = v128.load(x), x1 = v128.load(x, 16);
    const p = f.of(x0, y), q = f.of(x1, y);
    v128.store(z, q, 16);
    v128.store(z, p);
    x += 32;
    z += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(z, f.of(v128.load(x), y), n);
    x += 16;
    z += 16;
  }
}

/** y[i] = value. */
export function fill(n: i32, value: f32, y: usize): void {
  const v = f32x4.splat(value);
  for (; n >= 8; n -= 8) {
    v128.store(y, v, 16);
    v128.store(y, v);
    y += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(y, v, n);
    y += 16;
  }
}
