import { axisText } from '../axis-scale.ts';
import type { HistogramFigure } from '../figure.ts';
import { numberText } from '../number-text.ts';
import { clipOf, frame, noValues } from './frame.ts';
import { coordinate, element } from './markup.ts';
import type { Drawing, Place } from './page.ts';

/** Counts between edges, side by side. */
export function drawHistogram({ x, edges, counts }: HistogramFigure, { width, height }: Place): Drawing {
  const box = frame({
    width,
    height: height ?? 330,
    top: 4,
    x,
    y: { label: 'count', min: 0 },
    xValues: counts.length === 0 ? [] : edges,
    yValues: counts,
    include: 0,
  });
  const [left, right] = [0, box.width];
  const bars = counts.map((count, i) => {
    const from = place(box.x.at(edges[i] as number), left);
    const to = place(box.x.at(edges[i + 1] as number), left);
    const y = box.y.at(count);
    if (count === 0 || to <= left || from >= right) return '';
    return `M${coordinate(from)} ${coordinate(box.height)}V${coordinate(y)}H${coordinate(to)}V${coordinate(box.height)}z`;
  });
  const clip = clipOf(box);
  const shape = element('path', {
    class: 'f0 mark',
    style: counts.length > box.width / 3 ? 'stroke:none' : undefined,
    d: bars.join(''),
    transform: `translate(${coordinate(box.left)} ${coordinate(box.top)})`,
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const ends =
    counts.length === 0 ? '' : ` from ${numberText(edges[0] as number)} to ${numberText(edges.at(-1) as number)}`;
  return {
    body: box.body + (total > 0 ? '' : noValues(box)) + clip.body + element('g', { 'clip-path': clip.use }, shape),
    height: box.bottom,
    words: `Histogram of ${axisText(x)}: ${numberText(total)} values in ${counts.length} bins${ends}.`,
  };
}

/** On a log axis an edge at 0 or below lies at its left end. */
function place(at: number, left: number): number {
  return Number.isFinite(at) ? at : left;
}
