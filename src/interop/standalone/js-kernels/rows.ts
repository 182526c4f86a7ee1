import type { JsPieces } from './js-kernels.ts';

/** Kernels that move numbers, or work along an axis. */
export const rows: JsPieces<'fill' | 'copy' | 'gather' | 'sum' | 'max' | 'softmax' | 'normalize'> = {
  fill(n, value, y) {
    this.floats.fill(value, y >>> 2, (y >>> 2) + n);
  },
  copy(d0, d1, d2, d3, x, s0, s1, s2, s3, y, t0, t1, t2, t3) {
    const { floats } = this;
    for (let i = 0; i < d0; i++) {
      for (let j = 0; j < d1; j++) {
        for (let k = 0; k < d2; k++) {
          const from = x / 4 + i * s0 + j * s1 + k * s2;
          const to = y / 4 + i * t0 + j * t1 + k * t2;
          for (let l = 0; l < d3; l++) floats[to + l * t3] = floats[from + l * s3] as number;
        }
      }
    }
  },
  gather(count, width, _rows, ids, x, y) {
    for (let i = 0; i < count; i++) {
      const from = (x >>> 2) + width * (this.ints[(ids >>> 2) + i] as number);
      this.floats.copyWithin((y >>> 2) + i * width, from, from + width);
    }
    return -1;
  },
  sum(outer, n, inner, x, y) {
    const { floats } = this;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let total = 0;
        for (let j = 0; j < n; j++) total += floats[(x >>> 2) + (o * n + j) * inner + i] as number;
        floats[(y >>> 2) + o * inner + i] = total;
      }
    }
  },
  max(outer, n, inner, x, y) {
    const { floats } = this;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let most = -Infinity;
        for (let j = 0; j < n; j++) most = Math.max(most, floats[(x >>> 2) + (o * n + j) * inner + i] as number);
        floats[(y >>> 2) + o * inner + i] = most;
      }
    }
  },
  softmax(rows, cols, x, y) {
    const { floats } = this;
    for (let r = 0; r < rows; r++) {
      const [from, to] = [(x >>> 2) + r * cols, (y >>> 2) + r * cols];
      let most = -Infinity;
      for (let c = 0; c < cols; c++) most = Math.max(most, floats[from + c] as number);
      let total = 0;
      for (let c = 0; c < cols; c++) total += this.expOf((floats[from + c] as number) - most);
      for (let c = 0; c < cols; c++) floats[to + c] = this.expOf((floats[from + c] as number) - most) / total;
    }
  },
  normalize(rows, cols, epsilon, x, y, scale) {
    const { floats } = this;
    for (let r = 0; r < rows; r++) {
      const [from, to] = [(x >>> 2) + r * cols, (y >>> 2) + r * cols];
      let mean = 0;
      for (let c = 0; c < cols; c++) mean += (floats[from + c] as number) / cols;
      let variance = 0;
      for (let c = 0; c < cols; c++) {
        const distance = (floats[from + c] as number) - mean;
        variance += (distance * distance) / cols;
      }
      const s = 1 / Math.sqrt(variance + epsilon);
      floats[(scale >>> 2) + r] = s;
      for (let c = 0; c < cols; c++) floats[to + c] = ((floats[from + c] as number) - mean) * s;
    }
  },
};
