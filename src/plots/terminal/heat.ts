import { inkOn, type Rgb, shadeOf, shades } from '../colors.ts';
import type { HeatFigure } from '../figure.ts';
import { greatestOf } from '../greatest-of.ts';
import { heatBlocks, heatRange, heatShare, SHADES } from '../heat-values.ts';
import { numberText } from '../number-text.ts';
import { cutText, plainText, textColumns } from '../text-columns.ts';
import { colorNumber, type Line, padded, type Room, type Span, span } from './spans.ts';

const [BLACK, WHITE] = [16, 231];

type Range = readonly [number, number];

/** Columns of the labels, columns of a value, and how many values share it. */
interface Layout {
  readonly side: number;
  readonly cell: number;
  readonly along: number;
}

/** Numbers as shades; in colour two rows share a line where lines are few. */
export function heatToTerminal(figure: HeatFigure, room: Room): Line[] {
  const range = heatRange(figure);
  const columns = greatestOf(figure.rows, (row) => row.length);
  const labels = figure.rowLabels?.map(plainText) ?? figure.rows.map((_, i) => String(i));
  const side = Math.min(greatestOf(labels, textColumns, 1), Math.floor(room.width / 3));
  const width = Math.max(room.width - side - 1, 1);
  const height = Math.max(room.height - 4, 1);
  const names = figure.columnLabels?.map(plainText) ?? Array.from({ length: columns }, (_, i) => String(i));
  const written = numbersOf(figure, names, width, height);
  const halves = room.color && figure.rows.length > height;
  const { rows, along, down } = heatBlocks(figure.rows, { rows: halves ? 2 * height : height, columns: width });
  const columnsLeft = Math.max(1, Math.ceil(columns / along));
  const widest = figure.columnLabels === undefined ? 4 : Math.min(greatestOf(names, textColumns, 3) + 1, 12);
  const cell = written === undefined ? Math.max(1, Math.min(Math.floor(width / columnsLeft), widest)) : written.columns;
  const paint = (value: number): number => colorNumber(colorOf(figure, range, value));
  const body: Line[] = [];
  for (let row = 0; row < rows.length; row += halves ? 2 : 1) {
    const label = `${padded(labels[row * down] as string, side, 'right')} `;
    const values = rows[row] as readonly number[];
    if (halves) body.push([{ text: label }, ...halfBlocks(values, rows[row + 1], columnsLeft, cell, paint)]);
    else if (written !== undefined)
      body.push([{ text: label }, ...numberCells(figure, range, row, written, room.color)]);
    else body.push([{ text: label }, ...values.map((value) => shadeCell(figure, range, value, cell, room.color))]);
  }
  const note = along * down > 1 ? `, each the mean of ${down} × ${along}` : '';
  return [
    [span(figure.y, { style: 'dim' })],
    ...body,
    columnLine(names, { side, cell, along }),
    [{ text: ' '.repeat(side + 1) }, span(figure.x, { style: 'dim' })],
    scaleLine(figure, range, note, room.color),
  ];
}

function colorOf(figure: HeatFigure, range: Range, value: number): Rgb {
  return shadeOf(shades(figure.diverging), heatShare(value, range, figure.diverging));
}

interface Written {
  readonly texts: readonly (readonly string[])[];
  readonly columns: number;
}

/** Numbers in place of shades, where they are wanted and all have room. */
function numbersOf(figure: HeatFigure, names: readonly string[], width: number, height: number): Written | undefined {
  const columns = names.length;
  if (figure.numbers !== true || figure.rows.length > height || columns === 0) return undefined;
  const texts = figure.rows.map((row) => Array.from(row, (value) => numberText(value)));
  const widest = greatestOf(texts.flat(), textColumns, 1) + 2;
  if (widest * columns > width) return undefined;
  const named = greatestOf(names, textColumns, 1) + 1;
  return { texts, columns: Math.max(widest, Math.min(named, 14, Math.floor(width / columns))) };
}

function numberCells(figure: HeatFigure, range: Range, row: number, written: Written, color: boolean): Span[] {
  return (written.texts[row] as readonly string[]).map((text, i): Span => {
    const value = figure.rows[row]?.[i] as number;
    const cell = `${padded(text, written.columns - 1, 'right')} `;
    if (!color || !Number.isFinite(value)) return { text: cell };
    const paper = colorOf(figure, range, value);
    return { text: cell, ink: inkOn(paper) === '#000' ? BLACK : WHITE, paper: colorNumber(paper) };
  });
}

function shadeCell(figure: HeatFigure, range: Range, value: number, columns: number, color: boolean): Span {
  if (!Number.isFinite(value)) return { text: '×'.repeat(columns) };
  if (color) return { text: ' '.repeat(columns), paper: colorNumber(colorOf(figure, range, value)) };
  const shade = Math.round(heatShare(value, range, figure.diverging) * (SHADES.length - 1));
  return { text: (SHADES[shade] as string).repeat(columns) };
}

/** Two rows in one line: the upper half of each sign is the first. */
function halfBlocks(
  upper: readonly number[],
  lower: readonly number[] | undefined,
  count: number,
  columns: number,
  paint: (value: number) => number,
): Span[] {
  return Array.from({ length: count }, (_, i): Span => {
    const [a, b] = [upper[i] ?? NaN, lower?.[i] ?? NaN];
    const [above, below] = [Number.isFinite(a), Number.isFinite(b)];
    if (above && below) return { text: '▀'.repeat(columns), ink: paint(a), paper: paint(b) };
    if (above) return { text: '▀'.repeat(columns), ink: paint(a) };
    return below ? { text: '▄'.repeat(columns), ink: paint(b) } : { text: '×'.repeat(columns) };
  });
}

/** Names of the columns below them: cut to their columns, or every n-th where a column is narrow. */
function columnLine(labels: readonly string[], { side, cell, along }: Layout): Line {
  const widest = greatestOf(labels, textColumns, 1);
  const narrow = cell < 4 || along > 1;
  const every = narrow ? Math.ceil(((Math.min(widest, 12) + 1) * along) / cell) : 1;
  const end = side + 1 + Math.ceil((labels.length * cell) / along);
  let text = ' '.repeat(side + 1);
  for (let i = 0; i < labels.length; i += every) {
    const label = cutText(labels[i] as string, narrow ? 12 : cell - 1);
    const room = narrow ? 0 : Math.floor((cell - textColumns(label)) / 2);
    const from = side + 1 + Math.floor((i * cell) / along) + room;
    if (i > 0 && from + textColumns(label) > end) break;
    text += ' '.repeat(Math.max(from - textColumns(text), 0)) + label;
  }
  return [{ text }];
}

/** What the shades mean. */
function scaleLine(figure: HeatFigure, range: Range, note: string, color: boolean): Line {
  const [low, high] = range.map((value) => numberText(value)) as [string, string];
  const name = span(`${figure.value}${note}`, { style: 'dim' });
  if (range[0] >= range[1]) return [{ text: `all ${low}  ` }, name];
  const scale = color
    ? Array.from({ length: 16 }, (_, i): Span => {
        const paper = colorNumber(shadeOf(shades(figure.diverging), i / 15));
        return { text: ' ', paper };
      })
    : [{ text: `"${SHADES}"` }];
  return [{ text: `${low} ` }, ...scale, { text: ` ${high}  ` }, name];
}
