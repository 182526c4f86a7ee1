import { ShapeError } from '../errors.ts';
import { describe } from '../options.ts';

/** Sizes of the axes, first axis first; `[]` is a scalar. */
export type Shape = readonly number[];

/** A shape whose first axes may be open (`null`), as layers see it before data comes. */
export type OpenShape = readonly (number | null)[];

/** One open shape, or the list of a layer that has several inputs or outputs. */
export type OpenShapes = OpenShape | readonly OpenShape[];

/** Whether it is one shape, not a list of them. */
export function isOneShape(shapes: OpenShapes): shapes is OpenShape {
  return !Array.isArray(shapes[0]);
}

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i] as number;
  return size;
}

/** `[32, 10, 8]`, as errors and summaries write it. */
export function formatShape(shape: OpenShape): string {
  return `[${shape.map((n) => (n === null ? 'null' : String(n))).join(', ')}]`;
}

/** Whether two shapes are the same. */
export function sameShape(a: OpenShape, b: OpenShape): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Throws unless it is a shape as layers see it before data comes, or a list of them. */
export function checkOpenShapes(action: string, shapes: unknown): void {
  const size = (n: unknown): boolean => n === null || (Number.isInteger(n) && (n as number) >= 0);
  const fits = (list: unknown): boolean => Array.isArray(list) && list.length > 0 && list.every(size);
  if (fits(shapes) || (Array.isArray(shapes) && shapes.length > 0 && shapes.every(fits))) return;
  throw new ShapeError(
    `Cannot ${action}: shape must be a list of whole numbers from 0 (or null), or a list of such lists, received ${describe(shapes)}`,
    { hint: 'Batch axis first, null where any size will do: [null, 8, 2].' },
  );
}

/** Throws unless every size is a whole number ≥ 0. */
export function checkShape(shape: Shape, action: string): void {
  if (Array.isArray(shape) && shape.every((n) => Number.isInteger(n) && n >= 0)) return;
  throw new ShapeError(`Cannot ${action}: shape must be a list of whole numbers from 0, received ${describe(shape)}`);
}

/** The shape that NumPy's broadcasting gives two shapes. */
export function broadcastShapes(a: Shape, b: Shape, action: string): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const out: number[] = new Array(rank);
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError(
        `Cannot ${action}: shapes must be equal or broadcast, received ${formatShape(a)} and ${formatShape(b)}`,
        { hint: 'Axes are compared from the last one; each pair must be equal or one of the two must be 1.' },
      );
    }
    out[i] = x === 1 ? y : x;
  }
  return out;
}

/** An axis counted from the front, from one that may be negative. */
export function normalizeAxis(axis: number, rank: number, action: string): number {
  const at = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && at >= 0 && at < rank) return at;
  throw new ShapeError(`Cannot ${action}: axis must be a whole number from ${-rank} to ${rank - 1}, received ${axis}`);
}
