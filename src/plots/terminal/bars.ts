import { axisText } from '../axis-scale.ts';
import { barAxis } from '../bar-axis.ts';
import type { BarsFigure } from '../figure.ts';
import { greatestOf } from '../greatest-of.ts';
import { numberText } from '../number-text.ts';
import { plainText, textColumns } from '../text-columns.ts';
import { bottomAxis, fittingScale } from './axes.ts';
import { type Line, padded, type Room, type Span, seriesColor, span } from './spans.ts';

const EIGHTHS = ' ▏▎▍▌▋▊▉█';

/** Bars of eighth blocks by name, each with its number. */
export function barsToTerminal({ labels, values, value, marked }: BarsFigure, room: Room): Line[] {
  const names = labels.map((label, i) => (i === marked ? `▸ ${plainText(label)}` : plainText(label)));
  const numbers = Array.from(values, (one) => numberText(one));
  const side = Math.min(greatestOf(names, textColumns, 1), Math.floor(room.width / 3));
  const numberSide = Math.min(greatestOf(numbers, textColumns, 1), Math.floor(room.width / 3));
  const width = Math.max(room.width - side - numberSide - 3, 2);
  const { axis, base } = barAxis(value, values);
  const scale = fittingScale(axis, Array.from(values), { width, dots: 8, length: width * 8 });
  const start = scale.at(base);
  const full = labels.length + 3 <= room.height;
  const shown = full ? labels.length : Math.max(room.height - 4, 1);
  const bars = names.slice(0, shown).map((name, i): Line => {
    const strong = i === marked ? ({ style: 'bold' } as const) : {};
    const ink = seriesColor(i === marked ? 1 : 0);
    const bar = blocks(start, Math.min(Math.max(scale.at(values[i] as number), 0), width * 8), width);
    return [
      { text: `${padded(name, side, 'right')} │`, ...strong },
      { text: bar, ink },
      { text: ` ${padded(numbers[i] as string, numberSide, 'right')}`, ...strong },
    ];
  });
  const ticks = scale.ticks.map(({ at, text }) => ({ at: Math.min(Math.floor(at / 8), width - 1), text }));
  const rest: Span[] = shown < labels.length ? [{ text: `${labels.length - shown} more`, style: 'dim' }] : [];
  return [
    ...bars,
    ...(rest.length > 0 ? [rest] : []),
    ...bottomAxis(ticks, width, side + 1),
    [{ text: ' '.repeat(side + 2) }, span(axisText(value), { style: 'dim' })],
  ];
}

/** A bar between two places, in eighths of a column. */
function blocks(start: number, end: number, width: number): string {
  const [from, to] = [Math.min(start, end), Math.max(start, end)];
  if (!(to > from)) return ' '.repeat(width);
  let text = '';
  for (let column = 0; column < width; column++) {
    const [left, right] = [Math.max(from - column * 8, 0), Math.min(to - column * 8, 8)];
    const part = Math.round(right - left);
    if (right <= left || part <= 0) text += column === Math.floor(from / 8) && to - from < 1 ? '▏' : ' ';
    else if (left < 0.5) text += EIGHTHS[part];
    else text += part >= 6 ? '█' : '▐'; // there are no other blocks that stand at the right
  }
  return text;
}
