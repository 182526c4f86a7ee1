import { OptionError, ShapeError } from '../errors.ts';
import { describe } from '../options.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';

/** How windows meet the ends: inside only, as many as steps (zeros on both sides), or looking back only. */
export type Padding = 'valid' | 'same' | 'causal';

/** How a window slides along one axis. */
export interface Slide {
  /** Elements of the window. */
  readonly size: number;
  /** Elements from one window to the next. */
  readonly stride: number;
  /** Elements from one element of a window to the next. */
  readonly dilation: number;
  readonly padding: Padding;
}

/** Where the windows of an axis lie. */
export interface Placed {
  /** Number of windows. */
  readonly count: number;
  /** Zeros before the first element and behind the last one. */
  readonly before: number;
  readonly after: number;
}

/** Slides windows along an axis of `length` elements, as Keras does; the count is 0 or less where none fits. */
export function slide(length: number, { size, stride, dilation, padding }: Slide): Placed {
  const reach = (size - 1) * dilation + 1;
  if (padding === 'same') {
    const count = Math.ceil(length / stride);
    const missing = Math.max((count - 1) * stride + reach - length, 0);
    const before = Math.floor(missing / 2);
    return { count, before, after: missing - before };
  }
  const before = padding === 'causal' ? reach - 1 : 0;
  return { count: Math.floor((length + before - reach) / stride) + 1, before, after: 0 };
}

/** Number of windows on each axis between the first and the last one of a shape. @throws ShapeError where none fits. */
export function windowCounts(shape: OpenShape, slides: readonly Slide[], action: string): (number | null)[] {
  return slides.map((each, axis) => {
    const length = shape[axis + 1] ?? null;
    if (length === null) return null;
    const { count } = slide(length, each);
    if (count >= 1) return count;
    throw new ShapeError(
      `Cannot ${action}: axis ${axis + 1} of the input must hold a window of ${(each.size - 1) * each.dilation + 1}, received ${formatShape(shape)}`,
      { hint: "Take a smaller window, or padding: 'same'." },
    );
  });
}

/** One whole number from `from` for each axis, of a number that stands for all of them, or of a list. */
export function perAxis(subject: string, name: string, value: unknown, axes: number, from = 1): number[] {
  const list: readonly unknown[] = typeof value === 'number' ? new Array<number>(axes).fill(value) : asList(value);
  if (list.length === axes && list.every((n) => Number.isInteger(n) && (n as number) >= from)) return list as number[];
  const many = axes === 1 ? 'a whole number' : `a whole number, or a list of ${axes},`;
  throw new OptionError(`Cannot ${subject}: ${name} must be ${many} from ${from}, received ${describe(value)}`);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? [...value] : [];
}
