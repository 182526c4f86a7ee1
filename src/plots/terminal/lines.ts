import { clipLine } from '../clip-line.ts';
import type { LineSeries, LinesFigure } from '../figure.ts';
import { pairedValues } from '../paired-values.ts';
import { cutText, plainText, textColumns } from '../text-columns.ts';
import { isPlace, type Point, thinLine } from '../thin-line.ts';
import { plane } from './axes.ts';
import { makeGrid } from './grid.ts';
import { type Line, type Room, type Span, seriesColor } from './spans.ts';

const MARKS = '●■▲◆○□△◇';
/** Bits of a braille sign, from its upper left dot down, then the right column. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BRAILLE = 0x2800;

/** Lines of braille dots over a common axis. */
export function linesToTerminal({ x, y, series }: LinesFigure, room: Room): Line[] {
  const names = legend(series, room);
  const area = plane({
    width: room.width,
    height: room.height - names.length,
    dots: [2, 4],
    x,
    y,
    xValues: pairedValues(series, 'x', 'y'),
    yValues: pairedValues(series, 'y', 'x'),
  });
  const grid = makeGrid(area.width, area.height);
  const bits = new Uint8Array(area.width * area.height);
  const marks: (readonly [x: number, y: number, index: number])[] = [];
  for (const [index, one] of series.entries()) {
    const ink = seriesColor(one.color ?? index);
    const points = thinLine(
      Array.from(one.x, (at, i): Point => ({ x: area.x.at(at), y: area.y.at(one.y[i] as number) })),
    );
    const dot = (px: number, py: number): void => {
      const [column, row] = [px >> 1, py >> 2];
      const cell = row * area.width + column;
      bits[cell]! |= (DOTS[px & 1] as readonly number[])[py & 3] as number;
      grid.put(column, row, String.fromCharCode(BRAILLE + (bits[cell] as number)), ink);
    };
    const size = { width: area.width * 2, height: area.height * 4 };
    trace(points, size, one.dashed === true, dot);
    for (const point of markedPoints(points, size, index, series.length)) {
      marks.push([Math.floor(point.x / 2), Math.floor(point.y / 4), index]);
    }
  }
  for (const [column, row, index] of marks)
    grid.put(column, row, markOf(index), seriesColor(series[index]?.color ?? index));
  return [...names, ...area.frame(grid.lines(), bits.every((dots) => dots === 0) && marks.length === 0)];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Joins points by dots, those within the frame; a dashed line leaves every other few out. */
function trace(points: readonly Point[], size: Size, dashed: boolean, dot: (x: number, y: number) => void): void {
  let walked = 0;
  for (const [i, to] of points.entries()) {
    const from = points[i - 1] ?? to;
    if (!isPlace(to)) continue;
    const part = clipLine(isPlace(from) ? from : to, to, [0, 0, size.width - 1, size.height - 1]);
    if (part === undefined) continue;
    const [a, b] = part;
    const steps = Math.max(Math.abs(Math.round(b.x) - Math.round(a.x)), Math.abs(Math.round(b.y) - Math.round(a.y)));
    for (let k = 0; k <= steps; k++) {
      const share = steps === 0 ? 0 : k / steps;
      const [x, y] = [Math.round(a.x + (b.x - a.x) * share), Math.round(a.y + (b.y - a.y) * share)];
      if (dashed && (walked + k) % 6 > 3) continue;
      if (x >= 0 && y >= 0 && x < size.width && y < size.height) dot(x, y);
    }
    walked += steps;
  }
}

/** One between two gaps always; of several lines some points of each, at other places. */
function markedPoints(points: readonly Point[], { width, height }: Size, index: number, count: number): Point[] {
  const real = points.filter((point) => isPlace(point) && point.x < width && point.y >= 0 && point.y < height);
  const alone = points.filter(
    (point, i) => isPlace(point) && ![points[i - 1], points[i + 1]].some((near) => near !== undefined && isPlace(near)),
  );
  if (count === 1) return alone;
  const every = Math.max(1, Math.floor(real.length / 5));
  const first = Math.floor((every * (2 * (index % 4) + 1)) / 8);
  return [...alone, ...real.filter((_, i) => i % every === first)];
}

function markOf(index: number): string {
  return MARKS[index % MARKS.length] as string;
}

/** Names of the lines behind their marks, on at most three lines. */
function legend(series: readonly LineSeries[], { width, height }: Room): Line[] {
  if (series.length === 0 || height < 7) return [];
  const lines: Span[][] = [[]];
  let used = 0;
  const most = height >= 14 ? 3 : 1;
  for (const [index, { name, dashed, color }] of series.entries()) {
    const rest = series.length - index;
    const text = cutText(plainText(name), Math.max(width - 8, 4));
    const columns = textColumns(text) + (dashed ? 5 : 4);
    if (used > 0 && used + columns > width) {
      if (lines.length === most) {
        (lines.at(-1) as Span[]).push({ text: `+${rest}`, style: 'dim' });
        break;
      }
      lines.push([]);
      used = 0;
    }
    const sign = dashed ? `${markOf(index)}╌` : markOf(index);
    (lines.at(-1) as Span[]).push({ text: sign, ink: seriesColor(color ?? index) }, { text: ` ${text}  ` });
    used += columns;
  }
  return lines;
}
