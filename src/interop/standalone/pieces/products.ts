import type { Pieces } from '../net.ts';

/** Products: dense layers, look-up of ids, convolutions, pooling. */
export const productPieces: Pieces<'matmul' | 'batchMatmul' | 'panels' | 'embedding' | 'windows' | 'conv' | 'pool'> = {
  /** x·W + b over the last axis of x. */
  matmul(x, kernel, bias) {
    const [k, n] = kernel.shape as [number, number];
    const rows = this.sizeOf(x.shape) / k;
    const y = this.make([...x.shape.slice(0, -1), n]);
    const start = bias ? 1 : 0;
    const from = bias ? bias.at : 0;
    const { scratch } = this.layout;
    this.then(() => this.kernels.matmul(rows, n, k, x.at, k, 1, kernel.at, n, 1, y.at, n, start, from, scratch));
    return { ...y, mask: x.mask };
  },

  /** a [B, m, k] by b [B, k, n], or by the transpose of b [B, n, k]. */
  batchMatmul(a, b, transposed) {
    const [batch, m, k] = a.shape as [number, number, number];
    const n = b.shape[transposed ? 1 : 2] as number;
    const y = this.make([batch, m, n]);
    const [row, col] = transposed ? [1, k] : [n, 1];
    const { scratch } = this.layout;
    this.then(() => {
      for (let i = 0; i < batch; i++) {
        const [left, right, to] = [a.at + 4 * i * m * k, b.at + 4 * i * k * n, y.at + 4 * i * m * n];
        this.kernels.matmul(m, n, k, left, k, 1, right, row, col, to, n, 0, 0, scratch);
      }
    });
    return y;
  },

  /** A weight [k, n] as the kernels read it: packed, once, where many rows use it. */
  panels(at, k, n, row, rows) {
    if (rows < 8) return { at, panel: 16, row };
    const name = `panels ${at} ${k} ${n}`;
    const packed = this.keep(name, Math.ceil(n / 16) * 16 * k, (_, to) => this.kernels.pack(k, n, at, row, 1, 4 * to));
    return { at: packed, panel: 16 * k, row: 16 };
  },

  embedding(ids, table, name, maskZero) {
    const count = this.sizeOf(ids.shape);
    const [rows, width] = table.shape as [number, number];
    const y = this.make([...ids.shape, width]);
    const places = this.room(count);
    const mask = maskZero ? this.make(ids.shape) : undefined;
    this.then(() => {
      const from = ids.at >>> 2;
      for (let i = 0; i < count; i++) {
        const id = this.floats[from + i] as number;
        if (!(id >= 0 && id < rows && id === Math.floor(id))) {
          throw new RangeError(
            `Cannot predict: ids of '${name}' must be whole numbers from 0 to ${rows - 1}, received ${id}`,
          );
        }
        this.ints[(places >>> 2) + i] = id;
        if (mask) this.floats[(mask.at >>> 2) + i] = id === 0 ? 0 : 1;
      }
      this.kernels.gather(count, width, rows, places, table.at, y.at);
    });
    return { ...y, mask: mask ?? ids.mask };
  },

  /** How many windows an axis has, and how many zeros stand before and behind it. */
  windows(length, size, stride, dilation, padding) {
    const reach = (size - 1) * dilation + 1;
    if (padding === 'same') {
      const count = Math.ceil(length / stride);
      const missing = Math.max((count - 1) * stride + reach - length, 0);
      return [count, Math.floor(missing / 2), Math.ceil(missing / 2)];
    }
    const before = padding === 'causal' ? reach - 1 : 0;
    return [Math.floor((length + before - reach) / stride) + 1, before, 0];
  },

  conv(given, kernel, bias, { size, strides, dilation, padding }) {
    const slides = size.map((each, i) =>
      this.windows(given.shape[i + 1] as number, each, strides[i] as number, dilation[i] as number, padding),
    );
    const x = this.pad(given, [[0, 0], ...slides.map((slide) => slide.slice(1)), [0, 0]]);
    const two = (list: readonly number[]): readonly number[] => (list.length === 1 ? [1, ...list] : list);
    const [batch, n] = [x.shape[0] as number, kernel.shape[kernel.shape.length - 1] as number];
    const [height, width, depth] = [...two(x.shape.slice(1, -1)), x.shape[x.shape.length - 1]] as [
      number,
      number,
      number,
    ];
    const counts = slides.map((slide) => slide[0]);
    const [rows, cols] = two(counts) as [number, number];
    const [high, wide] = two(size) as [number, number];
    const [down, right] = two(strides) as [number, number];
    const [gapDown, gapRight] = two(dilation) as [number, number];
    const line = width * depth;
    const w = this.panels(kernel.at, high * wide * depth, n, n, batch * rows * cols);
    const y = this.make([batch, ...counts, n]);
    const start = bias ? 1 : 0;
    const from = bias ? bias.at : 0;
    const { scratch } = this.layout;
    this.then(() =>
      this.kernels.convForward(
        batch,
        rows,
        cols,
        high,
        wide,
        depth,
        x.at,
        height * line,
        down * line,
        right * depth,
        gapDown * line,
        gapRight * depth,
        n,
        w.at,
        w.panel,
        w.row,
        y.at,
        start,
        from,
        scratch,
      ),
    );
    return y;
  },

  /** The largest element (0) or the mean (1) of each window. */
  pool(x, kind, { size, strides, padding }) {
    const slides = size.map((each, i) =>
      this.windows(x.shape[i + 1] as number, each, strides[i] as number, 1, padding),
    );
    const two = (list: readonly number[], first: number): readonly [number, number] =>
      list.length === 1 ? [first, list[0] as number] : (list as [number, number]);
    const [batch, depth] = [x.shape[0] as number, x.shape[x.shape.length - 1] as number];
    const counts = slides.map((slide) => slide[0]);
    const [[height, width], [rows, cols]] = [two(x.shape.slice(1, -1), 1), two(counts, 1)];
    const [[high, wide], [down, right]] = [two(size, 1), two(strides, 1)];
    const [top, left] = two(
      slides.map((slide) => slide[1]),
      0,
    );
    const y = this.make([batch, ...counts, depth]);
    this.then(() =>
      this.kernels.pool(kind, batch, height, width, depth, rows, cols, high, wide, down, right, top, left, x.at, y.at),
    );
    return y;
  },
};
