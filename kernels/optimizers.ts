// Optimizer steps in place, 4 lanes a turn: memory is the limit. Kinds with near formulas share a kernel; a slot whose
// address is 0 is left out.
import { madd, nmadd, storeFirst } from './lanes';

/** x + (to − x) · share. */
// @ts-ignore: decorator
@inline
function approach(x: v128, to: v128, share: v128): v128 {
  return madd(f32x4.sub(to, x), share, x);
}

/** x + (g² − x) · share. */
// @ts-ignore: decorator
@inline
function approachSquare(x: v128, g: v128, share: v128): v128 {
  return nmadd(nmadd(g, g, x), share, x);
}

/** The sign of x, 0 for 0, times size. */
// @ts-ignore: decorator
@inline
function signed(x: v128, size: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.sub(v128.and(f32x4.gt(x, zero), size), v128.and(f32x4.lt(x, zero), size));
}

/** x, nearer to 0 by `by` and no further than 0. */
// @ts-ignore: decorator
@inline
function shrink(x: v128, by: v128): v128 {
  const size = f32x4.max(f32x4.sub(f32x4.abs(x), by), f32x4.splat(0));
  return v128.or(size, v128.and(x, f32x4.splat(-0.0)));
}

export function sgd(n: i32, w: usize, g: usize, rate: f32): void {
  const lr = f32x4.splat(rate);
  for (; n > 0; n -= 4) {
    storeFirst(w, nmadd(lr, v128.load(g), v128.load(w)), n);
    w += 16;
    g += 16;
  }
}

export function momentum(
  n: i32, w: usize, g: usize, v: usize, rate: f32, keep: f32, scale: f32, nesterov: i32,
): void {
  const lr = f32x4.splat(rate), share = f32x4.splat(keep), factor = f32x4.splat(scale);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    const velocity = nmadd(lr, gradient, f32x4.mul(share, v128.load(v)));
    const step = nesterov == 1 ? nmadd(lr, gradient, f32x4.mul(share, velocity)) : velocity;
    const updated = madd(step, factor, v128.load(w));
    storeFirst(v, velocity, n);
    storeFirst(w, updated, n);
    w += 16;
    g += 16;
    v += 16;
  }
}

export function adam(
  n: i32, w: usize, g: usize, m: usize, v: usize, most: usize,
  rate: f32, direct: f32, share1: f32, share2: f32, epsilon: f32,
): void {
  const lr = f32x4.splat(rate), now = f32x4.splat(direct), eps = f32x4.splat(epsilon);
  const first = f32x4.splat(share1), second = f32x4.splat(share2);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    const newM = approach(v128.load(m), gradient, first);
    let newV = approachSquare(v128.load(v), gradient, second);
    storeFirst(m, newM, n);
    storeFirst(v, newV, n);
    if (most != 0) {
      newV = f32x4.max(v128.load(most), newV);
      storeFirst(most, newV, n);
      most += 16;
    }
    const step = madd(now, gradient, f32x4.mul(lr, newM));
    storeFirst(w, f32x4.sub(v128.load(w), f32x4.div(step, f32x4.add(f32x4.sqrt(newV), eps))), n);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}

export function adamax(
  n: i32, w: usize, g: usize, m: usize, u: usize, rate: f32, share: f32, keep: f32, epsilon: f32,
): void {
  const lr = f32x4.splat(rate), first = f32x4.splat(share), second = f32x4.splat(keep), eps = f32x4.splat(epsilon);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    const newM = approach(v128.load(m), gradient, first);
    const newU = f32x4.max(f32x4.mul(second, v128.load(u)), f32x4.abs(gradient));
    storeFirst(m, newM, n);
    storeFirst(u, newU, n);
    storeFirst(w, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(lr, newM), f32x4.add(newU, eps))), n);
    w += 16;
    g += 16;
    m += 16;
    u += 16;
  }
}

export function adagrad(n: i32, w: usize, g: usize, a: usize, rate: f32, epsilon: f32, l1: f32, l2: f32): void {
  const lr = f32x4.splat(rate), eps = f32x4.splat(epsilon), one = f32x4.splat(1);
  const absolute = f32x4.splat(l1), square = f32x4.splat(l2);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    let step = lr;
    if (a != 0) {
      const total = madd(gradient, gradient, v128.load(a));
      storeFirst(a, total, n);
      step = f32x4.div(lr, f32x4.sqrt(f32x4.add(total, eps)));
      a += 16;
    }
    let updated = nmadd(step, gradient, v128.load(w));
    if (l1 > 0) updated = shrink(updated, f32x4.mul(step, absolute));
    if (l2 > 0) updated = f32x4.div(updated, madd(step, square, one));
    storeFirst(w, updated, n);
    w += 16;
    g += 16;
  }
}

