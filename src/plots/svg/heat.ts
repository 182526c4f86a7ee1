import { axisScale } from '../axis-scale.ts';
import { hex, inkOn, type Rgb, shadeOf, shades } from '../colors.ts';
import type { HeatFigure } from '../figure.ts';
import { greatestOf } from '../greatest-of.ts';
import { heatBlocks, heatRange, heatShare } from '../heat-values.ts';
import { numberText } from '../number-text.ts';
import { cutText, plainText } from '../text-columns.ts';
import { labelAside, labelBelow } from './frame.ts';
import { coordinate, element, ID, signWidth, textAt, textWidth } from './markup.ts';
import type { Drawing, Place } from './page.ts';
import { pngAddress } from './png-address.ts';
import { SIZE } from './style.ts';

/** Beyond so many cells a picture of pixels is smaller than shapes. */
const SHAPES = 2400;
/** More rows or columns than that are drawn as means of blocks. */
const MOST = { rows: 200, columns: 320 };
/** Room at the right for the bar of shades with its numbers and its label. */
const BAR = 92;

/** The rectangle of the cells. */
interface Grid {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
}

/** Numbers as shades, with a bar that tells what they mean. */
export function drawHeat(figure: HeatFigure, place: Place): Drawing {
  const { rows, along, down } = heatBlocks(figure.rows, MOST);
  const columns = greatestOf(figure.rows, (row) => row.length);
  const range = heatRange(figure);
  const rowTexts = namesOf(figure.rowLabels, figure.rows.length);
  const columnTexts = namesOf(figure.columnLabels, columns);
  const widest = greatestOf(rowTexts, (text) => textWidth(text, SIZE.tick), 10);
  const left = 24 + Math.min(widest, place.width * 0.25) + 6;
  const room = Math.max(place.width - left - BAR, 40);
  const width = Math.min(room, Math.max(columns, 1) * 76);
  const turned = labelsTurned(columnTexts, width);
  const longest = Math.min(
    greatestOf(columnTexts, (text) => textWidth(text, SIZE.tick)),
    110,
  );
  const below = (turned ? longest * 0.72 + 16 : 22) + 24;
  const suiting = Math.min(Math.max(figure.rows.length * (figure.rows.length <= 6 ? 44 : 32), 72), 384);
  const height = Math.max((place.height ?? suiting + below + 6) - below - 6, 30);
  const grid: Grid = { left, width, height, rows: figure.rows.length, columns };
  const color = (value: number): Rgb | undefined =>
    Number.isFinite(value) ? shadeOf(shades(figure.diverging), heatShare(value, range, figure.diverging)) : undefined;
  const note = along * down > 1 ? ` Each shade is the mean of ${down} × ${along} values.` : '';
  const body = [
    missing(grid),
    rows.length * Math.max(1, rows[0]?.length ?? 0) > SHAPES ? pixels(grid, rows, color) : cells(grid, rows, color),
    figure.numbers === true && note === '' ? numbers(grid, rows, color) : '',
    element('rect', { class: 'axis', x: left, y: 0, width, height }),
    rowLabels(grid, rowTexts),
    columnLabels(grid, columnTexts, turned),
    labelAside(figure.y, 11, 0, height),
    labelBelow(figure.x, left, width, height + below - 6),
    bar(figure, range, left + width + 16, height),
    note === '' ? '' : textAt(0, height + below + 12, note.trim(), { className: 'soft' }),
  ];
  const [low, high] = range.map((value) => numberText(value));
  return {
    body: body.join(''),
    height: height + below + (note === '' ? 0 : 20),
    words: `${figure.value} as shades from ${low} to ${high}: ${figure.rows.length} rows (${figure.y}), ${columns} columns (${figure.x}).${note}`,
  };
}

function namesOf(labels: readonly string[] | undefined, count: number): readonly string[] {
  return labels?.map(plainText) ?? Array.from({ length: count }, (_, i) => String(i));
}

