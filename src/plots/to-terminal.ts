import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { checkFigure } from './check-figure.ts';
import type { Figure } from './figure.ts';
import { barsToTerminal } from './terminal/bars.ts';
import { cellToTerminal } from './terminal/cell.ts';
import { heatToTerminal } from './terminal/heat.ts';
import { histogramToTerminal } from './terminal/histogram.ts';
import { imageToTerminal } from './terminal/image.ts';
import { linesToTerminal } from './terminal/lines.ts';
import { pointsToTerminal } from './terminal/points.ts';
import { type Line, type Room, writeLine } from './terminal/spans.ts';
import { wordsToTerminal } from './terminal/words.ts';
import { plainText, wrapText } from './text-columns.ts';

/** Options of `toTerminal`. */
export interface TerminalOptions {
  /** Columns at most, from 1. Default: 80. */
  width?: number;
  /** Lines at most, from 1. Default: 20. */
  height?: number;
  /** Whether to write colours (256 of them, by ANSI sequences). Default: false. */
  color?: boolean;
}

/**
 * A figure as text for a terminal: lines of braille dots, shades, bars of eighth blocks. No line is wider than asked, East
 * Asian signs counted as two columns; without colours it is plain text.
 *
 * @param options width: columns at most, default 80. height: lines at most, default 20. color: default false.
 * @throws OptionError if parts of the figure do not fit each other, or an option is out of its range.
 * @example
 * ```ts
 * import { toTerminal } from 'memcell/plots';
 * const labels = ['cat', 'dog'];
 * const text = toTerminal(
 *   { kind: 'bars', title: 'Animal', labels, values: [0.25, 0.5], value: { label: 'share' } },
 *   { width: 24 },
 * );
 * console.log(text.split('\n')[2]); // => dog │██████████████  0.5
 * ```
 */
export function toTerminal(figure: Figure, options: TerminalOptions = {}): string {
  const action = 'draw figure';
  checkOptions(action, options, ['width', 'height', 'color']);
  const range = { from: 1, to: 10_000, whole: true };
  const width = checkNumber(action, 'width', options.width ?? 80, range);
  const height = checkNumber(action, 'height', options.height ?? 20, range);
  const color = checkBoolean(action, 'color', options.color ?? false);
  checkFigure(figure);
  const title = linesOf(figure.title, width, height >= 16 ? 2 : 1, 'bold');
  const caption = height >= 12 ? linesOf(figure.caption ?? '', width, 3, 'dim') : [];
  const room: Room = {
    width: Math.max(width, 12),
    height: Math.max(height - title.length - caption.length, 4),
    color,
  };
  const lines = [...title, ...draw(figure, room), ...caption];
  return lines
    .slice(0, height)
    .map((line) => writeLine(line, width, color))
    .join('\n');
}

function draw(figure: Figure, room: Room): Line[] {
  if (figure.kind === 'lines') return linesToTerminal(figure, room);
  if (figure.kind === 'heat') return heatToTerminal(figure, room);
  if (figure.kind === 'bars') return barsToTerminal(figure, room);
  if (figure.kind === 'points') return pointsToTerminal(figure, room);
  if (figure.kind === 'histogram') return histogramToTerminal(figure, room);
  if (figure.kind === 'words') return wordsToTerminal(figure, room);
  return figure.kind === 'image' ? imageToTerminal(figure, room) : cellToTerminal(figure, room);
}

function linesOf(text: string, width: number, most: number, style: 'bold' | 'dim'): Line[] {
  const lines = wrapText(plainText(text), width);
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = `${(kept[most - 1] as string).slice(0, -1)}…`;
  return kept.map((line): Line => [{ text: line, style }]);
}
