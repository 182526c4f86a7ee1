import { hex, inkOn, shadeOf, shades } from '../colors.ts';
import type { WordsFigure, WordsRow } from '../figure.ts';
import { heatShare } from '../heat-values.ts';
import { numberText } from '../number-text.ts';
import { cutText, plainText, spacedText } from '../text-columns.ts';
import { isStrong, wordsRange } from '../words-range.ts';
import { element, signWidth, textAt, textWidth } from './markup.ts';
import type { Drawing, Place } from './page.ts';
import { SIZE } from './style.ts';

/** Fonts of the words and of numbers, height of their boxes, and of a line with the numbers under it. */
const [FONT, SMALL, BOX, LINE] = [14, 10, 21, 36];
/** Room of a row's label, and between rows. */
const [LABEL, GAP] = [22, 12];
/** Texts and words of a text drawn at most. */
const MOST = { rows: 40, words: 600 };

type Range = readonly [number, number];

/** Texts, one under the other; words that do most with their numbers. */
export function drawWords(figure: WordsFigure, { width }: Place): Drawing {
  const range = wordsRange(figure);
  const rows = figure.rows.slice(0, MOST.rows);
  let top = 0;
  const body: string[] = [];
  for (const row of rows) {
    const drawn = drawRow(row, { top, width, range });
    body.push(drawn.body);
    top += drawn.height;
  }
  const rest = figure.rows.length - rows.length;
  const note = `${figure.value}${rest > 0 ? `; ${rest} more are not drawn` : ''}`;
  body.push(textAt(0, top + 12, cutText(plainText(note), width / SIZE.tick, signWidth), { className: 'soft' }));
  const words = rows.map(({ label, words, values }) => {
    const strong = words.flatMap((word, i) => (isStrong(values[i] as number, range) ? [saidOf(word, values[i])] : []));
    return `${label}: ${words.join('')}${strong.length === 0 ? '' : ` (${strong.join(', ')})`}`;
  });
  return { body: body.join(''), height: top + 18, words: `${figure.value}. ${words.join(' ')}` };
}

function saidOf(word: string, value: number | undefined): string {
  return `${word} ${numberText(value as number)}`;
}

function drawRow(
  { label, words, values }: WordsRow,
  { top, width, range }: { top: number; width: number; range: Range },
): { body: string; height: number } {
  const body = [textAt(0, top + 14, cutText(plainText(label), width / SIZE.tick, signWidth), { className: 'strong' })];
  let [x, y] = [0, top + LABEL];
  for (const [i, word] of words.slice(0, MOST.words).entries()) {
    const blank = word.trim() === '';
    const shown = blank ? '' : cutText(spacedText(word).trim(), (width - 8) / FONT, signWidth);
    const number = isStrong(values[i] as number, range) ? textWidth(numberText(values[i] as number), SMALL) + 4 : 0;
    const wide = blank ? 4 : Math.max(textWidth(shown, FONT) + 6, number);
    if (x + wide > width && x > 0) [x, y] = [0, y + LINE];
    if (blank && x === 0) continue;
    if (!blank) body.push(drawWord(shown, values[i] as number, { x, y, wide, range }));
    x += wide;
  }
  if (words.length > MOST.words) body.push(textAt(x + 4, y + 15, '…'));
  return { body: body.join(''), height: y - top + LINE + GAP };
}

function drawWord(
  word: string,
  value: number,
  { x, y, wide, range }: { x: number; y: number; wide: number; range: Range },
): string {
  const middle = { anchor: 'middle', size: FONT } as const;
  if (!Number.isFinite(value) || value === 0) return textAt(x + wide / 2, y + 15, word, middle);
  const color = shadeOf(shades(true), heatShare(value, range, true));
  return [
    element('rect', { x, y, width: wide, height: BOX, rx: 3, fill: hex(color) }),
    textAt(x + wide / 2, y + 15, word, { ...middle, fill: inkOn(color) }),
    isStrong(value, range)
      ? textAt(x + wide / 2, y + BOX + 10, numberText(value), { anchor: 'middle', size: SMALL, className: 'soft' })
      : '',
  ].join('');
}
