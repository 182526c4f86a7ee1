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
 * A float32 with the fewest digits that give it again, as NumPy and gensim write it.
 *
 * @example
 * ```ts
 * import { shortestFloat } from './float-text.ts';
 * [0.1, 1, 1e-5, 16777216, 1e16].map((x) => shortestFloat(Math.fround(x))); // => [ '0.1', '1.0', '1e-05', '16777216.0', '1e+16' ]
 * ```
 */
export function shortestFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = '0'] = shortestDigits(Math.abs(value)).split('e');
  const sign = value < 0 ? '-' : '';
  const power = Number(exponent);
  const digits = mantissa.replace('.', '');
  if (power < -4 || power >= 16) {
    const scientific = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    return `${sign}${scientific}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  return `${sign}${whole}.${digits.slice(power + 1) || '0'}`;
}

/** '1.5e-7': of the shortest texts that give the float32 again the nearest one. */
function shortestDigits(value: number): string {
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
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
