// Optimizer steps in place, 4 lanes a turn: memory is the limit.
import { madd, nmadd, storeFirst } from './lanes';

export function sgd(n: i32, w: usize, g: usize, rate: f32): void {
  const lr = f32x4.splat(rate);
  for (; n > 0; n -= 4) {
    storeFirst(w, nmadd(lr, v128.load(g), v128.load(w)), n);
    w += 16;
    g += 16;
  }
}

export function momentum(n: i32, w: usize, g: usize, v: usize, rate: f32, keep: f32, nesterov: i32): void {
  const lr = f32x4.splat(rate), share = f32x4.splat(keep);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g);
    const velocity = nmadd(lr, gradient, f32x4.mul(share, v128.load(v)));
    const step = nesterov == 1 ? nmadd(lr, gradient, f32x4.mul(share, velocity)) : velocity;
    storeFirst(v, velocity, n);
    storeFirst(w, f32x4.add(v128.load(w), step), n);
    w += 16;
    g += 16;
    v += 16;
  }
}

export function adam(
  n: i32, w: usize, g: usize, m: usize, v: usize, rate: f32, oneMinusBeta1: f32, oneMinusBeta2: f32, epsilon: f32,
): void {
  const lr = f32x4.splat(rate), eps = f32x4.splat(epsilon);
  const share1 = f32x4.splat(oneMinusBeta1), share2 = f32x4.splat(oneMinusBeta2);
  for (; n > 0; n -= 4) {
    const gradient = v128.load(g), oldM = v128.load(m), oldV = v128.load(v);
    const newM = madd(f32x4.sub(gradient, oldM), share1, oldM);
    const newV = nmadd(nmadd(gradient, gradient, oldV), share2, oldV); // v − (v − g²)(1 − β₂)
    const size = f32x4.add(f32x4.sqrt(newV), eps);
    storeFirst(m, newM, n);
    storeFirst(v, newV, n);
    storeFirst(w, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(lr, newM), size)), n);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}
