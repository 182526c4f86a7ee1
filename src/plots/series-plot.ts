import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, checkText } from '../options.ts';
import type { LineSeries, LinesFigure } from './figure.ts';
import { numbersOf } from './numbers-of.ts';
import { headOf } from './texts-of.ts';

/** What `seriesPlot` draws, and how. */
export interface SeriesPlotOptions {
  /** Place of each value of target. Default: 0, 1, 2, … */
  x?: ArrayLike<number>;
  /** The series as it was. */
  target: ArrayLike<number>;
  /** What was predicted: for each value of target, or with `start` from there on. Default: none. */
  prediction?: ArrayLike<number>;
  /** Index at which the prediction begins; from there on it may be longer than target. Default: 0. */
  start?: number;
  /** Label of the axis along. Default: 'step'. */
  xLabel?: string;
  /** Label of the axis upwards. Default: 'value'. */
  yLabel?: string;
  /** Unit of the values. Default: none. */
  unit?: string;
  /** Default: 'Target and prediction', or 'Series' without a prediction. */
  title?: string;
  /** A sentence under it. */
  caption?: string;
}

/**
 * A series (red), and over it what was predicted (blue, dashed).
 *
 * @param options target: the series; prediction: what was predicted, from index `start` (default 0) on; x: places, default
 * 0, 1, 2, …; xLabel: default 'step'; yLabel: default 'value'; unit; title; caption.
 * @throws OptionError if the lengths do not fit each other.
 * @example
 * ```ts
 * import { seriesPlot } from 'memcell/plots';
 * const { series } = seriesPlot({ target: [1, 2, 3, 4], prediction: [3.1, 4.2, 5.1], start: 2 });
 * console.log(series[1].x); // => [ 2, 3, 4 ]
 * ```
 */
export function seriesPlot(options: SeriesPlotOptions): LinesFigure {
  const action = 'draw series';
  const known = ['target', 'prediction', 'x', 'start', 'xLabel', 'yLabel', 'unit', 'title', 'caption'];
  checkOptions(action, options, known);
  const { xLabel = 'step', yLabel = 'value', unit, caption } = options;
  const target = numbersOf(action, 'target', options.target);
  const prediction = options.prediction === undefined ? undefined : numbersOf(action, 'prediction', options.prediction);
  const start = checkNumber(action, 'start', options.start ?? 0, { from: 0, to: target.length, whole: true });
  const length = Math.max(target.length, start + (prediction?.length ?? 0));
  const x = options.x === undefined ? Array.from({ length }, (_, i) => i) : numbersOf(action, 'x', options.x);
  if (x.length < length) {
    throw new OptionError(`Cannot ${action}: x must have length ${length}, received ${x.length}`);
  }
  const series: LineSeries[] = [{ name: 'target', x: x.slice(0, target.length), y: target, color: 1 }];
  if (prediction !== undefined) {
    const places = x.slice(start, start + prediction.length);
    series.push({ name: start === 0 ? 'prediction' : 'forecast', x: places, y: prediction, dashed: true, color: 0 });
  }
  const title = options.title ?? (prediction === undefined ? 'Series' : 'Target and prediction');
  return {
    kind: 'lines',
    ...headOf(action, title, caption),
    x: { label: checkText(action, 'xLabel', xLabel) },
    y: {
      label: checkText(action, 'yLabel', yLabel),
      ...(unit === undefined ? {} : { unit: checkText(action, 'unit', unit) }),
    },
    series,
  };
}
