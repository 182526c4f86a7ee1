import {
  line,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { axisText } from '../axis-scale.ts';
import { LIGHT_SERIES } from '../colors.ts';
import type { LineSeries, LinesFigure } from '../figure.ts';
import { numberText } from '../number-text.ts';
import { pairedValues } from '../paired-values.ts';
import { cutText, plainText } from '../text-columns.ts';
import { isPlace, type Point, thinLine } from '../thin-line.ts';
import { clipOf, frame, noValues } from './frame.ts';
import { coordinate, element, signWidth, textAt, textWidth } from './markup.ts';
import type { Drawing, Place } from './page.ts';
import { SIZE } from './style.ts';

const MARKS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar, symbolWye] as const;
/** Series that the legend names; the rest is counted. */
const NAMED = 24;

/** Lines over a common axis. */
export function drawLines({ x, y, series }: LinesFigure, { width, height }: Place): Drawing {
  const names = legend(series, width);
  const box = frame({
    width,
    height: (height ?? 344 + names.height) - names.height - 4,
    top: names.height + 4,
    x,
    y,
    xValues: pairedValues(series, 'x', 'y'),
    yValues: pairedValues(series, 'y', 'x'),
  });
  const clip = clipOf(box);
  const lines = series.map((one) =>
    thinLine(Array.from(one.x, (value, k): Point => ({ x: box.x.at(value), y: box.y.at(one.y[k] as number) }))),
  );
  const drawn = lines.map((points, i) => drawSeries(series[i] as LineSeries, i, series.length, points));
  const note = lines.some((points) => points.some(isPlace)) ? '' : noValues(box);
  const moved = element(
    'g',
    { transform: `translate(${coordinate(box.left)} ${coordinate(box.top)})` },
    drawn.join(''),
  );
  return {
    body: names.body + box.body + note + clip.body + element('g', { 'clip-path': clip.use }, moved),
    height: box.bottom,
    words: wordsOf({ series, x: axisText(x), y: axisText(y) }),
  };
}

function drawSeries(one: LineSeries, index: number, count: number, points: readonly Point[]): string {
  const path = line<Point>()
    .defined(isPlace)
    .x((point) => point.x)
    .y((point) => point.y)
    .digits(1)(points);
  const marks = markedPoints(points, index, count);
  return (
    (path === null ? '' : element('path', { class: lineClass(one.color ?? index, one.dashed), d: path })) +
    marks.map((point) => markAt(point, index, one.color)).join('')
  );
}

function lineClass(color: number, dashed = false): string {
  return `line s${color % LIGHT_SERIES.length}${dashed ? ' dashed' : ''}`;
}

/** Few points are all marked; of many some, at other places for each line; one between two gaps always, being no line. */
function markedPoints(points: readonly Point[], index: number, count: number): Point[] {
  const real = points.filter(isPlace);
  if (real.length <= 24) return real;
  const alone = points.filter(
    (point, i) => isPlace(point) && ![points[i - 1], points[i + 1]].some((near) => near !== undefined && isPlace(near)),
  );
  if (count === 1) return alone;
  const every = Math.floor(real.length / 7);
  const first = Math.floor((every * (index % 4)) / 4);
  return [...alone, ...real.filter((_, i) => i % every === first)];
}

function markAt({ x, y }: Point, index: number, color = index): string {
  const shape = MARKS[index % MARKS.length] as (typeof MARKS)[number];
  const d = symbol(shape, index % MARKS.length === 0 ? 30 : 44).digits(2)() as string;
  return element('path', {
    class: `mark f${color % LIGHT_SERIES.length}`,
    transform: `translate(${coordinate(x)} ${coordinate(y)})`,
    d,
  });
}

/** Names of the lines beside a piece of each, in rows. */
function legend(series: readonly LineSeries[], width: number): { readonly body: string; readonly height: number } {
  let [left, row, body] = [0, 0, ''];
  const shown = series.slice(0, NAMED);
  const rest = series.length - shown.length;
  for (const [i, { name, dashed, color }] of shown.entries()) {
    const text = cutText(plainText(name), (width - 50) / SIZE.tick, signWidth);
    const room = 34 + textWidth(text, SIZE.tick) + 18;
    if (left > 0 && left + room > width) [left, row] = [0, row + 1];
    const y = row * 20 + 9;
    body += element('path', { class: lineClass(color ?? i, dashed), d: `M${coordinate(left)} ${y}h28` });
    body += markAt({ x: left + 14, y }, i, color) + textAt(left + 34, y + 4, text);
    left += room;
  }
  if (rest > 0) body += textAt(0, ++row * 20 + 13, `and ${rest} more`, { className: 'soft' });
  return { body, height: series.length === 0 ? 0 : (row + 1) * 20 + 4 };
}

function wordsOf({ series, x, y }: { series: readonly LineSeries[]; x: string; y: string }): string {
  const parts = series.slice(0, NAMED).map((one) => {
    const values = Array.from(one.y).filter(Number.isFinite);
    if (values.length === 0) return `${one.name} without values`;
    const [first, last] = [values[0], values.at(-1)] as [number, number];
    return `${one.name} from ${numberText(first)} to ${numberText(last)}`;
  });
  return `Lines of ${y} over ${x}: ${parts.join('; ') || 'none'}.`;
}
