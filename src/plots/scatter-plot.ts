import { OptionError } from '../errors.ts';
import { checkOptions, checkText } from '../options.ts';
import type { NamedPoint, PointsFigure } from './figure.ts';
import { numbersOf } from './numbers-of.ts';
import { headOf, textsOf } from './texts-of.ts';

/** What `scatterPlot` draws, and how. */
export interface ScatterPlotOptions {
  /** Places along. */
  x: ArrayLike<number>;
  /** Places upwards. */
  y: ArrayLike<number>;
  /** A name for each point. Default: none. */
  labels?: readonly string[];
  /** A number for each point, from 0: points of one have one colour. Default: all have one. */
  groups?: ArrayLike<number>;
  /** Label of the axis along. Default: 'x'. */
  xLabel?: string;
  /** Label of the axis upwards. Default: 'y'. */
  yLabel?: string;
  /** Default: 'Points'. */
  title?: string;
  /** A sentence under it. */
  caption?: string;
}

/**
 * Points, with their names beside them where there is room; the first ones get it first.
 *
 * @param options x, y: places; labels: names, default none; groups: a number for each point, those of one number have one
 * colour; xLabel: default 'x'; yLabel: default 'y'; title: default 'Points'; caption.
 * @throws OptionError if the lengths do not fit each other.
 * @example
 * ```ts
 * import { scatterPlot } from 'memcell/plots';
 * scatterPlot({ x: [1, 2], y: [3, 1], labels: ['a', 'b'] }).points[1]; // => { x: 2, y: 1, label: 'b' }
 * ```
 */
export function scatterPlot(options: ScatterPlotOptions): PointsFigure {
  const action = 'draw points';
  checkOptions(action, options, ['x', 'y', 'labels', 'groups', 'xLabel', 'yLabel', 'title', 'caption']);
  const { xLabel = 'x', yLabel = 'y', title = 'Points', caption } = options;
  const [x, y] = [numbersOf(action, 'x', options.x), numbersOf(action, 'y', options.y)];
  const labels = options.labels === undefined ? undefined : textsOf(action, 'labels', options.labels);
  const groups = options.groups === undefined ? undefined : numbersOf(action, 'groups', options.groups);
  for (const [name, list] of Object.entries({ y, labels, groups })) {
    if (list === undefined || list.length === x.length) continue;
    throw new OptionError(`Cannot ${action}: ${name} must have length ${x.length}, received ${list.length}`);
  }
  return {
    kind: 'points',
    ...headOf(action, title, caption),
    x: { label: checkText(action, 'xLabel', xLabel) },
    y: { label: checkText(action, 'yLabel', yLabel) },
    points: x.map(
      (at, i): NamedPoint => ({
        x: at,
        y: y[i] as number,
        ...(labels === undefined ? {} : { label: labels[i] as string }),
        ...(groups === undefined ? {} : { color: groups[i] as number }),
      }),
    ),
  };
}