/** Stripes behind the cells: they show where a value is not finite. */
function missing({ left, width, height }: Grid): string {
  const stripes = element('path', { class: 'grid', d: 'M0 6L6 0' });
  const pattern = { id: `${ID}-gap`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
  return (
    element('pattern', pattern, stripes) + element('rect', { x: left, y: 0, width, height, fill: `url(#${ID}-gap)` })
  );
}

/** One shape a colour, made of all runs of cells that have it. */
function cells(
  { left, width, height }: Grid,
  rows: readonly (readonly number[])[],
  color: (value: number) => Rgb | undefined,
): string {
  const longest = greatestOf(rows, (row) => row.length);
  const [w, h] = [width / Math.max(longest, 1), height / Math.max(rows.length, 1)];
  const shapes = new Map<string, string>();
  for (const [y, row] of rows.entries()) {
    const fills = row.map((value) => {
      const rgb = color(value);
      return rgb === undefined ? undefined : hex(rgb);
    });
    for (let x = 0; x < fills.length; ) {
      const fill = fills[x];
      const from = x;
      while (x < fills.length && fills[x] === fill) x++;
      if (fill === undefined) continue;
      const d = `M${coordinate(left + from * w)} ${coordinate(y * h)}h${coordinate((x - from) * w)}v${coordinate(h)}h-${coordinate((x - from) * w)}z`;
      shapes.set(fill, (shapes.get(fill) ?? '') + d);
    }
  }
  const paths = [...shapes].map(([fill, d]) => element('path', { fill, d }));
  return element('g', { 'shape-rendering': 'crispEdges' }, ...paths);
}

function pixels(
  { left, width, height }: Grid,
  rows: readonly (readonly number[])[],
  color: (value: number) => Rgb | undefined,
): string {
  const columns = greatestOf(rows, (row) => row.length);
  const href = pngAddress(columns, rows.length, (x, y) => color(rows[y]?.[x] ?? NaN));
  return element('image', {
    x: left,
    y: 0,
    width,
    height,
    preserveAspectRatio: 'none',
    style: 'image-rendering:pixelated',
    href,
  });
}

/** The number of each cell, where they have room. */
function numbers(
  { left, width, height }: Grid,
  rows: readonly (readonly number[])[],
  color: (value: number) => Rgb | undefined,
): string {
  const [w, h] = [width / greatestOf(rows, (row) => row.length, 1), height / Math.max(rows.length, 1)];
  const texts = rows.map((row) => row.map((value) => numberText(value)));
  const widest = greatestOf(texts.flat(), (text) => textWidth(text, 1), 1);
  const size = Math.min(13, (w - 4) / widest, h - 3);
  if (size < 7) return '';
  return rows
    .flatMap((row, y) =>
      row.map((value, x) => {
        const rgb = color(value);
        const fill = rgb === undefined ? undefined : inkOn(rgb);
        const place = { anchor: 'middle', size } as const;
        const options = fill === undefined ? place : { ...place, fill };
        return textAt(left + (x + 0.5) * w, (y + 0.5) * h + size * 0.36, texts[y]?.[x] as string, options);
      }),
    )
    .join('');
}

function rowLabels({ left, height, rows }: Grid, texts: readonly string[]): string {
  const every = rows * 14 <= height ? 1 : everyOf((20 * rows) / height);
  return texts
    .map((text, i) => {
      if (i % every !== 0) return '';
      const shown = cutText(text, (left - 28) / SIZE.tick, signWidth);
      return textAt(left - 6, ((i + 0.5) * height) / rows + 4, shown, { anchor: 'end' });
    })
    .join('');
}

/** A round number from `least` on: which labels are written where not all have room. */
function everyOf(least: number): number {
  return [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((every) => every >= least) ?? Math.ceil(least);
}

/** Whether labels of columns are to be written aslant: they are words, and too wide for their columns. */
function labelsTurned(texts: readonly string[], width: number): boolean {
  const room = width / Math.max(texts.length, 1);
  const widest = greatestOf(texts, (text) => textWidth(text, SIZE.tick));
  return widest + 6 > room && texts.some((text) => !/^[-−\d.,]*$/.test(text));
}

function columnLabels({ left, width, height, columns }: Grid, texts: readonly string[], turned: boolean): string {
  const room = width / Math.max(columns, 1);
  const widest = greatestOf(texts, (text) => textWidth(text, SIZE.tick), 1);
  const every = everyOf((turned ? 13 : widest + 8) / room);
  return texts
    .map((text, i) => {
      if (i % every !== 0) return '';
      const x = left + (i + 0.5) * room;
      if (!turned) return textAt(x, height + 17, cutText(text, 110 / SIZE.tick, signWidth), { anchor: 'middle' });
      return textAt(x + 4, height + 14, cutText(text, 110 / SIZE.tick, signWidth), { anchor: 'end', turn: -45 });
    })
    .join('');
}

/** The shades from the least to the greatest, upwards, with their numbers. */
function bar(figure: HeatFigure, range: readonly [number, number], left: number, height: number): string {
  const [low, high] = range;
  const flat = high <= low;
  const scale = shades(figure.diverging);
  const stops = Array.from({ length: 17 }, (_, i) => {
    const stop = { offset: `${coordinate((i * 100) / 16)}%`, 'stop-color': hex(shadeOf(scale, flat ? 0 : i / 16)) };
    return element('stop', stop);
  });
  const gradient = element('linearGradient', { id: `${ID}-bar`, x1: 0, y1: 1, x2: 0, y2: 0 }, ...stops);
  const count = Math.max(2, Math.min(6, Math.floor(height / 36)));
  const size = Math.max(Math.abs(low), Math.abs(high));
  const even = high - low > size * 1e-9 && high - low > 1e-290 && size < 1e290; // room for ticks in between
  const ticks = flat
    ? [{ at: height / 2, text: numberText(low) }]
    : even
      ? axisScale({ label: '', min: low, max: high }, [], { range: [height, 0], count }).ticks
      : range.map((value, i) => ({ at: i === 0 ? height : 0, text: numberText(value) }));
  const label = cutText(plainText(figure.value), (height + 30) / SIZE.label, signWidth);
  return [
    gradient,
    element('rect', { x: left, y: 0, width: 12, height, fill: `url(#${ID}-bar)` }),
    ...ticks.map(({ at, text }) => textAt(left + 17, Math.min(Math.max(at + 4, 9), height), text)),
    textAt(left + 70, height / 2, label, { className: 'label', anchor: 'middle', turn: -90 }),
  ].join('');
}
