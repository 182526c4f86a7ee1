import { type AxisScale, axisScale, axisText, decisiveValues, type Tick } from '../axis-scale.ts';
import type { Axis } from '../figure.ts';
import { plainText, textColumns } from '../text-columns.ts';
import { type Line, padded, span } from './spans.ts';

/** A part of the plane with its axes: `width` columns of `across` dots, `height` lines of `down` dots. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly x: AxisScale;
  readonly y: AxisScale;
  /** The drawing with axes, ticks and labels around it; of nothing it says so. */
  frame(drawing: readonly Line[], empty: boolean): Line[];
}

/** What is to be laid out. */
interface PlaneRequest {
  readonly width: number;
  readonly height: number;
  /** Dots in a sign, across and down. */
  readonly dots: readonly [across: number, down: number];
  readonly x: Axis;
  readonly y: Axis;
  readonly xValues: Iterable<number>;
  readonly yValues: Iterable<number>;
  readonly include?: number;
}

/** Lays out two axes in so many columns and lines, labels included; where lines are few, labels go first. */
export function plane(request: PlaneRequest): Plane {
  const { x, y, dots, include } = request;
  const labels = request.height >= 8;
  const height = Math.max(request.height - (labels ? 4 : 2), 1);
  const up = axisScale(y, request.yValues, {
    range: [height * dots[1] - 1, 0],
    count: Math.max(1, Math.floor(height / 2.5)),
    nice: true,
    ...(include === undefined ? {} : { include }),
  });
  const texts = new Map<number, string>();
  for (const { at, text } of up.ticks) texts.set(Math.min(Math.floor(at / dots[1]), height - 1), text);
  const side = Math.min(Math.max(1, ...[...texts.values()].map(textColumns)), Math.floor(request.width / 3));
  const width = Math.max(request.width - side - 2, 2);
  const along = fittingScale(x, request.xValues, { width, dots: dots[0], length: width * dots[0] - 1 });
  const ticks = along.ticks.map(({ at, text }) => ({ at: Math.min(Math.floor(at / dots[0]), width - 1), text }));
  return {
    width,
    height,
    x: along,
    y: up,
    frame(drawing, empty) {
      const middle = Math.floor((height - 1) / 2);
      const left = ' '.repeat(Math.max(Math.floor((width - 9) / 2), 0));
      const none: Line = [{ text: left }, { text: 'no values', style: 'dim' }];
      const body = drawing.map((line, row): Line => {
        const text = texts.get(row);
        return [
          { text: `${padded(text ?? '', side, 'right')} ${text === undefined ? '│' : '┤'}` },
          ...(empty && row === middle ? none : line),
        ];
      });
      const axis = bottomAxis(ticks, width, side + 1);
      if (!labels) return [...body, ...axis];
      const name = plainText(axisText(x));
      const before = Math.max(side + 2 + Math.floor((width - textColumns(name)) / 2), 0);
      return [
        [span(axisText(y), { style: 'dim' })],
        ...body,
        ...axis,
        [{ text: ' '.repeat(before) }, span(name, { style: 'dim' })],
      ];
    },
  };
}

/** An axis along `width` columns of so many dots, its upper end at `length`, with as many ticks as have room side by side. */
export function fittingScale(
  axis: Axis,
  values: Iterable<number>,
  { width, dots, length }: { readonly width: number; readonly dots: number; readonly length: number },
): AxisScale {
  const kept = decisiveValues(values);
  for (let count = Math.max(1, Math.floor(width / 5)); ; count--) {
    const scale = axisScale(axis, kept, { range: [0, length], count });
    const fits = scale.ticks.every(({ at, text }, i) => {
      const next = scale.ticks[i + 1];
      return next === undefined || (next.at - at) / dots >= (textColumns(text) + textColumns(next.text)) / 2 + 3;
    });
    if (fits || count === 1) return scale;
  }
}

/** A line with its ticks, and the line of their texts, as many as have room. */
export function bottomAxis(ticks: readonly Tick[], width: number, before: number): [Line, Line] {
  const signs = new Array<string>(width).fill('─');
  let texts = '';
  for (const { at, text } of ticks) {
    const columns = textColumns(text);
    const middle = before + 1 + at;
    const from = Math.max(0, Math.min(middle - Math.floor(columns / 2), before + 1 + width - columns));
    const space = from - textColumns(texts);
    if (space < (texts === '' ? 0 : 2)) continue;
    texts += ' '.repeat(space) + text;
    signs[at] = '┬';
  }
  return [[{ text: `${' '.repeat(before)}└${signs.join('')}` }], [{ text: texts }]];
}
