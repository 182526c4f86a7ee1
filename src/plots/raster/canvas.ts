import type { Rgb } from '../colors.ts';

/** Corners x, y of a closed area, or points of a line. */
export type Points = readonly number[];

/** A colour, or one for each point of the canvas; undefined leaves what is there. */
export type Paint = Rgb | ((x: number, y: number) => Rgb | undefined);

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

/** Lines of a pixel that are looked at for its share of an area. */
const LINES = 4;

/** White paper of pixels. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3).fill(255);
  }

  /** Fills what lies within any of the areas, all of which turn the same way; edges are mixed by their share of a pixel. */
  fill(areas: readonly Points[], paint: Paint, clip: Box): void {
    const [left, top, right, bottom] = clip;
    const edges = areas.flatMap(edgesOf);
    const [x0, y0, x1, y1] = boxOf(edges);
    const begin = Math.max(Math.floor(Math.max(left, x0)), 0);
    const end = Math.min(Math.ceil(Math.min(right, x1)), this.width);
    const last = Math.min(Math.ceil(Math.min(bottom, y1)), this.height);
    if (begin >= end) return;
    const shares = new Float32Array(end - begin);
    for (let y = Math.max(Math.floor(Math.max(top, y0)), 0); y < last; y++) {
      shares.fill(0);
      for (let line = 0; line < LINES; line++) {
        const at = y + (line + 0.5) / LINES;
        if (at < top || at > bottom) continue;
        for (const [from, to] of spans(edges, at)) {
          addSpan(shares, Math.max(from, left, 0) - begin, Math.min(to, right, this.width) - begin);
        }
      }
      this.#mixRow(y, begin, shares, paint);
    }
  }

  /** Mixes a colour into a row of pixels, as much of it as their shares say. */
  #mixRow(y: number, begin: number, shares: Float32Array, paint: Paint): void {
    const { pixels, width } = this;
    const solid = typeof paint === 'function' ? undefined : paint;
    for (let i = 0; i < shares.length; i++) {
      const share = shares[i] as number;
      if (share <= 0) continue;
      const color = solid ?? (paint as (x: number, y: number) => Rgb | undefined)(begin + i, y);
      if (color === undefined) continue;
      const at = (y * width + begin + i) * 3;
      for (let c = 0; c < 3; c++) {
        const value = color[c] as number;
        pixels[at + c] = share > 0.999 ? value : mixed(pixels[at + c] as number, value, share);
      }
    }
  }
}

function mixed(before: number, color: number, share: number): number {
  return Math.round(before + (color - before) * share);
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly down: 1 | -1;
}

function edgesOf(points: Points): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    const [x0, y0, x1, y1] = [points[i], points[i + 1], points[j], points[j + 1]] as [number, number, number, number];
    if (y0 < y1) edges.push({ x0, y0, x1, y1, down: 1 });
    else if (y0 > y1) edges.push({ x0: x1, y0: y1, x1: x0, y1: y0, down: -1 });
  }
  return edges;
}

function boxOf(edges: readonly Edge[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x0, y0, x1, y1 } of edges) {
    left = Math.min(left, x0, x1);
    right = Math.max(right, x0, x1);
    top = Math.min(top, y0);
    bottom = Math.max(bottom, y1);
  }
  return [left, top, right, bottom];
}

/** From where to where a horizontal line is inside. */
function spans(edges: readonly Edge[], y: number): [number, number][] {
  const crossings = edges
    .filter(({ y0, y1 }) => y0 <= y && y < y1)
    .map(({ x0, y0, x1, y1, down }) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), down }))
    .sort((a, b) => a.x - b.x);
  const found: [number, number][] = [];
  let [turns, from] = [0, 0];
  for (const { x, down } of crossings) {
    if (turns === 0) from = x;
    turns += down;
    if (turns === 0) found.push([from, x]);
  }
  return found;
}

function addSpan(shares: Float32Array, from: number, to: number): void {
  for (let x = Math.floor(from); x < to; x++) {
    const share = Math.min(to, x + 1) - Math.max(from, x);
    shares[x] = (shares[x] as number) + share / LINES;
  }
}
