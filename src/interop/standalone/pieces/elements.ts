import type { Pieces } from '../net.ts';

/** Ops that work element by element, and those over one axis. */
export const elementPieces: Pieces<
  | 'unary'
  | 'binary'
  | 'view'
  | 'exp'
  | 'sqrt'
  | 'negative'
  | 'square'
  | 'relu'
  | 'sigmoid'
  | 'tanh'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'equal'
  | 'greater'
  | 'hardSigmoid'
  | 'hardSigmoidKeras2'
  | 'softmax'
  | 'softmaxAlong'
  | 'logSoftmax'
  | 'sum'
  | 'max'
  | 'mean'
  | 'normalize'
> = {
  unary(x, kernel) {
    const y = this.make(x.shape);
    const size = this.sizeOf(x.shape);
    this.then(() => kernel(size, x.at, y.at));
    return { ...y, mask: x.mask };
  },
  exp(x) {
    return this.unary(x, this.kernels.exp);
  },
  sqrt(x) {
    return this.unary(x, this.kernels.sqrt);
  },
  negative(x) {
    return this.unary(x, this.kernels.negative);
  },
  square(x) {
    return this.unary(x, this.kernels.square);
  },
  relu(x) {
    return this.unary(x, this.kernels.relu);
  },
  sigmoid(x) {
    return this.unary(x, this.kernels.sigmoid);
  },
  tanh(x) {
    return this.unary(x, this.kernels.tanh);
  },

  /** x and y with NumPy's broadcasting. */
  binary(left, right, kernel) {
    let x = typeof left === 'number' ? this.constant(left) : left;
    let y = typeof right === 'number' ? this.constant(right) : right;
    const rank = Math.max(x.shape.length, y.shape.length);
    const size = (shape: readonly number[], i: number): number => shape[shape.length - rank + i] ?? 1;
    const shape = Array.from({ length: rank }, (_, i) =>
      size(x.shape, i) === 1 ? size(y.shape, i) : size(x.shape, i),
    );
    const out = this.make(shape);
    const all = this.sizeOf(shape);
    for (let split = 0; split <= rank; split++) {
      const cols = this.sizeOf(shape.slice(split));
      const a = this.view(shape, x, split, cols);
      const b = this.view(shape, y, split, cols);
      if (!a || !b) continue;
      const [at, other] = [x.at, y.at];
      this.then(() => kernel(all / cols, cols, at, a[0], a[1], other, b[0], b[1], out.at));
      return out;
    }
    if (this.sizeOf(x.shape) !== all) x = this.broadcast(x, shape);
    if (this.sizeOf(y.shape) !== all) y = this.broadcast(y, shape);
    const [at, other] = [x.at, y.at];
    this.then(() => kernel(1, all, at, 0, 1, other, 0, 1, out.at));
    return out;
  },

  /** Strides of the rows and columns of x, seen in a shape whose columns begin at the axis `split`. */
  view(shape, x, split, cols) {
    const at = (axis: number): number => x.shape[x.shape.length - shape.length + axis] ?? 1;
    const kind = (from: number, to: number): number => {
      const axes = shape.slice(from, to).map((_, i) => from + i);
      return axes.every((axis) => at(axis) === shape[axis]) ? 2 : axes.every((axis) => at(axis) === 1) ? 1 : 0;
    };
    const rows = kind(0, split);
    const columns = kind(split, shape.length);
    if (rows === 0 || columns === 0) return undefined;
    const col = columns - 1;
    return [rows === 1 ? 0 : col === 1 ? cols : 1, col];
  },
  add(x, y) {
    return this.binary(x, y, this.kernels.add);
  },
  subtract(x, y) {
    return this.binary(x, y, this.kernels.subtract);
  },
  multiply(x, y) {
    return this.binary(x, y, this.kernels.multiply);
  },
  divide(x, y) {
    return this.binary(x, y, this.kernels.divide);
  },
  maximum(x, y) {
    return this.binary(x, y, this.kernels.maximum);
  },
  minimum(x, y) {
    return this.binary(x, y, this.kernels.minimum);
  },
  equal(x, y) {
    return this.binary(x, y, this.kernels.equal);
  },
  greater(x, y) {
    return this.binary(x, y, this.kernels.greater);
  },
  hardSigmoid(x) {
    return this.keepingMask(x, this.multiply(this.minimum(6, this.relu(this.add(x, 3))), 1 / 6));
  },
  hardSigmoidKeras2(x) {
    return this.keepingMask(x, this.minimum(1, this.relu(this.add(this.multiply(x, 0.2), 0.5))));
  },

  softmax(x) {
    const cols = x.shape[x.shape.length - 1] as number;
    const rows = this.sizeOf(x.shape) / cols;
    const y = this.make(x.shape);
    this.then(() => this.kernels.softmax(rows, cols, x.at, y.at));
    return { ...y, mask: x.mask };
  },

  softmaxAlong(x, axis) {
    const last = x.shape.length - 1;
    const at = axis < 0 ? axis + last + 1 : axis;
    if (at === last) return this.softmax(x);
    const axes = x.shape.map((_, i) => (i === at ? last : i === last ? at : i));
    return this.keepingMask(x, this.transpose(this.softmax(this.transpose(x, axes)), axes));
  },

  /** ln softmax(x) = (x − max x) + ln max softmax(x). */
  logSoftmax(x) {
    const p = this.softmax(x);
    const cols = x.shape[x.shape.length - 1] as number;
    const rows = this.sizeOf(x.shape) / cols;
    const most = this.room(rows);
    const logMost = this.room(rows);
    const below = this.make(x.shape);
    const y = this.make(x.shape);
    this.then(() => {
      this.kernels.max(rows, cols, 1, x.at, most);
      this.kernels.max(rows, cols, 1, p.at, logMost);
      this.kernels.log(rows, logMost, logMost);
      this.kernels.subtract(rows, cols, x.at, cols, 1, most, 1, 0, below.at);
      this.kernels.add(rows, cols, below.at, cols, 1, logMost, 1, 0, y.at);
    });
    return { ...y, mask: x.mask };
  },

  sum(x, axis) {
    const y = this.make(x.shape.filter((_, i) => i !== axis));
    const [outer, inner] = [this.sizeOf(x.shape.slice(0, axis)), this.sizeOf(x.shape.slice(axis + 1))];
    const n = x.shape[axis] as number;
    this.then(() => this.kernels.sum(outer, n, inner, x.at, y.at));
    return y;
  },

  max(x, axis) {
    const y = this.make(x.shape.filter((_, i) => i !== axis));
    const [outer, inner] = [this.sizeOf(x.shape.slice(0, axis)), this.sizeOf(x.shape.slice(axis + 1))];
    const n = x.shape[axis] as number;
    this.then(() => this.kernels.max(outer, n, inner, x.at, y.at));
    return y;
  },

  mean(x, axis) {
    const total = this.sum(x, axis);
    return this.multiply(total, this.sizeOf(total.shape) / this.sizeOf(x.shape));
  },

  /** Each row brought to mean 0 and variance 1, scaled and shifted. */
  normalize(x, { epsilon, gamma, beta }) {
    const cols = x.shape[x.shape.length - 1] as number;
    const rows = this.sizeOf(x.shape) / cols;
    const normal = this.make(x.shape);
    const scale = this.room(rows);
    this.then(() => this.kernels.normalize(rows, cols, epsilon, x.at, normal.at, scale));
    const scaled = gamma ? this.multiply(normal, gamma) : normal;
    return this.keepingMask(x, beta ? this.add(scaled, beta) : scaled);
  },
};
