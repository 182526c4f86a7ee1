import { DARK_SERIES, type Rgb } from '../colors.ts';
import { cutText, plainText, signColumns, textColumns } from '../text-columns.ts';

/** A piece of a line, all in one look; colours are numbers of the 256 that terminals have. */
export interface Span {
  readonly text: string;
  readonly ink?: number | undefined;
  readonly paper?: number | undefined;
  readonly style?: 'bold' | 'dim' | undefined;
}

/** A line of a terminal. */
export type Line = readonly Span[];

/** Room of a picture, in columns and lines. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly color: boolean;
}

/** One piece of text that comes from a figure. */
export function span(text: string, look: Omit<Span, 'text'> = {}): Span {
  return { text: plainText(text), ...look };
}

/** A text with spaces before or behind it to fill its columns, cut where it is longer. */
export function padded(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const shown = cutText(text, columns);
  const space = ' '.repeat(Math.max(columns - textColumns(shown), 0));
  return side === 'left' ? shown + space : space + shown;
}

/** The line as text, cut to `width`, without spaces at its end; in colours only if they are wanted. */
export function writeLine(line: Line, width: number, color: boolean): string {
  let [text, left] = ['', width];
  for (const { text: piece, ink, paper, style } of trimmed(line, color)) {
    const shown = clipped(piece, left);
    left -= textColumns(shown);
    const codes = [
      ...(style === undefined ? [] : [style === 'bold' ? '1' : '2']),
      ...(ink === undefined ? [] : [`38;5;${ink}`]),
      ...(paper === undefined ? [] : [`48;5;${paper}`]),
    ];
    text += !color || codes.length === 0 || shown === '' ? shown : `\x1b[${codes.join(';')}m${shown}\x1b[0m`;
    if (shown !== piece) break;
  }
  return text;
}

/** Without spaces at the end that nobody sees. */
function trimmed(line: Line, color: boolean): Span[] {
  const spans = [...line];
  while (spans.length > 0) {
    const last = spans.pop() as Span;
    const text = color && last.paper !== undefined ? last.text : last.text.trimEnd();
    if (text === '') continue;
    spans.push({ ...last, text });
    break;
  }
  return spans;
}

function clipped(text: string, columns: number): string {
  let [kept, used] = ['', 0];
  for (const sign of text) {
    used += signColumns(sign);
    if (used > columns) break;
    kept += sign;
  }
  return kept;
}

const LEVELS = [0, 95, 135, 175, 215, 255] as const;

/** The nearest of a terminal's 256 colours. */
export function colorNumber(color: Rgb): number {
  const steps = color.map((part) => nearest(LEVELS, part)) as [number, number, number];
  const cube = steps.map((step) => LEVELS[step] as number) as unknown as Rgb;
  const grey = Math.min(Math.max(Math.round((color[0] * 0.3 + color[1] * 0.59 + color[2] * 0.11 - 8) / 10), 0), 23);
  const shade = 8 + 10 * grey;
  const vivid = Math.max(...color) - Math.min(...color) > 24; // a grey would not show which colour it is
  if (!vivid && distance(color, [shade, shade, shade]) < distance(color, cube)) return 232 + grey;
  return 16 + 36 * steps[0] + 6 * steps[1] + steps[2];
}

/** The colour of the i-th series, readable on dark and on light terminals. */
export function seriesColor(index: number): number {
  const color = DARK_SERIES[index % DARK_SERIES.length] as string;
  const part = (at: number): number => Math.round(Number.parseInt(color.slice(at, at + 2), 16) * 0.86);
  return colorNumber([part(1), part(3), part(5)]);
}

function nearest(levels: readonly number[], value: number): number {
  let best = 0;
  for (const [i, level] of levels.entries()) {
    if (Math.abs(level - value) < Math.abs((levels[best] as number) - value)) best = i;
  }
  return best;
}

function distance(a: Rgb, b: Rgb): number {
  return a.reduce((sum, part, i) => sum + (part - (b[i] as number)) * (part - (b[i] as number)), 0);
}
