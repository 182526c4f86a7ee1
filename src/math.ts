/**
 * exp, log, pow, sin, cos and tanh in double precision, the same bits in every engine.
 *
 * Engines compute their own Math.exp and its like, each with other last bits; these use +, −, ×, ÷ and the bits of a
 * double only. They serve initializers, schedules and the float64 reference, where speed matters little, so the series
 * are plain Taylor series after a range reduction. Errors are below 1 ulp (tanh: 2).
 */

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Index of the high word of a double in `words`. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

const LOG2E = 1.4426950408889634;
/** ln 2 to 32 bits: its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
/** ln 2 − LN2_HIGH. */
const LN2_LOW = 1.9082149292705877e-10;
const SQRT_HALF = 0.7071067811865476;
const LEAST_NORMAL = 2 ** -1022;

/** 2ⁿ for −1022 ≤ n ≤ 1023. */
function powerOfTwo(n: number): number {
  words[HIGH] = (n + 1023) << 20;
  words[1 - HIGH] = 0;
  return double[0] as number;
}

/** x · 2ⁿ with one rounding, for −2000 < n < 2000 and x near 1. */
function scale(x: number, n: number): number {
  const half = Math.floor(n / 2);
  return x * powerOfTwo(half) * powerOfTwo(n - half);
}

/** x = m · 2ⁿ with m in [√½, √2), for finite x > 0. */
function split(x: number): { m: number; n: number } {
  const tiny = x < LEAST_NORMAL;
  double[0] = tiny ? x * 2 ** 54 : x;
  const high = words[HIGH] as number;
  const n = (high >>> 20) - 1023 - (tiny ? 54 : 0);
  words[HIGH] = (high & 0xfffff) | (1023 << 20);
  const m = double[0] as number;
  return m > 2 * SQRT_HALF ? { m: m / 2, n: n + 1 } : { m, n };
}

/** Σ r^(i + 2) / (i + 2)! for |r| ≤ ln 2 / 2: expm1(r) − r. */
function expTail(r: number): number {
  let sum = 0;
  for (let i = 14; i >= 2; i--) sum = (1 + sum) * (r / i);
  return sum * r;
}

/** eˣ. */
export function exp(x: number): number {
  if (!(x > -746)) return x <= -746 ? 0 : NaN;
  if (x > 710) return Infinity;
  return expSum(x, 0);
}

/** e^(x + tail) for −746 ≤ x ≤ 710 and a small tail. */
function expSum(x: number, tail: number): number {
  const n = Math.round(x * LOG2E);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW - tail;
  const r = high - low;
  return scale(1 + (high - (low - expTail(r))), n);
}

/** Hyperbolic tangent: −m / (m + 2) with m = expm1(−2|x|) = s · p + (s − 1), and the sign of x. */
export function tanh(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const z = -2 * Math.min(Math.abs(x), 30);
  const n = Math.round(z * LOG2E);
  const high = z - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const p = high - (low - expTail(high - low));
  const s = powerOfTwo(n);
  const y = (s * p + (s - 1)) / (s * p + (s + 1));
  return x < 0 ? y : -y;
}

/** Natural logarithm; NaN below 0, −Infinity at 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const { m, n } = split(x);
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  return n * LN2_HIGH - (half - (s * (half + z * atanhTail(z, 3)) + n * LN2_LOW) - f);
}

/** 2/i + 2z/(i + 2) + 2z²/(i + 4) + … for odd i = first: the rest of atanh's series, for z = s² ≤ 0.0295. */
function atanhTail(z: number, first: number): number {
  let sum = 0;
  for (let i = 23; i >= first; i -= 2) sum = sum * z + 2 / i;
  return sum;
}

