import type { HistogramFigure } from '../figure.ts';
import { plane } from './axes.ts';
import { makeGrid } from './grid.ts';
import { type Line, type Room, seriesColor } from './spans.ts';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/** Counts as columns of eighth blocks; a column of the terminal shows the largest of the bins in it. */
export function histogramToTerminal({ x, edges, counts }: HistogramFigure, room: Room): Line[] {
  const area = plane({
    width: room.width,
    height: room.height,
    dots: [8, 8],
    x,
    y: { label: 'count', min: 0 },
    xValues: counts.length === 0 ? [] : edges,
    yValues: counts,
    include: 0,
  });
  const most = new Float64Array(area.width);
  for (const [i, count] of counts.entries()) {
    const from = placeOf(area.x.at(edges[i] as number));
    const to = placeOf(area.x.at(edges[i + 1] as number));
    const last = Math.max(Math.ceil(to) - 1, Math.floor(from));
    for (let column = Math.max(Math.floor(from), 0); column <= Math.min(last, area.width - 1); column++) {
      most[column] = Math.max(most[column] as number, count);
    }
  }
  const grid = makeGrid(area.width, area.height);
  for (const [column, count] of most.entries()) {
    const top = area.y.at(count);
    // a count above 0 shows at least a trace
    const eighths = count === 0 ? 0 : Math.max(1, Math.round(area.height * 8 - 1 - top));
    for (let row = 0; row < area.height; row++) {
      const part = Math.min(Math.max(eighths - (area.height - 1 - row) * 8, 0), 8);
      if (part > 0) grid.put(column, row, EIGHTHS[part] as string, seriesColor(0));
    }
  }
  return area.frame(
    grid.lines(),
    counts.every((count) => count === 0),
  );
}

/** In columns; on a log axis an edge at 0 or below lies at its left end. */
function placeOf(at: number): number {
  return Number.isFinite(at) ? at / 8 : 0;
}
