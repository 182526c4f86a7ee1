import { log } from '../math.ts';

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10ⁿ, exactly as it is written. */
export function powerOfTen(n: number): number {
  return Number(`1e${n}`);
}

/** The n of the power of ten at or below |x|, for finite x other than 0. */
export function exponentOf(x: number): number {
  const guess = Math.floor(log(Math.abs(x)) / Math.LN10);
  if (powerOfTen(guess + 1) <= Math.abs(x)) return guess + 1;
  return powerOfTen(guess) > Math.abs(x) ? guess - 1 : guess;
}

/** 10ⁿ as a text. */
export function powerText(n: number): string {
  return `10${raised(n)}`;
}

function raised(n: number): string {
  return (n < 0 ? '⁻' : '') + [...String(Math.abs(n))].map((digit) => RAISED[Number(digit)]).join('');
}

/** A number for people, with up to `digits` that count: 1,234 · 0.05 · −3.2×10⁻⁷; whole ones below a million in full. */
export function numberText(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value === Infinity ? '∞' : value === -Infinity ? '−∞' : 'NaN';
  if (value === 0) return '0';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return grouped(value, 0, 0, 1000);
  const nearest = Number(value.toPrecision(digits));
  const rounded = Number.isFinite(nearest) ? nearest : value; // the largest doubles round up to Infinity
  const exponent = exponentOf(rounded);
  if (exponent >= 6 || exponent < -3) return scaled(rounded, exponent, digits - 1);
  return grouped(rounded, Math.max(0, digits - 1 - exponent), 0, 1000);
}

/** Texts of the ticks of a linear axis, as many decimals as their distance asks for. */
export function tickTexts(ticks: readonly number[]): string[] {
  if (ticks.length < 2) return ticks.map((tick) => numberText(tick, 6));
  const step = Math.abs((ticks[1] as number) - (ticks[0] as number));
  const largest = Math.max(...ticks.map(Math.abs));
  // the distance of 0.9 and 1 is a little less than 0.1
  const [stepExponent, exponent] = [exponentOf(step * (1 + 1e-9)), exponentOf(largest)];
  if (exponent >= 6 || exponent < -3) {
    const decimals = Math.min(Math.max(exponent - stepExponent, 0), 15);
    return ticks.map((tick) => (Math.abs(tick) < step / 2 ? '0' : scaled(tick, exponent, decimals)));
  }
  const decimals = Math.min(Math.max(-stepExponent, 0), 15);
  return ticks.map((tick) => grouped(tick, decimals, decimals));
}

/** x as m×10ⁿ for the n given. */
function scaled(x: number, exponent: number, decimals: number): string {
  const half = Math.trunc(exponent / 2); // in two steps: 10ⁿ alone may be out of range
  const mantissa = x / powerOfTen(half) / powerOfTen(exponent - half);
  return `${grouped(mantissa, decimals)}×10${raised(exponent)}`;
}

/** With commas between thousands (on axes from 10,000 on, for the sake of years) and a true minus; zeros at the end are cut down to `least` decimals. */
function grouped(x: number, decimals: number, least = 0, from = 10_000): string {
  const fixed = Math.abs(x).toFixed(decimals);
  const [whole = '', fraction = ''] = fixed.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(least, '0');
  const thousands = Math.abs(x) >= from ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const text = kept === '' ? thousands : `${thousands}.${kept}`;
  return x < 0 && Number(fixed) !== 0 ? `−${text}` : text;
}
