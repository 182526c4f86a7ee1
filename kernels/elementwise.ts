// Kernels of one input, and the gradients that take a saved output beside it.
import { map, mapExp, zip } from './loops';
import * as math from './math';
import { nmadd } from './lanes';

@unmanaged class Exp {
  @inline a(): f32 { return math.EXP_MIN; }
  @inline b(): f32 { return math.EXP_MAX; }
  @inline of(
    x: v128, m: v128, l: v128, h: v128, w: v128,
    e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, a: v128, b: v128,
  ): v128 { return math.exp(x, m, l, h, w, e0, e1, e2, e3, e4, one, a, b); }
}
@unmanaged class Log { @inline of(x: v128): v128 { return math.log(x); } }
@unmanaged class Sqrt { @inline of(x: v128): v128 { return f32x4.sqrt(x); } }
@unmanaged class Abs { @inline of(x: v128): v128 { return f32x4.abs(x); } }
@unmanaged class Sign {
  @inline of(x: v128): v128 {
    const zero = f32x4.splat(0);
    const away = v128.or(f32x4.gt(x, zero), f32x4.lt(x, zero));
    return v128.bitselect(v128.or(v128.and(x, f32x4.splat(-0.0)), f32x4.splat(1)), x, away);
  }
}
@unmanaged class Negative { @inline of(x: v128): v128 { return f32x4.neg(x); } }
@unmanaged class Square { @inline of(x: v128): v128 { return f32x4.mul(x, x); } }
// NaN and −0 stay.
@unmanaged class Relu { @inline of(x: v128): v128 { return f32x4.pmax(x, f32x4.splat(0)); } }
@unmanaged class Sigmoid {
  @inline a(): f32 { return math.SIGMOID_MIN; }
  @inline b(): f32 { return math.SIGMOID_MAX; }
  @inline of(
    x: v128, m: v128, l: v128, h: v128, w: v128,
    e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, a: v128, b: v128,
  ): v128 { return math.sigmoid(x, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a, b); }
}
@unmanaged class Tanh {
  @inline a(): f32 { return math.TANH_MIN; }
  @inline b(): f32 { return 0; }
  @inline of(
    x: v128, m: v128, l: v128, h: v128, w: v128,
    e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, a: v128, b: v128,
  ): v128 { return math.tanh(x, m, l, h, w, e0, e1, e2, e3, e4, one, sign, a); }
}

export function exp(n: i32, x: usize, y: usize): void { mapExp<Exp>(n, x, y); }
export function log(n: i32, x: usize, y: usize): void { map<Log>(n, x, y); }
export function sqrt(n: i32, x: usize, y: usize): void { map<Sqrt>(n, x, y); }
export function abs(n: i32, x: usize, y: usize): void { map<Abs>(n, x, y); }
export function sign(n: i32, x: usize, y: usize): void { map<Sign>(n, x, y); }
export function negative(n: i32, x: usize, y: usize): void { map<Negative>(n, x, y); }
export function square(n: i32, x: usize, y: usize): void { map<Square>(n, x, y); }
export function relu(n: i32, x: usize, y: usize): void { map<Relu>(n, x, y); }
export function sigmoid(n: i32, x: usize, y: usize): void { mapExp<Sigmoid>(n, x, y); }
export function tanh(n: i32, x: usize, y: usize): void { mapExp<Tanh>(n, x, y); }

@unmanaged class SigmoidGradient {
  @inline of(y: v128, dy: v128): v128 { return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y))); }
}
@unmanaged class TanhGradient {
  @inline of(y: v128, dy: v128): v128 { return f32x4.mul(dy, nmadd(y, y, f32x4.splat(1))); }
}
@unmanaged class ReluGradient {
  @inline of(y: v128, dy: v128): v128 { return v128.and(dy, f32x4.gt(y, f32x4.splat(0))); }
}

export function sigmoidGradient(n: i32, y: usize, dy: usize, dx: usize): void { zip<SigmoidGradient>(n, y, dy, dx); }
export function tanhGradient(n: i32, y: usize, dy: usize, dx: usize): void { zip<TanhGradient>(n, y, dy, dx); }
export function reluGradient(n: i32, y: usize, dy: usize, dx: usize): void { zip<ReluGradient>(n, y, dy, dx); }
