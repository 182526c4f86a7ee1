import type { Pieces, Value } from '../net.ts';

/** Products of two sequences. */
export const attentionPieces: Pieces<'dot' | 'axisLast' | 'attention' | 'pairSums' | 'triangle'> = {
  /** x with an axis last, where asked with length 1 along it. */
  axisLast(x, axis, normalize) {
    let y = x;
    if (normalize) {
      const squares = this.reshape(
        this.sum(this.square(x), axis),
        x.shape.map((n, i) => (i === axis ? 1 : n)),
      );
      y = this.multiply(x, this.divide(1, this.sqrt(this.maximum(squares, 1e-14))));
    }
    if (axis === x.shape.length - 1) return y;
    return this.transpose(y, [...x.shape.map((_, i) => i).filter((i) => i !== axis), axis]);
  },

  dot(a, b, i, j, normalize) {
    const left = this.axisLast(a, i < 0 ? i + a.shape.length : i, normalize);
    const right = this.axisLast(b, j < 0 ? j + b.shape.length : j, normalize);
    const [batch = 1, ...rows] = left.shape.slice(0, -1);
    const cols = right.shape.slice(1, -1);
    const size = left.shape[left.shape.length - 1] as number;
    const one = this.reshape(left, [batch, this.sizeOf(rows), size]);
    const product = this.batchMatmul(one, this.reshape(right, [batch, this.sizeOf(cols), size]), true);
    const shape = [batch, ...rows, ...cols];
    return this.reshape(product, shape.length === 1 ? [batch, 1] : shape);
  },

  /** [query, value, key?]: what the query finds, and the weights by which it did. */
  attention([query, value, key = value], score, causal) {
    const [q, v, k] = [query as Value, value as Value, key as Value];
    let scores = score(q, k);
    const [batch, rows, cols] = scores.shape as [number, number, number];
    const seen = v.mask && this.reshape(v.mask, [batch, 1, cols]);
    const before = causal ? this.triangle(rows, cols) : undefined;
    const mask = seen && before ? this.multiply(seen, before) : (seen ?? before);
    if (mask) scores = this.subtract(scores, this.multiply(1e9, this.subtract(1, mask)));
    const weights = this.softmax(this.masked(scores, undefined));
    return [this.masked(this.chosen(q.mask, this.batchMatmul(weights, v, false), 0), q.mask), weights];
  },

  /** The sum of each step of the query and each of the key. */
  pairSums(query, key) {
    const [batch, rows, width] = query.shape as [number, number, number];
    const cols = key.shape[1] as number;
    return this.add(this.reshape(query, [batch, rows, 1, width]), this.reshape(key, [batch, 1, cols, width]));
  },

  /** 1 where the column is not after the row. */
  triangle(rows, cols) {
    const at = this.keep(`triangle ${rows} ${cols}`, rows * cols, (floats, from) => {
      for (let i = 0; i < rows * cols; i++) floats[from + i] = i % cols <= Math.floor(i / cols) ? 1 : 0;
    });
    return { at, shape: [1, rows, cols] };
  },
};
