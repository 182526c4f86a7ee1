import { axisText } from '../axis-scale.ts';
import { barAxis } from '../bar-axis.ts';
import type { BarsFigure } from '../figure.ts';
import { greatestOf } from '../greatest-of.ts';
import { numberText } from '../number-text.ts';
import { cutText, plainText } from '../text-columns.ts';
import { fittingScale, labelBelow, ticksBelow } from './frame.ts';
import { coordinate, element, signWidth, textAt, textWidth } from './markup.ts';
import type { Drawing, Place } from './page.ts';
import { SIZE } from './style.ts';

/** Bars drawn at most. */
const MOST = 1000;

/** Bars by name, one under the other. */
export function drawBars({ labels, values: all, value, marked }: BarsFigure, place: Place): Drawing {
  const names = labels.slice(0, MOST).map(plainText);
  const values = Array.from(all).slice(0, MOST);
  const numbers = values.map((one) => numberText(one));
  const rest = labels.length - names.length;
  const widest = greatestOf(names, (name) => textWidth(name, SIZE.tick) * 1.08);
  const left = Math.min(widest, place.width * 0.35) + 22;
  const side = greatestOf(numbers, (text) => textWidth(text, SIZE.tick)) + 12;
  const width = Math.max(place.width - left - side, 40);
  const height = Math.max((place.height ?? Math.min(Math.max(names.length, 1) * 26, 1000) + 48) - 48, 30);
  const { axis, base } = barAxis(value, values);
  const scale = fittingScale(axis, values.filter(Number.isFinite), width);
  const start = Math.min(Math.max(scale.at(base), 0), width);
  const step = height / Math.max(names.length, 1);
  const every = Math.max(1, Math.ceil(14 / step));
  const bars = names.map((name, i) => {
    const [top, at] = [i * step, scale.at(values[i] as number)];
    const end = Number.isFinite(at) ? Math.min(Math.max(at, 0), width) : start;
    const [from, to] = [Math.min(start, end), Math.max(start, end)];
    const strong = i === marked;
    const y = top + step / 2 + 4;
    const shown = cutText(name, (left - 22) / SIZE.tick / 1.08, signWidth);
    const className = strong ? { className: 'strong' } : {};
    const texts =
      i % every === 0 || strong
        ? textAt(left - 8, y, strong ? `▸ ${shown}` : shown, { anchor: 'end', ...className }) +
          textAt(left + to + 6, y, numbers[i] as string, className)
        : '';
    const gap = Math.min(step * 0.12, 3);
    const bar = { x: left + from, y: top + gap, width: to - from, height: step - 2 * gap, rx: Math.min(2, step / 6) };
    return element('rect', { class: strong ? 'f1' : 'f0', ...bar }) + texts;
  });
  const lines = scale.ticks.map(({ at }) =>
    element('path', { class: 'grid', d: `M${coordinate(left + at)} 0v${coordinate(height)}` }),
  );
  const body = [
    ...lines,
    ...bars,
    element('path', { class: 'axis', d: `M${coordinate(left + start)} 0v${coordinate(height)}` }),
    ticksBelow(scale.ticks, { left, width, bottom: height }),
    labelBelow(axisText(value), left, width, height + 40),
    rest > 0 ? textAt(0, height + 62, `${rest} more are not drawn`, { className: 'soft' }) : '',
  ];
  const words = names.slice(0, 24).map((name, i) => `${name} ${numbers[i]}${i === marked ? ' (marked)' : ''}`);
  return {
    body: body.join(''),
    height: height + (rest > 0 ? 70 : 48),
    words: `Bars of ${axisText(value)}: ${words.join('; ') || 'none'}.`,
  };
}
