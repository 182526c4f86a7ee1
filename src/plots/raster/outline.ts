import { cos, sin } from '../../math.ts';
import { type ClipBox, clipLine } from '../clip-line.ts';
import type { Point } from '../thin-line.ts';
import type { Points } from './canvas.ts';

/** a, b, c, d, e, f: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** First `inner`, then `outer`. */
export function after(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** Points moved by a matrix. */
export function moved([a, b, c, d, e, f]: Matrix, points: Points): number[] {
  const out: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]] as [number, number];
    out.push(a * x + c * y + e, b * x + d * y + f);
  }
  return out;
}

function distance(x0: number, y0: number, x1: number, y1: number): number {
  return Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
}

/** A circle as corners. */
export function circle(x: number, y: number, r: number): number[] {
  const count = Math.max(8, Math.ceil(3 * r));
  return Array.from({ length: count }, (_, i) => (2 * Math.PI * i) / count).flatMap((angle) => [
    x + r * cos(angle),
    y + r * sin(angle),
  ]);
}

/** The area that a line of this width covers, with round ends, as areas that all turn the same way. */
export function strokeAreas(line: Points, width: number): number[][] {
  const half = width / 2;
  const areas: number[][] = [];
  for (let i = 0; i < line.length; i += 2) {
    const [x0, y0, x1, y1] = line.slice(i, i + 4) as [number, number, number?, number?];
    const length = x1 === undefined || y1 === undefined ? 0 : distance(x0, y0, x1, y1);
    if (half > 0.8 || length === 0) areas.push(circle(x0, y0, half)); // thin lines need no round ends
    if (x1 === undefined || y1 === undefined || length === 0) continue;
    const [nx, ny] = [((y0 - y1) / length) * half, ((x1 - x0) / length) * half];
    areas.push([x0 - nx, y0 - ny, x1 - nx, y1 - ny, x1 + nx, y1 + ny, x0 + nx, y0 + ny]);
  }
  return areas;
}

/** The pieces of a line that lie in a rectangle. */
export function clippedLines(line: Points, box: ClipBox): number[][] {
  const found: number[][] = [];
  let end: Point | undefined;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [x0, y0, x1, y1] = line.slice(i, i + 4) as [number, number, number, number];
    const part = clipLine({ x: x0, y: y0 }, { x: x1, y: y1 }, box);
    if (part === undefined) continue;
    const [from, to] = part;
    if (end !== undefined && end.x === from.x && end.y === from.y) found.at(-1)?.push(to.x, to.y);
    else found.push([from.x, from.y, to.x, to.y]);
    end = to;
  }
  return found;
}

/** The dashes of a line. */
export function dashes(line: Points, [on, off]: readonly [number, number]): number[][] {
  const found: number[][] = [];
  let current: number[] = line.slice(0, 2);
  let [draws, left] = [true, on];
  for (let i = 0; i + 3 < line.length; i += 2) {
    let [x, y] = line.slice(i, i + 2) as [number, number];
    const [x1, y1] = line.slice(i + 2, i + 4) as [number, number];
    for (;;) {
      const rest = distance(x, y, x1, y1);
      if (rest <= left) {
        left -= rest;
        current.push(x1, y1);
        break;
      }
      x += ((x1 - x) * left) / rest;
      y += ((y1 - y) * left) / rest;
      if (draws) found.push([...current, x, y]);
      current = [x, y];
      draws = !draws;
      left = draws ? on : off;
    }
  }
  return draws ? [...found, current] : found;
}

/** Pieces that an arc or a curve is cut into. */
const PIECES = 16;

/** The lines of a path's data. @throws Error for a command that pictures of this package do not have. */
export function pathLines(data: string): number[][] {
  const lines: number[][] = [];
  const tokens = data.match(/[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g) ?? [];
  let [at, command, x, y] = [0, '', 0, 0];
  const take = (): number => Number(tokens[at++]);
  const go = (toX: number, toY: number): void => {
    [x, y] = [toX, toY];
    (lines.at(-1) as number[]).push(x, y);
  };
  while (at < tokens.length) {
    if (/[A-Za-z]/.test(tokens[at] as string)) command = tokens[at++] as string;
    const relative = command === command.toLowerCase();
    const [bx, by] = relative ? [x, y] : [0, 0];
    const kind = command.toUpperCase();
    if (kind === 'M') {
      [x, y] = [bx + take(), by + take()];
      lines.push([x, y]);
      command = relative ? 'l' : 'L';
    } else if (kind === 'L') go(bx + take(), by + take());
    else if (kind === 'H') go(bx + take(), y);
    else if (kind === 'V') go(x, by + take());
    else if (kind === 'Z') go((lines.at(-1) as number[])[0] as number, (lines.at(-1) as number[])[1] as number);
    else if (kind === 'C') {
      const [x0, y0, ...rest] = [x, y, ...Array.from({ length: 6 }, (_, i) => take() + (i % 2 ? by : bx))];
      const [x1, y1, x2, y2, x3, y3] = rest as [number, number, number, number, number, number];
      for (let i = 1; i <= PIECES; i++) {
        const [t, s] = [i / PIECES, 1 - i / PIECES];
        const [k0, k1, k2, k3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
        go(k0 * (x0 as number) + k1 * x1 + k2 * x2 + k3 * x3, k0 * (y0 as number) + k1 * y1 + k2 * y2 + k3 * y3);
      }
    } else if (kind === 'A') {
      const [r, , , , sweep] = [take(), take(), take(), take(), take()] as [number, number, number, number, number];
      halfCircle(x, y, bx + take(), by + take(), r, sweep === 1, go);
    } else throw new Error(`path command '${command}'`);
  }
  return lines;
}

/** Half a circle from one end of its diameter to the other: circles are drawn by two of them, and there are no other arcs. */
function halfCircle(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  r: number,
  clockwise: boolean,
  go: (x: number, y: number) => void,
): void {
  if (Math.abs(distance(x0, y0, x1, y1) - 2 * r) > 0.05) throw new Error('arc that is no half circle');
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const [dx, dy] = [x0 - cx, y0 - cy];
  for (let i = 1; i <= PIECES; i++) {
    const angle = ((clockwise ? 1 : -1) * Math.PI * i) / PIECES;
    const [c, s] = [cos(angle), sin(angle)];
    go(cx + dx * c - dy * s, cy + dx * s + dy * c);
  }
}
