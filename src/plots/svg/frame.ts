import { type AxisScale, axisScale, axisText, decisiveValues, type Tick } from '../axis-scale.ts';
import type { Axis } from '../figure.ts';
import { cutText, plainText } from '../text-columns.ts';
import { coordinate, element, ID, signWidth, textAt, textWidth } from './markup.ts';
import { SIZE } from './style.ts';

/** The rectangle between two axes, and the scales along it. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: AxisScale;
  readonly y: AxisScale;
  /** Axes, ticks, grid and labels. */
  readonly body: string;
  /** Height with the labels below. */
  readonly bottom: number;
}

/** What is to be framed. */
interface FrameRequest {
  readonly width: number;
  /** From `top` to the end of the labels. */
  readonly height: number;
  readonly top: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly xValues: Iterable<number>;
  readonly yValues: Iterable<number>;
  /** A value that y must reach: 0 for counts. */
  readonly include?: number;
}

/** Lays out two axes, with the ticks that have room. */
export function frame(request: FrameRequest): Frame {
  const { top, x, y, xValues, yValues, include } = request;
  const height = Math.max(request.height - 44, 40);
  const up = axisScale(y, yValues, {
    range: [height, 0],
    count: Math.max(2, Math.floor(height / 44)),
    nice: true,
    ...(include === undefined ? {} : { include }),
  });
  const left = 24 + Math.max(14, ...up.ticks.map(({ text }) => textWidth(text, SIZE.tick))) + 6;
  const width = Math.max(request.width - left - 14, 40);
  const along = fittingScale(x, xValues, width);
  const body = [
    ...up.ticks.map((tick) =>
      element('path', { class: 'grid', d: `M${left} ${coordinate(top + tick.at)}h${coordinate(width)}` }),
    ),
    ...up.ticks.map(({ at, text }) => textAt(left - 7, top + at + 4, text, { anchor: 'end' })),
    ticksBelow(along.ticks, { left, width, bottom: top + height }),
    element('path', {
      class: 'axis',
      d: `M${coordinate(left)} ${coordinate(top)}v${coordinate(height)}h${coordinate(width)}`,
    }),
    labelBelow(axisText(x), left, width, top + height + 38),
    labelAside(axisText(y), 11, top, height),
  ].join('');
  return { left, top, width, height, x: along, y: up, body, bottom: top + height + 44 };
}

/** An axis to the right with as many ticks as have room side by side. */
export function fittingScale(axis: Axis, values: Iterable<number>, width: number): AxisScale {
  const kept = decisiveValues(values);
  for (let count = Math.max(2, Math.floor(width / 45)); ; count--) {
    const scale = axisScale(axis, kept, { range: [0, width], count });
    const fits = scale.ticks.every(({ at, text }, i) => {
      const next = scale.ticks[i + 1];
      return (
        next === undefined || next.at - at >= (textWidth(text, SIZE.tick) + textWidth(next.text, SIZE.tick)) / 2 + 10
      );
    });
    if (fits || count <= 1) return fits ? scale : { ...scale, ticks: scale.ticks.slice(0, 1) };
  }
}

/** Ticks and their texts under a horizontal axis; the outermost texts are kept within the picture. */
export function ticksBelow(
  ticks: readonly Tick[],
  { left, width, bottom }: { readonly left: number; readonly width: number; readonly bottom: number },
): string {
  return ticks
    .map(({ at, text }) => {
      const half = textWidth(text, SIZE.tick) / 2;
      const x = Math.min(Math.max(left + at, half), left + Math.max(width + 14 - half, half));
      return (
        element('path', { class: 'axis', d: `M${coordinate(left + at)} ${coordinate(bottom)}v5` }) +
        textAt(x, bottom + 18, text, { anchor: 'middle' })
      );
    })
    .join('');
}

/** The label of a horizontal axis. */
export function labelBelow(text: string, left: number, width: number, y: number): string {
  const whole = left + width;
  const shown = cutText(plainText(text), whole / SIZE.label, signWidth);
  const half = textWidth(shown, SIZE.label) / 2;
  const x = Math.min(Math.max(left + width / 2, half), Math.max(whole + 14 - half, half));
  return textAt(x, y, shown, { className: 'label', anchor: 'middle' });
}

/** The label of a vertical axis, read upwards. */
export function labelAside(text: string, x: number, top: number, height: number): string {
  const shown = cutText(plainText(text), (height + 30) / SIZE.label, signWidth);
  return textAt(x, top + height / 2, shown, { className: 'label', anchor: 'middle', turn: -90 });
}

/** Said in the middle of a frame that has nothing to show. */
export function noValues({ left, top, width, height }: Frame): string {
  return textAt(left + width / 2, top + height / 2, 'no values', { className: 'soft', anchor: 'middle' });
}

/** A clip of the frame, by name; lines that leave it end there. */
export function clipOf({ left, top, width, height }: Frame): { readonly body: string; readonly use: string } {
  const rect = element('rect', { x: left - 4, y: top - 4, width: width + 8, height: height + 8 });
  return { body: element('clipPath', { id: `${ID}-clip` }, rect), use: `url(#${ID}-clip)` };
}
