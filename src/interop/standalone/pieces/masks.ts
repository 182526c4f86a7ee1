import type { Pieces, Value } from '../net.ts';

/** Masks, layers of several inputs, and layers that work on each step by itself. */
export const maskPieces: Pieces<
  | 'masked'
  | 'keepingMask'
  | 'masking'
  | 'anyOf'
  | 'chosen'
  | 'sameRank'
  | 'merge'
  | 'mergeSeen'
  | 'multiplied'
  | 'concatenated'
  | 'globalMean'
  | 'eachStep'
  | 'maskedSoftmax'
> = {
  masked(x, mask) {
    return { at: x.at, shape: x.shape, mask };
  },

  keepingMask(x, y) {
    return { at: y.at, shape: y.shape, mask: x.mask };
  },

  /** Steps all of whose features have the value are padding. */
  masking(x, value) {
    const counts = this.max(this.subtract(1, this.equal(x, value)), 2);
    return this.masked(this.multiply(x, this.reshape(counts, [...counts.shape, 1])), counts);
  },

  anyOf(masks) {
    if (masks.includes(undefined)) return undefined;
    return (masks as Value[]).reduce((a, b) => this.maximum(a, b));
  },

  /** x where the mask counts, and the other where it does not. */
  chosen(mask, x, other) {
    if (mask === undefined) return x;
    const ones = new Array<number>(Math.max(0, x.shape.length - mask.shape.length)).fill(1);
    const wide = this.reshape(mask, [...mask.shape, ...ones]);
    const kept = this.multiply(x, wide);
    return other === 0 ? kept : this.add(kept, this.multiply(other, this.subtract(1, wide)));
  },

  sameRank(list) {
    const rank = Math.max(...list.map((x) => x.shape.length));
    return list.map((x) => {
      const [batch = 1, ...rest] = x.shape;
      const ones = new Array<number>(rank - x.shape.length).fill(1);
      return this.masked(this.reshape(x, [batch, ...ones, ...rest]), x.mask);
    });
  },

  merge(list, pair) {
    return this.masked(this.sameRank(list).reduce(pair), this.anyOf(list.map((x) => x.mask)));
  },

  /** Two by two, where a step that one mask leaves out is taken from the other. */
  mergeSeen(list, pair) {
    const [first, ...rest] = this.sameRank(list) as [Value, ...Value[]];
    let output = first;
    let mask = first.mask;
    for (const each of rest) {
      const x = this.chosen(each.mask, each, output);
      output = pair(this.chosen(mask, output, x), x);
      mask = this.anyOf([mask, each.mask]);
    }
    return this.masked(output, this.anyOf(list.map((x) => x.mask)));
  },

  multiplied(list) {
    const mask = this.anyOf(list.map((x) => x.mask));
    const product = this.sameRank(list)
      .map((x) => this.chosen(x.mask, x, 1))
      .reduce((a, b) => this.multiply(a, b));
    return this.masked(this.chosen(mask, product, 0), mask);
  },

  concatenated(list, given) {
    const axis = given < 0 ? given + (list[0] as Value).shape.length : given;
    const y = this.concat(list, axis);
    const known = list.find((x) => x.mask)?.mask;
    if (known === undefined) return y;
    const rank = known.shape.length;
    const all = list.map((x) => x.mask ?? this.broadcast(this.constant(1), x.shape.slice(0, rank)));
    return this.masked(y, axis < rank ? this.concat(all, axis) : this.anyOf(all));
  },

  /** The mean of all steps, or of those that count. */
  globalMean(x, masked) {
    const [batch, width] = [x.shape[0] as number, x.shape[x.shape.length - 1] as number];
    const rows = this.reshape(x, [batch, this.sizeOf(x.shape.slice(1, -1)), width]);
    if (!masked || x.mask === undefined) return this.mean(rows, 1);
    const counts = this.reshape(x.mask, [...x.mask.shape, 1]);
    return this.divide(this.sum(this.multiply(x, counts), 1), this.sum(counts, 1));
  },

  /** A layer that sees each step as a sample. */
  eachStep(x, layer) {
    const [batch, steps, ...sample] = x.shape as [number, number, ...number[]];
    const parts =
      x.mask && x.mask.shape.length > 2 ? this.reshape(x.mask, [batch * steps, ...x.mask.shape.slice(2)]) : undefined;
    const stream = this.stream;
    this.stream = false; // the states of a stream are those from step to step; in each step the layer begins anew
    const output = layer(this.masked(this.reshape(x, [batch * steps, ...sample]), parts));
    this.stream = stream;
    const made = this.reshape(output, [batch, steps, ...output.shape.slice(1)]);
    if (parts === undefined) return this.masked(made, x.mask);
    const left = output.mask ?? this.max(this.reshape(parts, [batch * steps, this.sizeOf(parts.shape.slice(1))]), 1);
    return this.masked(made, this.reshape(left, [batch, steps, ...left.shape.slice(1)]));
  },

  maskedSoftmax(x, axis) {
    if (x.mask === undefined) return this.softmaxAlong(x, axis);
    const kept = this.add(this.multiply(x, x.mask), this.multiply(this.subtract(1, x.mask), -1e9));
    return this.keepingMask(x, this.multiply(this.softmaxAlong(kept, axis), x.mask));
  },
};
