import type { WritingStyle } from './digit-strokes.ts';
import type { Draws } from './draws.ts';

/** Straight pieces between two points of a stroke. */
const PIECES = 5;

/** Points of all strokes of one digit, one after another. */
export interface PenWay {
  readonly x: number[];
  readonly y: number[];
  readonly radius: number[];
  /** True where the pen comes down. */
  readonly starts: boolean[];
}

/** The strokes with jittered and warped points, as straight pieces; coordinates from about −1 to 1. */
export function penWay({ strokes }: WritingStyle, sloppy: number, draws: Draws): PenWay {
  const way: PenWay = { x: [], y: [], radius: [], starts: [] };
  // A warp of the whole digit, of second order: it bends, leans, moves the waist, widens one end.
  const bends = Array.from({ length: 6 }, () => draws.normal(0.09 * sloppy));
  const bend = (a: number, b: number, from: number): number =>
    (bends[from] as number) * (a * a - 0.3) +
    (bends[from + 1] as number) * a * b +
    (bends[from + 2] as number) * (b * b - 0.3);
  for (const stroke of strokes) {
    const x: number[] = [];
    const y: number[] = [];
    for (let i = 0; i < stroke.length; i += 2) {
      const [u, v] = [((stroke[i] as number) - 30) / 50, ((stroke[i + 1] as number) - 50) / 50];
      const again = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1];
      if (again) {
        x.push(x.at(-1) as number);
        y.push(y.at(-1) as number);
        continue;
      }
      const sigma = (i === 0 || i === stroke.length - 2 ? 0.085 : 0.05) * sloppy;
      x.push(u + bend(v, u, 0) + draws.normal(sigma));
      y.push(v + bend(u, v, 3) + draws.normal(sigma));
    }
    const pressure = x.map(() => 1 + draws.normal(0.09));
    smooth(x, y, pressure, way);
  }
  return way;
}

/** A smooth line through points (Catmull and Rom's), cut into straight pieces. */
function smooth(x: readonly number[], y: readonly number[], pressure: readonly number[], way: PenWay): void {
  const last = x.length - 1;
  for (let i = 0; i < last; i++) {
    const [before, after] = [Math.max(0, i - 1), Math.min(last, i + 2)];
    const from = pressure[i] as number;
    const change = (pressure[i + 1] as number) - from;
    for (let piece = i === 0 ? 0 : 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      way.x.push(spline(x[before] as number, x[i] as number, x[i + 1] as number, x[after] as number, t));
      way.y.push(spline(y[before] as number, y[i] as number, y[i + 1] as number, y[after] as number, t));
      way.radius.push(from + t * change);
      way.starts.push(i === 0 && piece === 0);
    }
  }
}

function spline(before: number, a: number, b: number, after: number, t: number): number {
  const slope0 = (b - before) / 2;
  const slope1 = (after - a) / 2;
  const c = 3 * (b - a) - 2 * slope0 - slope1;
  const d = 2 * (a - b) + slope0 + slope1;
  return a + t * (slope0 + t * (c + t * d));
}
