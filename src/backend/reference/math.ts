/**
 * exp, log, sigmoid and tanh in float32: the arithmetic of the SIMD kernels, one lane at a time.
 *
 * This file is the specification. Every line below is one SIMD operation (or one `madd`, which a strict build splits
 * into a multiply and an add), in the order the kernels do them, so a strict build gives these very bits.
 *
 * The common core writes exp(z) = s · (1 + p): s = 2ⁿ for the nearest whole number n to z / ln 2, and p = expm1(g) for
 * the rest g = z − n · ln 2, |g| ≤ ln 2 / 2.
 *
 * n comes from adding MAGIC = 1.5 · 2²³, whose last bit counts ones: r = z · log₂e + MAGIC rounds to a whole number,
 * n = r − MAGIC, and the low bits of r hold n, so `bits(r) << 23` is n in the place of the exponent.
 *
 * `pmin(a, b)` is b < a ? b : a, and `pmax(a, b)` is a < b ? b : a: with the argument first, NaN passes through.
 * The coefficients come from `scripts/fit/polynomials.py`. Every constant is a float32, written exactly.
 */

/** 1.5 · 2²³. */
export const MAGIC = 12582912;
/** log₂ e. */
export const LOG2E = 1.4426950216293335;
/** ln 2 to 15 bits: its product with any n here is exact. */
export const LN2_HIGH = 0.693145751953125;
/** ln 2 − LN2_HIGH. */
export const LN2_LOW = 1.428606765330187e-6;

/** expm1(g) = g + g² · (E0 + E1·g + E2·g² + E3·g³ + E4·g⁴) for |g| ≤ ln 2 / 2. */
export const E0 = 0.49999991059303284;
export const E1 = 0.16666530072689056;
export const E2 = 0.04166904091835022;
export const E3 = 0.00836784578859806;
export const E4 = 0.0013775434345006943;

/** log((1 + s) / (1 − s)) = 2s + s · z · (L0 + L1·z + L2·z²), z = s², for |s| ≤ 0.1716. */
export const L0 = 0.6666677594184875;
export const L1 = 0.3997758626937866;
export const L2 = 0.29870691895484924;

/** Below this exp is 0 (half of the least float32 is exp(−103.97)). */
export const EXP_MIN = -104;
/** Above this exp is infinite (from 88.73 on). */
export const EXP_MAX = 89;
/** sigmoid's exponent stays in the range where 2ⁿ is a normal float32. */
export const SIGMOID_MIN = -87;
export const SIGMOID_MAX = 88;
/** tanh is ±1 beyond half of this (from 9.02 on). */
export const TANH_MIN = -20;

/** Bits of √½. */
export const SQRT_HALF_BITS = 0x3f3504f3;
/** The least normal float32, 2⁻¹²⁶. */
export const LEAST_NORMAL = 1.1754943508222875e-38;
/** 2²³, which makes any subnormal float32 normal. */
export const TWO_23 = 8388608;

/** Bits of 1: the exponent's bias, in place. */
export const ONE_BITS = 0x3f800000;

/** The float32 functions, for one way to multiply and add. */
export interface Float32Math {
  exp: (x: number) => number;
  log: (x: number) => number;
  sigmoid: (x: number) => number;
  tanh: (x: number) => number;
}

/** A float32 operation of three numbers. */
export type MultiplyAdd = (a: number, b: number, c: number) => number;

/** a · b + c, rounded after each operation. */
export function madd(a: number, b: number, c: number): number {
  return f(f(a * b) + c);
}

const f = Math.fround;
const float = new Float32Array(1);
const int = new Int32Array(float.buffer);

/** The bits of a float32 (i32x4's view of a lane). */
function bits(x: number): number {
  float[0] = x;
  return int[0] as number;
}

/** The float32 with these bits. */
function fromBits(i: number): number {
  int[0] = i;
  return float[0] as number;
}

/** b < a ? b : a, as f32x4.pmin. */
function pmin(a: number, b: number): number {
  return b < a ? b : a;
}

/** a < b ? b : a, as f32x4.pmax. */
function pmax(a: number, b: number): number {
  return a < b ? b : a;
}

