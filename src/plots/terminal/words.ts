import { inkOn, shadeOf, shades } from '../colors.ts';
import type { WordsFigure } from '../figure.ts';
import { heatShare } from '../heat-values.ts';
import { numberText } from '../number-text.ts';
import { cutText, spacedText, textColumns } from '../text-columns.ts';
import { isStrong, wordsRange } from '../words-range.ts';
import { colorNumber, type Line, type Room, type Span, span } from './spans.ts';

const [BLACK, WHITE] = [16, 231];

/** Texts with their words shaded; those that do most have their numbers behind them, which is all that shows without colours. */
export function wordsToTerminal(figure: WordsFigure, room: Room): Line[] {
  const range = wordsRange(figure);
  const lines: Line[] = [];
  for (const { label, words, values } of figure.rows) {
    lines.push([span(label, { style: 'bold' })]);
    let [line, used]: [Span[], number] = [[], 0];
    for (const [i, word] of words.entries()) {
      if (lines.length >= room.height) break;
      const value = values[i] as number;
      const blank = word.trim() === '';
      const piece = blank ? ' ' : cutText(spacedText(word).trim(), room.width);
      const number = !blank && isStrong(value, range) ? `(${numberText(value)})` : '';
      const columns = textColumns(piece) + number.length;
      if (used + columns > room.width && used > 0) {
        lines.push(line);
        [line, used] = [[], 0];
      }
      if (blank && used === 0) continue;
      line.push(shaded(piece, value, range), ...(number === '' ? [] : [{ text: number, style: 'dim' } as const]));
      used += columns;
    }
    if (line.length > 0) lines.push(line);
  }
  return [...lines.slice(0, room.height - 1), [span(figure.value, { style: 'dim' })]];
}

function shaded(text: string, value: number, range: readonly [number, number]): Span {
  if (text === ' ' || !Number.isFinite(value) || value === 0) return { text };
  const paper = shadeOf(shades(true), heatShare(value, range, true));
  return { text, ink: inkOn(paper) === '#000' ? BLACK : WHITE, paper: colorNumber(paper) };
}
