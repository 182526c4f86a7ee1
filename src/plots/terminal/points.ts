import type { PointsFigure } from '../figure.ts';
import { plainText, signColumns, textColumns } from '../text-columns.ts';
import { plane } from './axes.ts';
import { makeGrid } from './grid.ts';
import { type Line, type Room, seriesColor } from './spans.ts';

const MARK = '●';

/** Points, and beside each its name where there is room. */
export function pointsToTerminal({ x, y, points }: PointsFigure, room: Room): Line[] {
  const seen = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const area = plane({
    width: room.width,
    height: room.height,
    dots: [1, 1],
    x,
    y,
    xValues: seen.map((point) => point.x),
    yValues: seen.map((point) => point.y),
  });
  const grid = makeGrid(area.width, area.height);
  const taken = new Uint8Array(area.width * area.height);
  const marks = seen
    .map(({ label = '', color = 0, ...point }) => ({
      column: Math.round(area.x.at(point.x)),
      row: Math.round(area.y.at(point.y)),
      label: plainText(label),
      ink: seriesColor(color),
    }))
    .filter(({ column, row }) => column >= 0 && column < area.width && row >= 0 && row < area.height);
  for (const { column, row, ink } of marks) {
    taken[row * area.width + column] = 1;
    grid.put(column, row, MARK, ink);
  }
  for (const { column, row, label } of marks) {
    const width = textColumns(label);
    const free = (from: number, to: number): boolean =>
      taken
        .subarray(row * area.width + Math.max(from, 0), row * area.width + Math.min(to, area.width))
        .every((cell) => cell === 0);
    const [right, left] = [column + 2, column - 1 - width];
    // a free column on either side keeps names apart
    const isRight = right + width <= area.width && free(column + 1, right + width + 1);
    const from = isRight ? right : left >= 0 && free(left - 1, column) ? left : undefined;
    if (from === undefined || label === '') continue;
    let at = from;
    for (const sign of label) {
      const columns = signColumns(sign);
      grid.put(at, row, sign);
      // a sign of two columns leaves no cell behind it
      if (columns === 2) grid.put(at + 1, row, '');
      at += columns;
    }
    taken.fill(1, row * area.width + from, row * area.width + from + width);
  }
  return area.frame(grid.lines(), marks.length === 0);
}
