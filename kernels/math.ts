// exp, log, sigmoid and tanh of four lanes: line by line the arithmetic of src/backend/reference/math.ts, which says
// why.
//
// V8 writes a constant into the code again at each use, three instructions for each vector. So a loop over exp and its
// like holds its constants in variables that no compiler can see through: `hold` adds a zero that is only known when
// the code runs. That makes the loop two to three times as fast. They are passed as arguments, since a module has no
// state.
import { madd, nmadd } from './lanes';

export const MAGIC: f32 = 12582912;
export const LOG2E: f32 = 1.4426950216293335;
export const LN2_HIGH: f32 = 0.693145751953125;
export const LN2_LOW: f32 = 1.428606765330187e-6;
export const E0: f32 = 0.49999991059303284;
export const E1: f32 = 0.16666530072689056;
export const E2: f32 = 0.04166904091835022;
export const E3: f32 = 0.00836784578859806;
export const E4: f32 = 0.0013775434345006943;
const L0: f32 = 0.6666677594184875;
const L1: f32 = 0.3997758626937866;
const L2: f32 = 0.29870691895484924;
export const EXP_MIN: f32 = -104;
export const EXP_MAX: f32 = 89;
export const SIGMOID_MIN: f32 = -87;
export const SIGMOID_MAX: f32 = 88;
export const TANH_MIN: f32 = -20;
const SQRT_HALF_BITS: i32 = 0x3f3504f3;
const LEAST_NORMAL: f32 = 1.1754943508222875e-38;
const TWO_23: f32 = 8388608;

/** Zero (memory has at most 2¹⁶ pages), which no compiler knows. */
// @ts-ignore: decorator
@inline
export function unknownZero(): i32 {
  return memory.size() >>> 31;
}

/** A constant in all lanes, kept in a register or on the stack; `zero` is `unknownZero()`. */
// @ts-ignore: decorator
@inline
export function hold(value: f32, zero: i32): v128 {
  return i32x4.splat(reinterpret<i32>(value) + zero);
}

/** expm1(z − n · ln 2), where r is n plus MAGIC. */
// @ts-ignore: decorator
@inline
function reducedExpm1(
  z: v128, r: v128, magic: v128, high: v128, low: v128, e0: v128, e1: v128, e2: v128, e3: v128, e4: v128,
): v128 {
  const n = f32x4.sub(r, magic);
  const g = nmadd(n, low, nmadd(n, high, z));
  let q = madd(e4, g, e3);
  q = madd(q, g, e2);
  q = madd(q, g, e1);
  q = madd(q, g, e0);
  return madd(q, f32x4.mul(g, g), g);
}

/** `least` is EXP_MIN, `most` EXP_MAX. */
// @ts-ignore: decorator
@inline
export function exp(
  x: v128, magic: v128, log2e: v128, high: v128, low: v128,
  e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, least: v128, most: v128,
): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, least), most);
  const r = madd(z, log2e, magic);
  const p = reducedExpm1(z, r, magic, high, low, e0, e1, e2, e3, e4);
  const half = i32x4.shl(i32x4.shr_s(r, 1), 23);
  const rest = i32x4.sub(i32x4.shl(r, 23), half);
  return f32x4.mul(f32x4.mul(f32x4.add(p, one), i32x4.add(half, one)), i32x4.add(rest, one));
}

/** `least` is SIGMOID_MIN, `most` SIGMOID_MAX, `sign` −0. */
// @ts-ignore: decorator
@inline
export function sigmoid(
  x: v128, magic: v128, log2e: v128, high: v128, low: v128,
  e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, least: v128, most: v128,
): v128 {
  const z = f32x4.pmin(f32x4.pmax(v128.xor(x, sign), least), most);
  const r = madd(z, log2e, magic);
  const e = f32x4.add(reducedExpm1(z, r, magic, high, low, e0, e1, e2, e3, e4), one);
  const s = i32x4.add(i32x4.shl(r, 23), one);
  return f32x4.div(one, madd(e, s, one));
}

/** `least` is TANH_MIN, `sign` −0. */
// @ts-ignore: decorator
@inline
export function tanh(
  x: v128, magic: v128, log2e: v128, high: v128, low: v128,
  e0: v128, e1: v128, e2: v128, e3: v128, e4: v128, one: v128, sign: v128, least: v128,
): v128 {
  const a = v128.or(x, sign);
  const z = f32x4.pmax(f32x4.add(a, a), least);
  const r = madd(z, log2e, magic);
  const p = reducedExpm1(z, r, magic, high, low, e0, e1, e2, e3, e4);
  const s = i32x4.add(i32x4.shl(r, 23), one);
  const y = f32x4.div(madd(p, s, f32x4.sub(s, one)), madd(p, s, f32x4.add(s, one)));
  return v128.or(v128.andnot(y, sign), v128.and(x, sign));
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