/** a + b = sum + rest exactly, for |a| ≥ |b|. */
function twoSum(a: number, b: number): [sum: number, rest: number] {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** a · b = product + rest exactly, away from overflow and underflow. */
function twoProduct(a: number, b: number): [product: number, rest: number] {
  const splitter = 134217729; // 2²⁷ + 1
  const aHigh = a * splitter - (a * splitter - a);
  const bHigh = b * splitter - (b * splitter - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  const product = a * b;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

/** log x as the sum of two doubles, to about 2⁻⁶⁶, for finite x > 0. */
function logPair(x: number): [high: number, low: number] {
  const { m, n } = split(x);
  const f = m - 1;
  // s = f / (2 + f) and z = s² in pairs.
  const [d, dRest] = twoSum(2, f);
  const s = f / d;
  const [sd, sdRest] = twoProduct(s, d);
  const sLow = (f - sd - sdRest - s * dRest) / d;
  const [z, zRest] = twoProduct(s, s);
  const zLow = zRest + 2 * s * sLow;
  // w = (2/3) z + (2/5) z² + …, its first term in a pair; 2/3 − fl(2/3) = 2⁻⁵⁴ · 2/3.
  const twoThirds = 2 / 3;
  const [w, wRest] = twoProduct(z, twoThirds);
  const wLow = wRest + zLow * twoThirds + z * (twoThirds * 2 ** -54) + z * z * atanhTail(z, 5);
  // log m = 2s + s · w
  const [sw, swRest] = twoProduct(s, w);
  const swLow = swRest + s * wLow + sLow * w;
  const [m1, m1Rest] = twoSum(2 * s, sw);
  const mLow = m1Rest + swLow + 2 * sLow;
  if (n === 0) return twoSum(m1, mLow);
  const [h, hRest] = twoSum(n * LN2_HIGH, m1);
  return twoSum(h, hRest + mLow + n * LN2_LOW);
}

type Pair = readonly [high: number, low: number];

/** The bases asked for last, with their logarithms: an optimizer raises the same two in every step. */
let [newer, older]: { readonly base: number; readonly log: Pair }[] = [];

function recentLogPair(base: number): Pair {
  if (newer?.base === base) return newer.log;
  const found = older?.base === base ? older : { base, log: logPair(base) };
  older = newer;
  newer = found;
  return found.log;
}

/** x to the power y, with the special cases of `**`. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const whole = Math.floor(y) === y;
  const odd = whole && Math.abs(y) < 2 ** 53 && y % 2 !== 0;
  const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
  const base = Math.abs(x);
  if (Math.abs(y) === Infinity) return base === 1 ? NaN : base > 1 === y > 0 ? Infinity : 0;
  if (base === 0 || base === Infinity) return sign * ((base === 0) === y > 0 ? 0 : Infinity);
  if (x < 0 && !whole) return NaN;
  const [high, low] = recentLogPair(base);
  const size = y * high;
  if (!(size > -746)) return sign * 0;
  if (size > 710) return sign * Infinity;
  const [product, rest] = twoProduct(y, high);
  return sign * expSum(product, rest + y * low);
}

/** π/2 in three parts; the products of the first two with a whole number below 2²⁰ are exact. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;

/** Below it the sum of three parts is exact enough. */
const NEAR: number = 2 ** 19;

/** x = quarter · π/2 + high + low, with |high| ≤ π/4 (or a little more) and quarter from 0 to 3. */
interface Angle {
  quarter: number;
  high: number;
  low: number;
}

function reduceAngle(x: number): Angle {
  return Math.abs(x) > NEAR ? reduceLargeAngle(x) : reduceNearAngle(x);
}

/** For |x| ≤ NEAR, and NaN. */
function reduceNearAngle(x: number): Angle {
  if (Math.abs(x) < 0.785) return { quarter: 0, high: x, low: 0 };
  const n = Math.round(x / HALF_PI_1);
  const a = x - n * HALF_PI_1;
  const b = n * HALF_PI_2;
  const c = a - b;
  const back = a - c;
  const rest = a - (c + back) + (back - b) - n * HALF_PI_3;
  const high = c + rest;
  return { quarter: n & 3, high, low: c - high + rest };
}

/** Binary places behind the point in the arithmetic of large angles: 1,024 that a whole number can use up, 176 spare. */
const PLACES = 1200n;
let pi = 0n;

/** atan(1 / n) · 2^(PLACES + 16). */
function atanOfInverse(n: bigint): bigint {
  let power = (1n << (PLACES + 16n)) / n;
  let sum = 0n;
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += i % 4n === 1n ? power / i : -power / i;
    power /= n * n;
  }
  return sum;
}

/** The same for |x| > 2¹⁹, in whole numbers of 2^−PLACES; π by Machin's formula, once. */
function reduceLargeAngle(x: number): Angle {
  if (!(Math.abs(x) < Infinity)) return { quarter: 0, high: NaN, low: 0 };
  if (pi === 0n) pi = (16n * atanOfInverse(5n) - 4n * atanOfInverse(239n)) >> 16n;
  const places = Math.abs(x) < 2 ** 53 ? 33n : 0n; // binary places that x itself has
  const scaled = BigInt(places === 0n ? x : x * 2 ** 33) << (PLACES - places);
  const n = (scaled * 2n) / pi; // rounded towards zero: the rest may still be nearer to the next quarter
  const rest = scaled - (n * pi) / 2n;
  const step = 4n * (rest < 0n ? -rest : rest) > pi ? (rest < 0n ? -1n : 1n) : 0n;
  const small = (rest - (step * pi) / 2n) >> (PLACES - 200n);
  const high = Number(small) * 2 ** -200;
  const low = Number(small - BigInt(high * 2 ** 200)) * 2 ** -200;
  return { quarter: Number((n + step) & 3n), high, low };
}

/** sin(high + low) for |high| ≤ π/4. */
function sinSeries(high: number, low: number): number {
  const z = high * high;
  let sum = 0;
  for (let i = 18; i >= 4; i -= 2) sum = (1 - sum) * (z / (i * (i + 1)));
  // high − high³/6 · (1 − sum), and the slope 1 − z/2 times low
  return high - (((high * z) / 6) * (1 - sum) - low * (1 - z / 2));
}

/** cos(high + low) for |high| ≤ π/4. */
function cosSeries(high: number, low: number): number {
  const z = high * high;
  let sum = 0;
  for (let i = 17; i >= 3; i -= 2) sum = (1 - sum) * (z / (i * (i + 1)));
  // 1 − z/2 in two parts, then + z²/24 − …
  const half = z / 2;
  const top = 1 - half;
  return top + (1 - top - half + (half * sum - high * low));
}

function sinOf({ quarter, high, low }: Angle): number {
  const value = quarter % 2 === 0 ? sinSeries(high, low) : cosSeries(high, low);
  return quarter < 2 ? value : -value;
}

function cosOf({ quarter, high, low }: Angle): number {
  const value = quarter % 2 === 0 ? cosSeries(high, low) : sinSeries(high, low);
  return quarter === 0 || quarter === 3 ? value : -value;
}

/** sin x, x in radians. */
export function sin(x: number): number {
  return x === 0 ? x : sinOf(reduceAngle(x));
}

/** cos x, x in radians. */
export function cos(x: number): number {
  return cosOf(reduceAngle(x));
}

/** cos x and sin x for |x| ≤ 2¹⁹, to the bit those of `cos` and `sin`, without the code that larger angles need. */
export function cosAndSin(x: number): readonly [cos: number, sin: number] {
  const angle = reduceNearAngle(x);
  return [cosOf(angle), x === 0 ? x : sinOf(angle)];
}
