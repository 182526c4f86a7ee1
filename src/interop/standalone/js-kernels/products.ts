import type { JsPieces } from './js-kernels.ts';

/** Products and windows. */
export const products: JsPieces<'pack' | 'dot' | 'product' | 'matmul' | 'gemm' | 'convForward' | 'pool'> = {
  /** Matrices are read where they are, so that nothing packs them; a panel of `pack` is written as the others read it. */
  pack(k, n, b, bRow, bCol, packed) {
    const width = Math.ceil(n / 16) * 16;
    for (let j = 0; j < width; j++) {
      for (let p = 0; p < k; p++) {
        const to = (packed >>> 2) + (j - (j % 16)) * k + p * 16 + (j % 16);
        this.floats[to] = j < n ? (this.floats[(b >>> 2) + p * bRow + j * bCol] as number) : 0;
      }
    }
  },
  dot(k, start, a, aCol, b, bRow) {
    const { floats } = this;
    let total = start;
    for (let p = 0; p < k; p++) total += (floats[a + p * aCol] as number) * (floats[b + p * bRow] as number);
    return total;
  },
  /**
   * C = start + A·B; column j of B stands at (j − j % 16) / 16 · panel + (j % 16) · bCol. Addresses in numbers. Sums are
   * kept in double precision, row by row of B, as its numbers lie.
   */
  product(m, n, k, a, aRow, aCol, b, panel, bRow, bCol, c, cRow, start, bias) {
    const { floats } = this;
    if (this.sums.length < n) this.sums = new Float64Array(n);
    const { sums } = this;
    const wide = panel === 16 * bCol ? n : 16; // columns that run on
    for (let i = 0; i < m; i++) {
      const to = c + i * cRow;
      const row = a + i * aRow;
      if (start === 0) sums.fill(0, 0, n);
      else for (let j = 0; j < n; j++) sums[j] = floats[(start === 2 ? to : bias) + j] as number;
      for (let first = 0; first < n; first += wide) {
        const end = Math.min(n - first, wide);
        const block = b + (first / 16) * panel;
        for (let p = 0; p < k; p += 2) {
          const one = floats[row + p * aCol] as number;
          const two = p + 1 < k ? (floats[row + (p + 1) * aCol] as number) : 0;
          const from = block + p * bRow;
          const next = p + 1 < k ? from + bRow : from;
          for (let q = 0; q < end; q++) {
            const at = q * bCol;
            const sum = (sums[first + q] as number) + one * (floats[from + at] as number);
            sums[first + q] = sum + two * (floats[next + at] as number);
          }
        }
      }
      for (let j = 0; j < n; j++) floats[to + j] = sums[j] as number;
    }
  },
  matmul(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, start, bias) {
    this.product(m, n, k, a >>> 2, aRow, aCol, b >>> 2, 16 * bCol, bRow, bCol, c >>> 2, cRow, start, bias >>> 2);
  },
  gemm(m, n, k, a, aRow, aCol, b, bPanel, bRow, c, cRow, start, bias) {
    this.product(m, n, k, a >>> 2, aRow, aCol, b >>> 2, bPanel, bRow, 1, c >>> 2, cRow, start, bias >>> 2);
  },
  convForward(
    batch,
    rows,
    cols,
    kernelRows,
    kernelCols,
    depth,
    x,
    xBatch,
    xRow,
    xCol,
    kRow,
    kCol,
    n,
    w,
    wPanel,
    wRow,
    y,
    start,
    bias,
  ) {
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          const to = (y >>> 2) + ((b * rows + i) * cols + j) * n;
          for (let f = 0; f < n; f++) {
            const column = (w >>> 2) + ((f - (f % 16)) / 16) * wPanel + (f % 16);
            let total = start === 1 ? (this.floats[(bias >>> 2) + f] as number) : 0;
            for (let p = 0; p < kernelRows; p++) {
              for (let q = 0; q < kernelCols; q++) {
                const from = (x >>> 2) + b * xBatch + i * xRow + j * xCol + p * kRow + q * kCol;
                total = this.dot(depth, total, from, 1, column + (p * kernelCols + q) * depth * wRow, wRow);
              }
            }
            this.floats[to + f] = total;
          }
        }
      }
    }
  },
  pool(kind, batch, height, width, depth, rows, cols, high, wide, down, right, top, left, x, y) {
    const { floats } = this;
    for (let at = 0; at < batch * rows * cols * depth; at++) {
      const c = at % depth;
      const j = Math.floor(at / depth) % cols;
      const i = Math.floor(at / depth / cols) % rows;
      const b = Math.floor(at / depth / cols / rows);
      let [most, total, count] = [-Infinity, 0, 0];
      for (let p = Math.max(0, i * down - top); p < Math.min(height, i * down - top + high); p++) {
        for (let q = Math.max(0, j * right - left); q < Math.min(width, j * right - left + wide); q++) {
          const value = floats[(x >>> 2) + ((b * height + p) * width + q) * depth + c] as number;
          most = Math.max(most, value);
          total += value;
          count++;
        }
      }
      floats[(y >>> 2) + at] = kind === 0 ? most : total / count;
    }
  },
};
