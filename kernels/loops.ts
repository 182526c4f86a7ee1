// Loops over elements. An operation is a class with one inlined method `of`; a loop is compiled once for each. 8 lanes
// a turn, stored side by side, so that a runtime with 256-bit operations can pair them; the last ones lane by lane.
import { storeFirst } from './lanes';

/** y[i] = f(x[i]); 8 lanes a turn, the last ones by what is left of them. */
// @ts-ignore: decorator
@inline
export function map<F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  for (; n >= 8; n -= 8) {
    const a = v128.load(x), b = v128.load(x, 16);
    v128.store(y, f.of(a));
    v128.store(y, f.of(b), 16);
    x += 32;
    y += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(y, f.of(v128.load(x)), n);
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
    v128.store(z, f.of(x0, y0));
    v128.store(z, f.of(x1, y1), 16);
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
    v128.store(z, f.of(x, y0));
    v128.store(z, f.of(x, y1), 16);
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
    v128.store(z, f.of(x0, y));
    v128.store(z, f.of(x1, y), 16);
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
    v128.store(y, v);
    v128.store(y, v, 16);
    y += 32;
  }
  for (; n > 0; n -= 4) {
    storeFirst(y, v, n);
    y += 16;
  }
}
