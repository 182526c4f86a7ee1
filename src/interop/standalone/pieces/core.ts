import type { Pieces } from '../net.ts';

/** Memory, and plans for inputs of certain shapes. */
export const corePieces: Pieces<'room' | 'make' | 'keep' | 'then' | 'sizeOf' | 'constant' | 'plan'> = {
  sizeOf(shape) {
    return shape.reduce((size, n) => size * n, 1);
  },

  /** Room for so many numbers, and 64 bytes behind them, which kernels may read. */
  room(count) {
    const at = this.top;
    this.top += Math.ceil(count / 16) * 64 + 64;
    return at;
  },

  make(shape) {
    return { at: this.room(this.sizeOf(shape)), shape };
  },

  /** A block that outlives the call; begins as zeros, or as `fill` says. */
  keep(name, count, fill) {
    const known = this.kept[name];
    if (known !== undefined && known.room >= count) return known.at;
    const at = this.base;
    const end = at + Math.ceil(count / 16) * 64 + 64;
    this.grow(end);
    this.base = end;
    this.kept[name] = { at, room: count };
    this.floats.fill(0, at >>> 2, this.base >>> 2);
    if (fill) fill(this.floats, at >>> 2);
    return at;
  },

  // biome-ignore lint/suspicious/noThenProperty: it is no promise
  then(step) {
    this.steps.push(step);
  },

  constant(value) {
    const at = this.keep(`constant ${value}`, 1, (floats, i) => {
      floats[i] = value;
    });
    return { at, shape: [] };
  },

  /** Where everything stands for inputs of these shapes, and what is to be done at each call. */
  plan(network, shapes, stream) {
    for (;;) {
      const before = this.base;
      this.top = before;
      this.steps = [];
      this.turns = {};
      this.stream = stream;
      const inputs = shapes.map((shape) => this.make(shape));
      const outputs = network(...inputs);
      if (this.base === before) {
        this.grow(this.top);
        return { inputs, outputs, steps: this.steps };
      }
      // something new is kept: once more, behind it
    }
  },
};
