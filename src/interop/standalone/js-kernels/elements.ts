import type { JsPieces } from './js-kernels.ts';

/** Kernels that work element by element. Numbers are worked out in double precision and kept in single precision. */
export const elements: JsPieces<
  | 'expOf'
  | 'logOf'
  | 'sigmoidOf'
  | 'tanhOf'
  | 'gate'
  | 'each'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'negative'
  | 'square'
  | 'relu'
  | 'sigmoid'
  | 'tanh'
  | 'pairs'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'equal'
  | 'greater'
> = {
  /** 2ⁿ · (a series for e to the rest), |rest| ≤ ½ ln 2. */
  expOf(x) {
    if (!(x < 709)) return x > 0 ? Infinity : x;
    if (x < -745) return 0;
    const n = Math.round(x * 1.4426950408889634);
    const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10;
    let sum = 1;
    for (let i = 14; i > 0; i--) sum = 1 + (r * sum) / i;
    let power = 1;
    for (let i = Math.abs(n), two = n < 0 ? 0.5 : 2; i > 0; i = Math.floor(i / 2), two *= two)
      if (i % 2 === 1) power *= two;
    return sum * power;
  },
  /** ln of a number by Newton's way from its exponent. */
  logOf(x) {
    if (!(x > 0) || x === Infinity) return x > 0 ? Infinity : x === 0 ? -Infinity : Number.NaN;
    let y = (31 - Math.clz32(Math.max(1, x))) * 0.6931471805599453;
    for (let i = 0; i < 40; i++) {
      const e = this.expOf(y);
      const step = (2 * (x - e)) / (x + e);
      y += step;
      if (Math.abs(step) < 1e-15) break;
    }
    return y;
  },
  sigmoidOf(x) {
    return 1 / (1 + this.expOf(-x));
  },
  tanhOf(x) {
    return x > 20 ? 1 : x < -20 ? -1 : 1 - 2 / (this.expOf(2 * x) + 1);
  },
  /** A gate: a sigmoid where the slope is 0, else a line cut off at 0 and 1. */
  gate(x, slope) {
    return slope === 0 ? this.sigmoidOf(x) : Math.min(Math.max(slope * x + 0.5, 0), 1);
  },
  each(n, x, y, f) {
    for (let i = 0; i < n; i++) this.floats[(y >>> 2) + i] = f(this.floats[(x >>> 2) + i] as number);
  },
  exp(n, x, y) {
    this.each(n, x, y, (v) => this.expOf(v));
  },
  log(n, x, y) {
    this.each(n, x, y, (v) => this.logOf(v));
  },
  sqrt(n, x, y) {
    this.each(n, x, y, Math.sqrt);
  },
  negative(n, x, y) {
    this.each(n, x, y, (v) => -v);
  },
  square(n, x, y) {
    this.each(n, x, y, (v) => v * v);
  },
  relu(n, x, y) {
    this.each(n, x, y, (v) => (v > 0 ? v : 0));
  },
  sigmoid(n, x, y) {
    this.each(n, x, y, (v) => this.sigmoidOf(v));
  },
  tanh(n, x, y) {
    this.each(n, x, y, (v) => this.tanhOf(v));
  },

  pairs([rows, cols, x, xRow, xCol, y, yRow, yCol, out], f) {
    const { floats } = this;
    for (let r = 0; r < (rows as number); r++) {
      for (let c = 0; c < (cols as number); c++) {
        const left = floats[((x as number) >>> 2) + r * (xRow as number) + c * (xCol as number)] as number;
        const right = floats[((y as number) >>> 2) + r * (yRow as number) + c * (yCol as number)] as number;
        floats[((out as number) >>> 2) + r * (cols as number) + c] = f(left, right);
      }
    }
  },
  add(...sizes) {
    this.pairs(sizes, (a, b) => a + b);
  },
  subtract(...sizes) {
    this.pairs(sizes, (a, b) => a - b);
  },
  multiply(...sizes) {
    this.pairs(sizes, (a, b) => a * b);
  },
  divide(...sizes) {
    this.pairs(sizes, (a, b) => a / b);
  },
  maximum(...sizes) {
    this.pairs(sizes, Math.max);
  },
  minimum(...sizes) {
    this.pairs(sizes, Math.min);
  },
  equal(...sizes) {
    this.pairs(sizes, (a, b) => (a === b ? 1 : 0));
  },
  greater(...sizes) {
    this.pairs(sizes, (a, b) => (a > b ? 1 : 0));
  },
};
