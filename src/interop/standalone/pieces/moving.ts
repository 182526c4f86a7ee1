import type { Pieces } from '../net.ts';

/** Copies with strides: reshape, transpose, slice, concat, flip, pad, broadcast. */
export const movingPieces: Pieces<
  'strides' | 'move' | 'reshape' | 'transpose' | 'swapped' | 'slice' | 'concat' | 'flip' | 'pad' | 'broadcast'
> = {
  strides(shape) {
    const strides: number[] = [];
    let step = 1;
    for (let i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= shape[i] as number;
    }
    return strides;
  },

  /** Copies a block between strided places: merges axes that run on, and calls the kernel for four at a time. */
  move(dims, from, fromStrides, to, toStrides) {
    const axes: [size: number, from: number, to: number][] = [];
    dims.forEach((n, i) => {
      if (n === 1) return;
      const [s, t] = [fromStrides[i] as number, toStrides[i] as number];
      const last = axes[axes.length - 1];
      if (last && last[1] === n * s && last[2] === n * t) axes[axes.length - 1] = [last[0] * n, s, t];
      else axes.push([n, s, t]);
    });
    while (axes.length < 4) axes.unshift([1, 0, 0]);
    const visit = (first: number, x: number, y: number): void => {
      const [n, s, t] = axes[first] as [number, number, number];
      if (axes.length - first > 4) {
        for (let i = 0; i < n; i++) visit(first + 1, x + 4 * i * s, y + 4 * i * t);
        return;
      }
      const [b, c, d] = axes.slice(first + 1) as [
        [number, number, number],
        [number, number, number],
        [number, number, number],
      ];
      this.then(() => this.kernels.copy(n, b[0], c[0], d[0], x, s, b[1], c[1], d[1], y, t, b[2], c[2], d[2]));
    };
    visit(0, from, to);
  },

  /** One size may be -1: what is left. */
  reshape(x, shape) {
    const left = -this.sizeOf(x.shape) / this.sizeOf(shape);
    const full = shape.map((n) => (n === -1 ? left : n));
    const same = full.length === x.shape.length && full.every((n, i) => n === x.shape[i]);
    return same ? x : { at: x.at, shape: full };
  },

  transpose(x, axes) {
    const own = this.strides(x.shape);
    const y = this.make(axes.map((axis) => x.shape[axis] as number));
    this.move(
      y.shape,
      x.at,
      axes.map((axis) => own[axis] as number),
      y.at,
      this.strides(y.shape),
    );
    return y;
  },

  /** x [d0, d1, d2] with its first two axes swapped; `backwards` reads the second one from its end. */
  swapped(at, [d0, d1, d2], backwards) {
    if (!backwards && (d0 === 1 || d1 === 1)) return at;
    const to = this.room(d0 * d1 * d2);
    const from = backwards ? at + 4 * (d1 - 1) * d2 : at;
    this.move([d1, d0, d2], from, [backwards ? -d2 : d2, d1 * d2, 1], to, [d0 * d2, d2, 1]);
    return to;
  },

  slice(x, begin, size) {
    const own = this.strides(x.shape);
    const y = this.make(size);
    const from = begin.reduce((sum, n, axis) => sum + n * (own[axis] as number), 0);
    this.move(size, x.at + 4 * from, own, y.at, this.strides(size));
    return y;
  },

  concat(list, axis) {
    const shape = [...(list[0]?.shape ?? [])];
    shape[axis] = list.reduce((sum, x) => sum + (x.shape[axis] as number), 0);
    const y = this.make(shape);
    const outer = this.sizeOf(shape.slice(0, axis));
    const row = this.sizeOf(shape.slice(axis));
    let to = y.at;
    for (const x of list) {
      const width = this.sizeOf(x.shape.slice(axis));
      this.move([outer, width], x.at, [width, 1], to, [row, 1]);
      to += 4 * width;
    }
    return y;
  },

  flip(x, axis) {
    const own = this.strides(x.shape);
    const y = this.make(x.shape);
    const last = ((x.shape[axis] as number) - 1) * (own[axis] as number);
    this.move(
      x.shape,
      x.at + 4 * last,
      own.map((stride, i) => (i === axis ? -stride : stride)),
      y.at,
      own,
    );
    return y;
  },

  /** Zeros around x: so many before and after on each axis. */
  pad(x, ends) {
    if (ends.every((pair) => pair[0] === 0 && pair[1] === 0)) return x;
    const y = this.make(x.shape.map((n, axis) => n + (ends[axis]?.[0] as number) + (ends[axis]?.[1] as number)));
    const strides = this.strides(y.shape);
    const from = ends.reduce((sum, pair, axis) => sum + (pair[0] as number) * (strides[axis] as number), 0);
    const size = this.sizeOf(y.shape);
    this.then(() => this.kernels.fill(size, 0, y.at));
    this.move(x.shape, x.at, this.strides(x.shape), y.at + 4 * from, strides);
    return y;
  },

  broadcast(x, shape) {
    const own = this.strides(x.shape);
    const missing = shape.length - x.shape.length;
    const strides = shape.map((n, axis) =>
      axis < missing || (x.shape[axis - missing] === 1 && n !== 1) ? 0 : (own[axis - missing] as number),
    );
    const y = this.make(shape);
    this.move(shape, x.at, strides, y.at, this.strides(shape));
    return y;
  },
};
