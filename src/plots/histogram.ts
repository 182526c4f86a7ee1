import { checkNumber, checkOptions, checkText } from '../options.ts';
import type { HistogramFigure } from './figure.ts';
import { numbersOf } from './numbers-of.ts';
import { headOf } from './texts-of.ts';

/** Options of `histogram`. */
export interface HistogramOptions {
  /** Number of bins, from 1 to 10,000. Default: 30. */
  bins?: number;
  /** Lower end; values below are left out. Default: the least. */
  min?: number;
  /** Upper end; values above are left out. Default: the greatest. */
  max?: number;
  /** Label of the axis along. Default: 'value'. */
  xLabel?: string;
  /** Unit of the values. Default: none. */
  unit?: string;
  /** Default: 'Histogram'. */
  title?: string;
  /** A sentence under it. Default: how many are not finite or beyond the ends, where there are any. */
  caption?: string;
}

/**
 * Counts values in bins of equal width; the last bin includes its upper end.
 *
 * @param values list or typed array, `.data` of a tensor too; what is not finite is left out, and the caption says so.
 * @param options bins: default 30. min, max: ends, default those of the values. xLabel: default 'value'. unit. title: default
 * 'Histogram'. caption.
 * @throws OptionError if values is not a list of numbers, or an option is out of its range.
 * @example
 * ```ts
 * import { histogram } from 'memcell/plots';
 * console.log(histogram([1, 2, 2, 3, 4], { bins: 3 }).counts); // => [ 1, 2, 2 ]
 * ```
 */
export function histogram(values: ArrayLike<number>, options: HistogramOptions = {}): HistogramFigure {
  const action = 'draw histogram';
  checkOptions(action, options, ['bins', 'min', 'max', 'xLabel', 'unit', 'title', 'caption']);
  const { xLabel = 'value', unit, title = 'Histogram' } = options;
  const bins = checkNumber(action, 'bins', options.bins ?? 30, { from: 1, to: 10_000, whole: true });
  const all = numbersOf(action, 'values', values);
  const finite = all.filter(Number.isFinite);
  const [low, high] = endsOf(finite, options);
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low * (1 - i / bins) + high * (i / bins),
  );
  const counts = new Array<number>(bins).fill(0);
  let counted = 0;
  for (const value of finite) {
    if (value < low || value > high) continue;
    counted++;
    counts[binOf(value, edges)]! += 1;
  }
  const caption = options.caption ?? leftOut(all.length - finite.length, finite.length - counted);
  return {
    kind: 'histogram',
    ...headOf(action, title, caption),
    edges,
    counts,
    x: {
      label: checkText(action, 'xLabel', xLabel),
      ...(unit === undefined ? {} : { unit: checkText(action, 'unit', unit) }),
    },
  };
}

/** Ends with room between them for bins. */
function endsOf(values: readonly number[], { min, max }: HistogramOptions): readonly [number, number] {
  const action = 'draw histogram';
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least > greatest) [least, greatest] = [0, 1];
  const low = checkNumber(action, 'min', min ?? Math.min(least, max ?? least));
  const high = checkNumber(action, 'max', max ?? Math.max(greatest, low), { from: low });
  const size = Math.max(Math.abs(low), Math.abs(high));
  // narrower than numbers are apart, edges would fall together
  if (high - low > size * 1e-10 && high - low > 1e-300) return [low, high];
  const room = Math.max(size * 1e-3, 0.5);
  return size > 1e300 ? [Math.min(low, 0), Math.max(high, 0)] : [min ?? low - room, max ?? high + room];
}

/** The bin that a value between the outer edges falls into. */
function binOf(value: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= (edges[middle] as number)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function leftOut(notFinite: number, beyond: number): string | undefined {
  const parts = [
    ...(notFinite > 0 ? [`${notFinite} that are not finite`] : []),
    ...(beyond > 0 ? [`${beyond} beyond the ends`] : []),
  ];
  return parts.length === 0 ? undefined : `Without ${parts.join(' and ')}.`;
}
