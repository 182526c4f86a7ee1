/** A place of a point in a picture; NaN where it has none. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points kept at most: beyond it every n-th of those left is taken. */
const MOST = 20_000;

/**
 * The points of a line that can be seen: of neighbours in one column of pixels the first, the lowest, the highest and the
 * last; gaps stay.
 */
export function thinLine(points: readonly Point[], pixel = 1): Point[] {
  if (points.length < 500) return [...points];
  const kept: Point[] = [];
  let group: Point[] = [];
  const flush = (): void => {
    kept.push(...endsOf(group));
    group = [];
  };
  for (const point of points) {
    const [before] = group;
    const missing = !isPlace(point);
    if (before === undefined) group = [point];
    else if (
      missing === !isPlace(before) &&
      (missing || Math.floor(point.x / pixel) === Math.floor(before.x / pixel))
    ) {
      group.push(point);
    } else {
      flush();
      group = [point];
    }
  }
  flush();
  const every = Math.ceil(kept.length / MOST);
  return every <= 1 ? kept : kept.filter((point, i) => i % every === 0 || !isPlace(point));
}

/** Whether a point has a place. */
export function isPlace({ x, y }: Point): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** One for a gap; else the first, the lowest, the highest and the last, in their order. */
function endsOf(group: readonly Point[]): Point[] {
  const [first] = group;
  if (first === undefined || !isPlace(first)) return group.slice(0, 1);
  let [low, high] = [0, 0];
  for (const [i, { y }] of group.entries()) {
    if (y < (group[low] as Point).y) low = i;
    if (y > (group[high] as Point).y) high = i;
  }
  const places = [...new Set([0, low, high, group.length - 1])].sort((a, b) => a - b);
  return places.map((i) => group[i] as Point);
}
