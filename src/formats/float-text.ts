/** 10⁰ to 10²²: those that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * A float32 as C's `%lf` writes it: six decimals of its exact value, a half rounded to the even digit.
 *
 * @example
 * ```ts
 * import { sixDecimals } from './float-text.ts';
 * sixDecimals(-0.0078125); // => '-0.007812'
 * ```
 */
export function sixDecimals(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (size >= 1e21) return `${sign}${BigInt(size)}.000000`;
  // toFixed rounds a half up; only odd multiples of 1/128 lie half way between two numbers of six decimals
  const halfWay = size * 128;
  if (size < 2 ** 40 && Number.isInteger(halfWay) && halfWay % 2 === 1) return `${sign}${evenHalf(size)}`;
  return `${sign}${size.toFixed(6)}`;
}

/** Seven decimals are exact there, and the last is a 5: it goes where the one before it is even. */
function evenHalf(size: number): string {
  const exact = size.toFixed(7);
  return Number(exact.at(-2)) % 2 === 0 ? exact.slice(0, -1) : size.toFixed(6);
}

/**
 * A float32 with the fewest digits that give it again, as NumPy 2.4 and gensim write it.
 *
 * @example
 * ```ts
 * import { shortestFloat } from './float-text.ts';
 * [0.1, 1, 1e-5, 16777216].map((x) => shortestFloat(Math.fround(x))); // => [ '0.1', '1.0', '1e-05', '1.6777216e+07' ]
 * ```
 */
export function shortestFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  const sign = value < 0 ? '-' : '';
  const isPlain = size >= 1e-4 && size < 1e6;
  const quick = isPlain ? plainDigits(size) : undefined;
  if (quick !== undefined) return sign + quick;
  const [mantissa = '', exponent = '0'] = shortestDigits(size).split('e');
  const power = Number(exponent);
  const digits = mantissa.replace('.', '');
  if (isPlain) return sign + placed(digits, power);
  const scientific = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${sign}${scientific}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Digits with the point where it belongs: behind the first, moved by `power`. */
function placed(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  return `${whole}.${digits.slice(power + 1) || '0'}`;
}

/**
 * The quick way for sizes from 1e-4 to 1e6: whole numbers of 6 to 9 digits, divided by a power of ten. Undefined where
 * rounding might go either way.
 */
function plainDigits(size: number): string | undefined {
  let power = -4;
  while (size >= (POWERS[power + 5] as number) / 1e4) power++;
  for (let digits = 6; digits <= 9; digits++) {
    const scale = POWERS[digits - 1 - power] as number;
    const scaled = size * scale;
    const whole = Math.round(scaled);
    if (Math.abs(Math.abs(scaled - whole) - 0.5) < 1e-4 || whole >= (POWERS[digits] as number)) return undefined;
    if (Math.fround(whole / scale) !== size) continue;
    let kept = whole;
    while (kept % 10 === 0) kept /= 10;
    return placed(String(kept), power);
  }
  return undefined;
}

/** From here on every decimal of six digits is told apart from its neighbours. */
const LEAST_NORMAL = 2 ** -126;

/** '1.5e-7': of the shortest texts that give the float32 again the nearest one. */
function shortestDigits(value: number): string {
  for (let decimals = value < LEAST_NORMAL ? 0 : 5; decimals < 8; decimals++) {
    const text = evenAtHalf(value, decimals);
    if (Math.fround(Number(text)) === value) return text.replace(/\.?0*e/, 'e');
  }
  return value.toExponential(8);
}

/** toExponential rounds a half up; NumPy rounds it to the even digit. */
function evenAtHalf(value: number, decimals: number): string {
  const [longer = '', exponent = ''] = value.toExponential(decimals + 1).split('e');
  const isHalf = longer.endsWith('5') && Number(`${longer}e${exponent}`) === value;
  const before = longer.slice(0, -1).replace(/\.$/, '');
  return isHalf && /[02468]$/.test(before) ? `${before}e${exponent}` : value.toExponential(decimals);
}

const ascii = new TextDecoder('latin1');
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number that stands in ASCII at bytes from `start` to `end`; NaN where none does. Up to 15 digits and no exponent
 * take the short way: a whole number below 2⁵³ divided by a power of ten up to 10²² is rounded once.
 */
export function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let whole = 0;
  let decimals = -1;
  if (at < end && end - at <= 16) {
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte >= 48 && byte <= 57) {
        whole = whole * 10 + byte - 48;
        if (decimals >= 0) decimals++;
      } else if (byte === 46 && decimals < 0 && end - start > (negative ? 2 : 1)) decimals = 0;
      else break;
    }
    if (at === end && whole < 2 ** 53) {
      const size = decimals > 0 ? whole / (POWERS[decimals] as number) : whole;
      return negative ? -size : size;
    }
  }
  const text = ascii.decode(bytes.subarray(start, end));
  return NUMBER.test(text) ? Number(text) : NaN;
}