/**
 * The four functions over one multiply-and-add; nmadd(a, b, c) is c − a · b, which is madd(−a, b, c) to the bit.
 * The reference takes the strict one; a test also runs them fused, as relaxed SIMD may.
 */
export function float32Math(madd: MultiplyAdd): Float32Math {
  const nmadd: MultiplyAdd = (a, b, c) => madd(-a, b, c);

  /** z / ln 2 rounded to a whole number, plus MAGIC. */
  const wholePlusMagic = (z: number): number => madd(z, LOG2E, MAGIC);

  /** p = expm1(z − n · ln 2). */
  function reducedExpm1(z: number, r: number): number {
    const n = f(r - MAGIC);
    let g = nmadd(n, LN2_HIGH, z);
    g = nmadd(n, LN2_LOW, g);
    let q = madd(E4, g, E3);
    q = madd(q, g, E2);
    q = madd(q, g, E1);
    q = madd(q, g, E0);
    const g2 = f(g * g);
    return madd(q, g2, g);
  }

  /** The whole range: n is halved, since 2ⁿ itself may be beyond float32 at both ends. */
  function exp(x: number): number {
    const z = pmin(pmax(x, EXP_MIN), EXP_MAX);
    const r = wholePlusMagic(z);
    const p = reducedExpm1(z, r);
    const half = (bits(r) >> 1) << 23; // floor(n / 2), in place
    const rest = (bits(r) << 23) - half; // n − floor(n / 2), in place
    let e = f(p + 1);
    e = f(e * fromBits(half + ONE_BITS));
    return f(e * fromBits(rest + ONE_BITS));
  }

  /** 1 / (1 + exp(−x)), with 1 + exp(−x) = s · (1 + p) + 1. */
  function sigmoid(x: number): number {
    const z = pmin(pmax(-x, SIGMOID_MIN), SIGMOID_MAX);
    const r = wholePlusMagic(z);
    const e = f(reducedExpm1(z, r) + 1);
    const s = fromBits((bits(r) << 23) + ONE_BITS);
    return f(1 / madd(e, s, 1));
  }

  /**
   * m = expm1(−2|x|) = s · p + (s − 1), in (−1, 0]; tanh |x| = −m / (m + 2), then the sign of x.
   * m + 2 is computed as s · p + (s + 1), apart from m: it then does not carry m's rounding (1.9 ulp instead of 2.5).
   */
  function tanh(x: number): number {
    const a = fromBits(bits(x) | 0x80000000); // −|x|
    const z = pmax(f(a + a), TANH_MIN);
    const r = wholePlusMagic(z);
    const p = reducedExpm1(z, r);
    const s = fromBits((bits(r) << 23) + ONE_BITS);
    const m = madd(p, s, f(s - 1));
    const d = madd(p, s, f(s + 1));
    const y = f(m / d);
    return fromBits((bits(y) & 0x7fffffff) | (bits(x) & 0x80000000));
  }

  /** x = 2ⁿ · (1 + h) with 1 + h in [√½, √2); log(1 + h) = h − (h²/2 − s · (h²/2 + z·R(z))), s = h / (2 + h), z = s². */
  function log(x: number): number {
    const tiny = x < LEAST_NORMAL;
    const scaled = tiny ? f(x * TWO_23) : x;
    const offset = bits(scaled) - SQRT_HALF_BITS;
    const n = f((offset >> 23) + (tiny ? -23 : 0));
    const h = f(fromBits((offset & 0x007fffff) + SQRT_HALF_BITS) - 1);
    const s = f(h / f(h + 2));
    const z = f(s * s);
    let q = madd(L2, z, L1);
    q = madd(q, z, L0);
    const half = f(f(h * 0.5) * h);
    const low = madd(s, madd(q, z, half), f(n * LN2_LOW));
    const y = madd(n, LN2_HIGH, f(h - f(half - low)));
    const finite = x < Infinity ? y : x;
    return x > 0 ? finite : x === 0 ? -Infinity : NaN;
  }

  return { exp, log, sigmoid, tanh };
}

/** exp, log, sigmoid and tanh, strict: the same bits on every machine. */
export const float32: Float32Math = float32Math(madd);