export function adadelta(n: i32, w: usize, g: usize, a: usize, d: usize, rate: f32, share: f32, epsilon: f32): void {
  const lr = f32x4.splat(rate), part = f32x4.splat(share), eps = f32x4.splat(epsilon);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g), before = v128.load(d);
    const squares = approachSquare(v128.load(a), gradient, part);
    const size = f32x4.sqrt(f32x4.add(before, eps));
    const step = f32x4.div(f32x4.mul(size, gradient), f32x4.sqrt(f32x4.add(squares, eps)));
    storeFirst(a, squares, n);
    storeFirst(d, approachSquare(before, step, part), n);
    storeFirst(w, nmadd(lr, step, v128.load(w)), n);
    w += 16;
    g += 16;
    a += 16;
    d += 16;
  }
}

export function rmsprop(
  n: i32, w: usize, g: usize, v: usize, mean: usize, velocity: usize, rate: f32, share: f32, keep: f32, epsilon: f32,
): void {
  const lr = f32x4.splat(rate), part = f32x4.splat(share), kept = f32x4.splat(keep), eps = f32x4.splat(epsilon);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    let square = approachSquare(v128.load(v), gradient, part);
    storeFirst(v, square, n);
    if (mean != 0) {
      const middle = approach(v128.load(mean), gradient, part);
      storeFirst(mean, middle, n);
      square = f32x4.max(nmadd(middle, middle, square), f32x4.splat(0));
      mean += 16;
    }
    let step = f32x4.div(f32x4.mul(lr, gradient), f32x4.sqrt(f32x4.add(square, eps)));
    if (velocity != 0) {
      step = madd(kept, v128.load(velocity), step);
      storeFirst(velocity, step, n);
      velocity += 16;
    }
    storeFirst(w, f32x4.sub(v128.load(w), step), n);
    w += 16;
    g += 16;
    v += 16;
  }
}

export function ftrl(
  n: i32, w: usize, g: usize, a: usize, z: usize, inverse: f32, l1: f32, twiceL2: f32, twiceShrinkage: f32,
): void {
  const perRate = f32x4.splat(inverse), limit = f32x4.splat(l1), zero = f32x4.splat(0);
  const square = f32x4.splat(twiceL2), decay = f32x4.splat(twiceShrinkage);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g), weight = v128.load(w), before = v128.load(a);
    const total = madd(gradient, gradient, before);
    const root = f32x4.sqrt(total);
    const sigma = f32x4.mul(f32x4.sub(root, f32x4.sqrt(before)), perRate);
    const push = madd(decay, weight, gradient);
    const linear = nmadd(sigma, weight, f32x4.add(v128.load(z), push));
    storeFirst(a, total, n);
    storeFirst(z, linear, n);
    const pull = shrink(linear, limit);
    const to = f32x4.div(f32x4.sub(zero, pull), madd(root, perRate, square));
    storeFirst(w, v128.andnot(to, f32x4.eq(pull, zero)), n); // 0, also where the divisor is 0
    w += 16;
    g += 16;
    a += 16;
    z += 16;
  }
}

export function lion(n: i32, w: usize, g: usize, m: usize, rate: f32, share1: f32, share2: f32): void {
  const lr = f32x4.splat(rate), first = f32x4.splat(share1), second = f32x4.splat(share2);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g), mean = v128.load(m);
    storeFirst(m, approach(mean, gradient, second), n);
    storeFirst(w, f32x4.sub(v128.load(w), signed(approach(mean, gradient, first), lr)), n);
    w += 16;
    g += 16;
    m += 16;
  }
}

export function rprop(
  n: i32, w: usize, g: usize, last: usize, size: usize, shorter: f32, longer: f32, least: f32, most: f32,
): void {
  const down = f32x4.splat(shorter), up = f32x4.splat(longer), low = f32x4.splat(least), high = f32x4.splat(most);
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    const turn = f32x4.mul(gradient, v128.load(last));
    const turned = f32x4.lt(turn, zero);
    const factor = v128.bitselect(down, v128.bitselect(up, one, f32x4.gt(turn, zero)), turned);
    const step = f32x4.min(f32x4.max(f32x4.mul(v128.load(size), factor), low), high);
    const kept = v128.andnot(gradient, turned);
    storeFirst(last, kept, n);
    storeFirst(size, step, n);
    storeFirst(w, f32x4.sub(v128.load(w), signed(kept, step)), n);
    w += 16;
    g += 16;
    last += 16;
    size += 16;
  }
}

export function adagradDA(n: i32, w: usize, g: usize, a: usize, q: usize, rate: f32, l1: f32, l2: f32): void {
  const lr = f32x4.splat(rate), limit = f32x4.splat(l1), square = f32x4.splat(l2), zero = f32x4.splat(0);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    const total = f32x4.add(v128.load(a), gradient);
    const squares = madd(gradient, gradient, v128.load(q));
    storeFirst(a, total, n);
    storeFirst(q, squares, n);
    const step = f32x4.div(f32x4.mul(lr, shrink(total, limit)), f32x4.add(square, f32x4.sqrt(squares)));
    storeFirst(w, f32x4.sub(zero, step), n);
    w += 16;
    g += 16;
    a += 16;
    q += 16;
  }
}
