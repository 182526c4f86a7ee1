import type { Point } from './thin-line.ts';

/** Left, top, right and bottom of a rectangle; what lies on its edge is in it. */
export type ClipBox = readonly [left: number, top: number, right: number, bottom: number];

/** The part of a stretch that lies in a rectangle; undefined where none does. */
export function clipLine(a: Point, b: Point, [left, top, right, bottom]: ClipBox): readonly [Point, Point] | undefined {
  let [from, to] = [0, 1];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  for (const [move, room] of [
    [-dx, a.x - left],
    [dx, right - a.x],
    [-dy, a.y - top],
    [dy, bottom - a.y],
  ] as const) {
    if (move === 0) {
      if (room < 0) return undefined;
      continue;
    }
    if (move < 0) from = Math.max(from, room / move);
    else to = Math.min(to, room / move);
  }
  if (!(from <= to)) return undefined;
  const at = (share: number): Point => ({ x: a.x + dx * share, y: a.y + dy * share });
  return [at(from), at(to)];
}
