// exp, log, sigmoid and tanh of four lanes: line by line the arithmetic of src/backend/reference/math.ts, which says why.
import { madd, nmadd } from './lanes';

const MAGIC: f32 = 12582912;
const LOG2E: f32 = 1.4426950216293335;
const LN2_HIGH: f32 = 0.693145751953125;
const LN2_LOW: f32 = 1.428606765330187e-6;
const E0: f32 = 0.49999991059303284;
const E1: f32 = 0.16666530072689056;
const E2: f32 = 0.04166904091835022;
const E3: f32 = 0.00836784578859806;
const E4: f32 = 0.0013775434345006943;
const L0: f32 = 0.6666677594184875;
const L1: f32 = 0.3997758626937866;
const L2: f32 = 0.29870691895484924;
const EXP_MIN: f32 = -104;
const EXP_MAX: f32 = 89;
const SIGMOID_MIN: f32 = -87;
const SIGMOID_MAX: f32 = 88;
const TANH_MIN: f32 = -20;
const SQRT_HALF_BITS: i32 = 0x3f3504f3;
const LEAST_NORMAL: f32 = 1.1754943508222875e-38;
const TWO_23: f32 = 8388608;
const ONE_BITS: i32 = 0x3f800000;

/** z / ln 2 rounded to a whole number, plus MAGIC. */
// @ts-ignore: decorator
@inline
function wholePlusMagic(z: v128): v128 {
  return madd(z, f32x4.splat(LOG2E), f32x4.splat(MAGIC));
}

/** expm1(z − n · ln 2). */
// @ts-ignore: decorator
@inline
function reducedExpm1(z: v128, r: v128): v128 {
  const n = f32x4.sub(r, f32x4.splat(MAGIC));
  const g = nmadd(n, f32x4.splat(LN2_LOW), nmadd(n, f32x4.splat(LN2_HIGH), z));
  let q = madd(f32x4.splat(E4), g, f32x4.splat(E3));
  q = madd(q, g, f32x4.splat(E2));
  q = madd(q, g, f32x4.splat(E1));
  q = madd(q, g, f32x4.splat(E0));
  return madd(q, f32x4.mul(g, g), g);
}

// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, f32x4.splat(EXP_MIN)), f32x4.splat(EXP_MAX));
  const r = wholePlusMagic(z);
  const p = reducedExpm1(z, r);
  const half = i32x4.shl(i32x4.shr_s(r, 1), 23);
  const rest = i32x4.sub(i32x4.shl(r, 23), half);
  const one = i32x4.splat(ONE_BITS);
  return f32x4.mul(
    f32x4.mul(f32x4.add(p, f32x4.splat(1)), i32x4.add(half, one)),
    i32x4.add(rest, one),
  );
}

// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  const z = f32x4.pmin(f32x4.pmax(f32x4.neg(x), f32x4.splat(SIGMOID_MIN)), f32x4.splat(SIGMOID_MAX));
  const r = wholePlusMagic(z);
  const e = f32x4.add(reducedExpm1(z, r), one);
  const s = i32x4.add(i32x4.shl(r, 23), i32x4.splat(ONE_BITS));
  return f32x4.div(one, madd(e, s, one));
}

// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const sign = i32x4.splat(0x80000000);
  const a = v128.or(x, sign);
  const z = f32x4.pmax(f32x4.add(a, a), f32x4.splat(TANH_MIN));
  const r = wholePlusMagic(z);
  const p = reducedExpm1(z, r);
  const s = i32x4.add(i32x4.shl(r, 23), i32x4.splat(ONE_BITS));
  const m = madd(p, s, f32x4.sub(s, f32x4.splat(1)));
  const d = madd(p, s, f32x4.add(s, f32x4.splat(1)));
  const y = f32x4.div(m, d);
  return v128.or(v128.and(y, i32x4.splat(0x7fffffff)), v128.and(x, sign));
}

// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(LEAST_NORMAL));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(TWO_23)), x, tiny);
  const offset = i32x4.sub(scaled, i32x4.splat(SQRT_HALF_BITS));
  const n = f32x4.convert_i32x4_s(i32x4.add(i32x4.shr_s(offset, 23), v128.and(tiny, i32x4.splat(-23))));
  const mantissa = i32x4.add(v128.and(offset, i32x4.splat(0x007fffff)), i32x4.splat(SQRT_HALF_BITS));
  const h = f32x4.sub(mantissa, f32x4.splat(1));
  const s = f32x4.div(h, f32x4.add(h, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  const q = madd(madd(f32x4.splat(L2), z, f32x4.splat(L1)), z, f32x4.splat(L0));
  const half = f32x4.mul(f32x4.mul(h, f32x4.splat(0.5)), h);
  const low = madd(s, madd(q, z, half), f32x4.mul(n, f32x4.splat(LN2_LOW)));
  const y = madd(n, f32x4.splat(LN2_HIGH), f32x4.sub(h, f32x4.sub(half, low)));
  const infinity = f32x4.splat(Infinity);
  const finite = v128.bitselect(y, x, f32x4.lt(x, infinity));
  const zero = f32x4.splat(0);
  const edge = v128.bitselect(f32x4.neg(infinity), f32x4.splat(NaN), f32x4.eq(x, zero));
  return v128.bitselect(finite, edge, f32x4.gt(x, zero));
}
