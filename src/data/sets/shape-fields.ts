import { cos, sin } from '../../math.ts';

/** How far a point lies outside of a figure; negative inside. Near the edge it grows like a distance. */
export type Field = (x: number, y: number) => number;

/** Figures of radius about 1 around the middle. */
export const shapeFields: Readonly<Record<string, Field>> = {
  circle: (x, y) => Math.sqrt(x * x + y * y) - 0.92,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.8,
  triangle: (x, y) => Math.max(y, 0.866 * Math.abs(x) - 0.5 * y) - 0.55,
  star,
  ring: (x, y) => Math.abs(Math.sqrt(x * x + y * y) - 0.72) - 0.24,
  cross: (x, y) => Math.min(beam(x, y), beam(y, x)),
};

function beam(along: number, across: number): number {
  return Math.max(Math.abs(along) - 0.98, Math.abs(across) - 0.3);
}

/** Normals of the five lines of a pentagram. */
const STAR: readonly { readonly x: number; readonly y: number }[] = Array.from({ length: 5 }, (_, i) => {
  const angle = (i * 6.283185307179586) / 5;
  return { x: sin(angle), y: cos(angle) };
});

/** A pentagram with its inside: a point beyond no more than one of its five lines is in it. */
function star(x: number, y: number): number {
  let most = -Infinity;
  let second = -Infinity;
  for (const { x: nx, y: ny } of STAR) {
    const beyond = nx * x + ny * y - 0.4;
    second = Math.max(second, Math.min(most, beyond));
    most = Math.max(most, beyond);
  }
  return second;
}

/** Makes a field of period 1, of which `share`, about one half, is ink; `bend` is the height of waves. */
export type Pattern = (share: number, bend: number) => Field;

/** Patterns without an end. */
export const textureFields: Readonly<Record<string, Pattern>> = {
  stripes: (share) => (x) => stripe(x, share),
  checkerboard: () => (x, y) => {
    const a = stripe(x / 2, 0.5) * 2;
    const b = stripe(y / 2, 0.5) * 2;
    return Math.max(Math.min(a, b), -Math.max(a, b));
  },
  dots: (share) => (x, y) => {
    const dx = x - Math.floor(x) - 0.5;
    const dy = y - Math.floor(y) - 0.5;
    return Math.sqrt(dx * dx + dy * dy) - 0.3 - 0.2 * (share - 0.5);
  },
  waves: (share, bend) => (x, y) => stripe(x + bend * wave(y / 2.5), share),
};

function stripe(x: number, share: number): number {
  return Math.abs(x - Math.floor(x) - 0.5) - share / 2;
}

/** From −1 to 1 and back in a period of 1, made of two parabolas. */
function wave(x: number): number {
  const t = 2 * (x - Math.floor(x));
  return t < 1 ? 4 * t * (1 - t) : -4 * (t - 1) * (2 - t);
}
