import { axisText } from '../axis-scale.ts';
import { LIGHT_SERIES } from '../colors.ts';
import type { PointsFigure } from '../figure.ts';
import { numberText } from '../number-text.ts';
import { cutText, plainText } from '../text-columns.ts';
import { frame, noValues } from './frame.ts';
import { element, signWidth, textAt, textWidth } from './markup.ts';
import type { Drawing, Place } from './page.ts';
import { placeLabels } from './place-labels.ts';
import { SIZE } from './style.ts';

/** Points that get a name at most, points named in words, and a name's longest width. */
const [NAMED, TOLD, WIDEST] = [1000, 24, 160];

/** Points with their names, those that have room. */
export function drawPoints({ x, y, points }: PointsFigure, { width, height }: Place): Drawing {
  const seen = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const box = frame({
    width,
    height: height ?? Math.min(Math.max(width * 0.75, 344), 900),
    top: 4,
    x,
    y,
    xValues: withMargin(seen.map((point) => point.x)),
    yValues: seen.map((point) => point.y),
  });
  const marks = seen
    .map(({ label, color = 0, ...point }, i) => ({
      x: box.left + box.x.at(point.x),
      y: box.top + box.y.at(point.y),
      color: color % LIGHT_SERIES.length,
      text: label === undefined || i >= NAMED ? '' : cutText(plainText(label), WIDEST / SIZE.tick, signWidth),
    }))
    .filter((mark) => inside(mark, box));
  const room = { left: box.left + 2, top: box.top - 4, right: box.left + box.width + 14, bottom: box.top + box.height };
  const places = placeLabels(
    marks.map((mark) => ({ ...mark, width: mark.text === '' ? 0 : textWidth(mark.text, SIZE.tick) })),
    room,
  );
  const body = marks.map((mark, i) => {
    const place = places[i];
    const circle = element('circle', { class: `mark f${mark.color}`, cx: mark.x, cy: mark.y, r: 3.5 });
    return circle + (place === undefined ? '' : textAt(place.left, place.bottom - 3, mark.text));
  });
  const left = seen.filter(({ label }) => label !== undefined && label !== '').length - places.filter(Boolean).length;
  return {
    body: box.body + (marks.length === 0 ? noValues(box) : body.join('')),
    height: box.bottom,
    words: wordsOf(
      { x: axisText(x), y: axisText(y), names: seen.flatMap(({ label }) => label ?? []), left },
      seen.length,
    ),
  };
}

/** The same and a little beyond both ends, so that no point stands on the axis. */
function withMargin(values: readonly number[]): number[] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = (greatest - least) / 25;
  return [...values, least - margin, greatest + margin];
}

/** An axis may end before a point. */
function inside(
  { x, y }: { x: number; y: number },
  box: { left: number; top: number; width: number; height: number },
): boolean {
  const reaches = (at: number, from: number, size: number): boolean => at >= from - 0.5 && at <= from + size + 0.5;
  return reaches(x, box.left, box.width) && reaches(y, box.top, box.height);
}

function wordsOf(
  { x, y, names, left }: { x: string; y: string; names: readonly string[]; left: number },
  count: number,
): string {
  const told = names.slice(0, TOLD).join(', ');
  const rest = names.length > TOLD ? ` and ${names.length - TOLD} more` : '';
  const named = names.length === 0 ? '' : `: ${told}${rest}`;
  const hidden = left === 0 ? '' : ` ${numberText(left)} ${left === 1 ? 'name has' : 'names have'} no room.`;
  return `${numberText(count)} ${count === 1 ? 'point' : 'points'} over ${x} and ${y}${named}.${hidden}`;
}
