import { scaleLinear, scaleLog } from 'd3-scale';
import type { Axis } from './figure.ts';
import { exponentOf, powerOfTen, powerText, tickTexts } from './number-text.ts';

/** Largest and least size that an axis reaches: beyond them differences and powers of ten leave the range of a double. */
const LARGEST = 1e300;
const LEAST = 1e-300;
/** Places are at most so far from the axis: in a drawing it makes no difference, and coordinates stay such as all readers take. */
const FAR = 1e5;

/** A tick of an axis. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** An axis laid over a length: pixels, dots or columns. */
export interface AxisScale {
  /** Place of a value; NaN where it has none. */
  at(value: number): number;
  readonly ticks: readonly Tick[];
  readonly domain: readonly [number, number];
}

/** How an axis is laid out. */
export interface ScaleRequest {
  /** Places of the ends: [0, width], or [height, 0] for an axis upwards. */
  readonly range: readonly [number, number];
  /** Ticks wished for, at most about so many. */
  readonly count: number;
  /** Whether free ends are moved out to round numbers. Default false. */
  readonly nice?: boolean;
  /** A value that must be on the axis: 0 for bars. */
  readonly include?: number;
}

/** Lays an axis over the values that it shows; those that are not finite (on a log axis: not above 0) have no place. */
export function axisScale(axis: Axis, values: Iterable<number>, request: ScaleRequest): AxisScale {
  const isLog = axis.scale === 'log';
  const { least, greatest, whole } = extent(values, isLog, request.include);
  const [low, high] = domainOf(axis, least, greatest, isLog);
  const scale = isLog ? scaleLog().domain([low, high]) : scaleLinear().domain([low, high]);
  if (request.nice) {
    if (!isLog) scale.nice(Math.max(request.count, 8));
    else if (high / low >= 10) scale.nice();
  }
  const [a, b] = scale.domain() as [number, number];
  const domain = [
    axis.min === undefined ? Math.max(a, -LARGEST) : low,
    axis.max === undefined ? Math.min(b, LARGEST) : high,
  ] as const;
  scale.domain(domain).range(request.range);
  return {
    domain,
    at: (value) =>
      Number.isFinite(value) && !(isLog && value <= 0) ? Math.min(Math.max(scale(value), -FAR), FAR) : NaN,
    ticks: isLog ? logTicks(domain, request.count, scale) : linearTicks(scale, request.count, whole),
  };
}

/** The few of many values that an axis depends on: it is laid out by them as by all. */
export function decisiveValues(values: Iterable<number>): number[] {
  let [least, greatest, leastAbove, broken] = [Infinity, -Infinity, Infinity, NaN];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (value > 0 && value < leastAbove) leastAbove = value;
    if (!Number.isInteger(value)) broken = value;
  }
  return [least, greatest, leastAbove, broken].filter(Number.isFinite);
}

/** The label of an axis with its unit in brackets. */
export function axisText({ label, unit }: Axis): string {
  return unit === undefined || unit === '' ? label : `${label} (${unit})`;
}

interface Extent {
  readonly least: number;
  readonly greatest: number;
  /** Whether all are whole numbers. */
  readonly whole: boolean;
}

function extent(values: Iterable<number>, isLog: boolean, include: number | undefined): Extent {
  let [least, greatest, whole] = [Infinity, -Infinity, true];
  const see = (value: number): void => {
    if (!Number.isFinite(value) || (isLog && value <= 0)) return;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    whole &&= Number.isInteger(value);
  };
  for (const value of values) see(value);
  const some = least <= greatest;
  if (include !== undefined) see(include);
  return { least, greatest, whole: whole && some };
}

/** Ends of the axis, a positive distance apart. */
function domainOf({ min, max }: Axis, least: number, greatest: number, isLog: boolean): [number, number] {
  if (least > greatest) [least, greatest] = isLog ? [1, 10] : [0, 1];
  const limit = (value: number): number =>
    isLog ? Math.min(Math.max(value, LEAST), LARGEST) : Math.min(Math.max(value, -LARGEST), LARGEST);
  let low = limit(min ?? least);
  let high = limit(max ?? greatest);
  if (low > high) {
    // all values lie beyond the end that was given
    if (max === undefined) high = low;
    else low = high;
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > size * 1e-12 && high - low >= LEAST) return [low, high];
  const room = size < LEAST ? 1 : size / 10;
  const [below, above] = isLog ? [low / 2, high * 2] : [low - room, high + room];
  // one end that was given stays; two that cannot be told apart do not
  if (max !== undefined && min === undefined) return [below, high];
  return min === undefined ? [below, above] : [low, above];
}

/** Only whole ones for values that are all whole. */
function linearTicks(
  scale: { (value: number): number; ticks(count: number): number[] },
  count: number,
  whole: boolean,
): Tick[] {
  const all = scale.ticks(Math.max(count, 1));
  const ticks = whole && all.some(Number.isInteger) ? all.filter(Number.isInteger) : all;
  const texts = tickTexts(ticks);
  return ticks.map((tick, i) => ({ at: scale(tick), text: texts[i] as string }));
}

/** Powers of ten; within less than two of them also their multiples. */
function logTicks([low, high]: readonly [number, number], count: number, scale: (value: number) => number): Tick[] {
  const first = exponentOf(low * (1 - 1e-12)) + 1;
  const last = exponentOf(high * (1 + 1e-12));
  const powers: number[] = [];
  const least = (last - first + 1) / Math.max(count, 1);
  const every = [1, 2, 3, 5, 10, 20, 50, 100, 200].find((step) => step >= least) ?? 500;
  for (let n = first; n <= last; n++) if (n % every === 0) powers.push(n);
  if (powers.length >= 2) {
    const plain = first >= -3 && last <= 4;
    return powers.map((n) => ({
      at: scale(powerOfTen(n)),
      text: plain ? (tickTexts([powerOfTen(n)])[0] as string) : powerText(n),
    }));
  }
  const linear = scaleLinear()
    .domain([low, high])
    .ticks(Math.max(Math.min(count, 5), 2));
  const texts = tickTexts(linear);
  return linear.map((tick, i) => ({ at: scale(tick), text: texts[i] as string }));
}
