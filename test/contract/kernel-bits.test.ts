// Kernels that add up or combine, on bits of every kind: NaN, infinities, subnormal numbers, overflow on the way. Strict
// still equals the reference to the bit, and width and tile still change nothing.
import { describe, it } from 'node:test';
import {
  type ConvGeometry,
  type KernelTable,
  MATMUL_SCRATCH,
  type PoolGeometry,
  packedSize,
} from '../../src/backend/table.ts';
import { Random } from '../../src/random.ts';
import { KernelArena } from '../support/kernel-arena.ts';

const arena = new KernelArena(1 << 16, MATMUL_SCRATCH);
const random = new Random(21);
const below = (n: number): number => random.uint32() % n;
const SPECIAL = [0, -0, NaN, Infinity, -Infinity, 2 ** -149, -(2 ** -126), 3.4e38, -3.4e38, 88.7, -104, 1e-20];
const ROUNDS = 150;

/** Address of n numbers: any bits, or mostly small numbers with a few special ones. */
function bits(n: number, round: number): number {
  if (round % 2 === 0) return arena.putInts(Int32Array.from({ length: n }, () => random.uint32() | 0));
  const number = () => (below(12) === 0 ? (SPECIAL[below(SPECIAL.length)] as number) : random.uint32() / 2 ** 31 - 1);
  return arena.put(Array.from({ length: n }, number));
}

/** A number of elements, and a weight, a gradient and slots of that size. */
function slotted(put: (n: number) => number): [n: number, places: [number, number, number, number, number]] {
  const n = below(70);
  return [n, [put(n), put(n), put(n), put(n), put(n)]];
}

const cases: Partial<Record<keyof KernelTable, (put: (n: number) => number) => (k: KernelTable) => unknown>> = {
  sum: (put) => {
    const [outer, n, inner] = [below(4), below(40), below(2) ? 1 : below(20)];
    const [x, y] = [put(outer * n * inner), put(outer * inner)];
    return (k) => k.sum(outer, n, inner, x, y);
  },
  softmax: (put) => {
    const [rows, cols] = [below(4), 1 + below(40)];
    const [x, y] = [put(rows * cols), put(rows * cols)];
    return (k) => k.softmax(rows, cols, x, y);
  },
  softmaxGradient: (put) => {
    const [rows, cols] = [below(4), 1 + below(40)];
    const [y, dy, dx] = [put(rows * cols), put(rows * cols), put(rows * cols)];
    return (k) => k.softmaxGradient(rows, cols, y, dy, dx);
  },
  matmul: (put) => {
    const [m, n, k, start] = [below(14), below(70), below(20), below(3)];
    const [a, b, bias, c] = [put(m * k), put(k * n), put(n), put(m * n)];
    const [aRow, aCol] = below(2) ? [k, 1] : [1, m];
    const [bRow, bCol] = below(2) ? [n, 1] : [1, k];
    return (t) => t.matmul(m, n, k, a, aRow, aCol, b, bRow, bCol, c, n, start, bias, arena.scratch);
  },
  lstmForward: (put) => {
    const [steps, batch, units] = [below(4), 1 + below(8), 1 + below(20)];
    const state = batch * units;
    const r = put(packedSize(units, 4 * units));
    const [gates, cells] = [put(4 * steps * state), put((steps + 1) * state)];
    const [tanhs, hidden] = [put(steps * state), put((steps + 1) * state)];
    const sizes = [steps, batch, units, 0, batch] as const;
    const masks = [below(2) && put(steps * batch), below(2) && put(state), put(steps * state)] as const;
    const ends = [...masks, below(2) && Math.fround(0.2), arena.scratch] as const;
    return (k) => k.lstmForward(...sizes, r, 16 * units, 16, gates, cells, tanhs, hidden, ...ends);
  },
  lstmBackward: (put) => {
    const [steps, batch, units, initial] = [below(4), 1 + below(8), 1 + below(20), below(2)];
    const state = batch * units;
    const r = put(packedSize(4 * units, units));
    const [gates, cells, tanhs] = [put(4 * steps * state), put((steps + 1) * state), put(steps * state)];
    const [dHidden, dCell] = [put((steps + 1) * state), put(state)];
    const sizes = [steps, batch, units, 0, batch] as const;
    const masks = [below(2) && put(steps * batch), below(2) && put(state)] as const;
    const ends = [initial, ...masks, below(2) && Math.fround(0.2), arena.scratch] as const;
    return (k) => k.lstmBackward(...sizes, r, 64 * units, 16, gates, cells, tanhs, dHidden, dCell, ...ends);
  },
  gruForward: (put) => {
    const [steps, batch, units, after] = [below(4), 1 + below(8), 1 + below(20), below(2)];
    const state = batch * units;
    const [r, candidate, bias] = [put(packedSize(units, 2 * units)), put(packedSize(units, units)), put(units)];
    const [gates, inner, hidden] = [put(3 * steps * state), put(steps * state), put((steps + 1) * state)];
    const weights = [r, candidate, 16 * units, 16, after, bias] as const;
    const masks = [below(2) && put(steps * batch), below(2) && put(state), put(steps * state)] as const;
    return (k) =>
      k.gruForward(steps, batch, units, 0, batch, ...weights, gates, inner, hidden, ...masks, arena.scratch);
  },
  gruBackward: (put) => {
    const [steps, batch, units, after] = [below(4), 1 + below(8), 1 + below(20), below(2)];
    const state = batch * units;
    const weights = [put(packedSize(3 * units, units)), 48 * units, 16, after] as const;
    const [gates, inner] = [put(3 * steps * state), put(steps * state)];
    const states = [put((steps + 1) * state), put((steps + 1) * state), below(2)] as const;
    const masks = [below(2) && put(steps * batch), below(2) && put(state), put(steps * state), put(state)] as const;
    return (k) =>
      k.gruBackward(steps, batch, units, 0, batch, ...weights, gates, inner, ...states, ...masks, arena.scratch);
  },
  simpleRnnForward: (put) => {
    const [steps, batch, units, rectified] = [below(4), 1 + below(8), 1 + below(20), below(2)];
    const state = batch * units;
    const weights = [put(packedSize(units, units)), 16 * units, 16, rectified] as const;
    const hidden = put((steps + 1) * state);
    const masks = [below(2) && put(steps * batch), below(2) && put(state), put(steps * state)] as const;
    return (k) => k.simpleRnnForward(steps, batch, units, 0, batch, ...weights, hidden, ...masks, arena.scratch);
  },
  simpleRnnBackward: (put) => {
    const [steps, batch, units, rectified] = [below(4), 1 + below(8), 1 + below(20), below(2)];
    const state = batch * units;
    const weights = [put(packedSize(units, units)), 16 * units, 16, rectified] as const;
    const states = [put((steps + 1) * state), put((steps + 1) * state), put(steps * state), below(2)] as const;
    const masks = [below(2) && put(steps * batch), below(2) && put(state), put(state)] as const;
    return (k) => k.simpleRnnBackward(steps, batch, units, 0, batch, ...weights, ...states, ...masks, arena.scratch);
  },
  adam: (put) => {
    const n = below(70);
    const [w, g, m, v, most] = [put(n), put(n), put(n), put(n), below(2) && put(n)];
    const [rate, direct, share] = [Math.fround(0.01), below(2) && Math.fround(0.02), Math.fround(0.1)];
    return (k) => k.adam(n, w, g, m, v, most, rate, direct, share, Math.fround(0.001), Math.fround(1e-7));
  },
  momentum: (put) => {
    const [n, scale, nesterov] = [below(70), below(2) ? 1 : Math.fround(-0.1), below(2)];
    const [w, g, v] = [put(n), put(n), put(n)];
    return (k) => k.momentum(n, w, g, v, Math.fround(0.1), Math.fround(0.9), scale, nesterov);
  },
  adamax: (put) => {
    const [n, [w, g, m, u]] = slotted(put);
    return (k) => k.adamax(n, w, g, m, u, Math.fround(0.1), Math.fround(0.1), Math.fround(0.9), Math.fround(1e-7));
  },
  adagrad: (put) => {
    const [n, [w, g, a]] = slotted(put);
    const [slot, l1, l2] = [below(2) && a, below(2) && Math.fround(0.1), below(2) && Math.fround(0.2)];
    return (k) => k.adagrad(n, w, g, slot, Math.fround(0.1), Math.fround(1e-7), l1, l2);
  },
  adadelta: (put) => {
    const [n, [w, g, a, d]] = slotted(put);
    return (k) => k.adadelta(n, w, g, a, d, Math.fround(0.1), Math.fround(0.05), Math.fround(1e-7));
  },
  rmsprop: (put) => {
    const [n, [w, g, v, mean, velocity]] = slotted(put);
    const slots = [v, below(2) && mean, below(2) && velocity] as const;
    const scalars = [0.01, 0.1, 0.9, 1e-7].map(Math.fround) as [number, number, number, number];
    return (k) => k.rmsprop(n, w, g, ...slots, ...scalars);
  },
  ftrl: (put) => {
    const [n, [w, g, a, z]] = slotted(put);
    return (k) => k.ftrl(n, w, g, a, z, 10, Math.fround(0.1), Math.fround(0.3), Math.fround(0.2));
  },
  lion: (put) => {
    const [n, [w, g, m]] = slotted(put);
    return (k) => k.lion(n, w, g, m, Math.fround(0.01), Math.fround(0.1), Math.fround(0.01));
  },
  rprop: (put) => {
    const [n, [w, g, last, size]] = slotted(put);
    return (k) => k.rprop(n, w, g, last, size, 0.5, Math.fround(1.2), Math.fround(1e-6), 50);
  },
  adagradDA: (put) => {
    const [n, [w, g, a, q]] = slotted(put);
    return (k) => k.adagradDA(n, w, g, a, q, Math.fround(0.1), Math.fround(0.2), Math.fround(0.3));
  },
};

/** A convolution of random sizes: its geometry, patches and elements of a patch. */
function convolution(put: (n: number) => number): [geometry: ConvGeometry, patches: number, size: number] {
  const [batch, height, width, depth, n] = [below(3), 1 + below(4), 1 + below(6), 1 + below(5), 1 + below(20)];
  const [high, wide] = [1 + below(height), 1 + below(width)];
  const [rows, cols] = [height - high + 1, width - wide + 1];
  const x = put(batch * height * width * depth);
  const strides = [height * width * depth, width * depth, depth, width * depth, depth] as const;
  return [[batch, rows, cols, high, wide, depth, x, ...strides, n], batch * rows * cols, high * wide * depth];
}

/** A pooling of random sizes. */
function pooling(): PoolGeometry {
  const [batch, height, width, depth] = [below(3), 1 + below(4), 1 + below(6), 1 + below(9)];
  const [down, right] = [1 + below(2), 1 + below(3)];
  const [rows, cols] = [Math.ceil(height / down), Math.ceil(width / right)];
  const [high, wide] = [1 + below(3), 1 + below(3)];
  return [below(2), batch, height, width, depth, rows, cols, high, wide, down, right, below(high), below(wide)];
}

const images: typeof cases = {
  convForward: (put) => {
    const [geometry, patches, size] = convolution(put);
    const n = geometry[12];
    const [w, bias, y, start] = [put(packedSize(size, n)), put(n), put(patches * n), below(2)];
    return (k) => k.convForward(...geometry, w, 16 * size, 16, y, start, bias, arena.scratch);
  },
  convKernelGradient: (put) => {
    const [geometry, patches, size] = convolution(put);
    const n = geometry[12];
    const [dy, dw] = [put(patches * n), put(size * n)];
    return (k) => k.convKernelGradient(...geometry, dy, n, dw, n, arena.scratch);
  },
  convInputGradient: (put) => {
    const [geometry, patches, size] = convolution(put);
    const n = geometry[12];
    const [dy, w, block] = [put(patches * n), put(packedSize(n, size)), 1 + below(9)];
    return (k) => k.convInputGradient(...geometry, dy, w, block, arena.scratch);
  },
  pool: (put) => {
    const geometry = pooling();
    const [, batch, height, width, depth, rows, cols] = geometry;
    const [x, y] = [put(batch * height * width * depth), put(batch * rows * cols * depth)];
    return (k) => k.pool(...geometry, x, y);
  },
  poolGradient: (put) => {
    const geometry = pooling();
    const [, batch, height, width, depth, rows, cols] = geometry;
    const [size, count] = [batch * height * width * depth, batch * rows * cols * depth];
    const [x, y, dy, dx] = [put(size), put(count), put(count), put(size)];
    return (k) => k.poolGradient(...geometry, x, y, dy, dx);
  },
  normalize: (put) => {
    const [rows, cols] = [below(4), 1 + below(40)];
    const [x, y, scale] = [put(rows * cols), put(rows * cols), put(rows)];
    return (k) => k.normalize(rows, cols, Math.fround(1e-3), x, y, scale);
  },
  normalizeGradient: (put) => {
    const [rows, cols] = [below(4), 1 + below(40)];
    const [y, scale, dy, dx] = [put(rows * cols), put(rows), put(rows * cols), put(rows * cols)];
    return (k) => k.normalizeGradient(rows, cols, y, scale, dy, dx);
  },
};

describe('kernels on any bits', () => {
  for (const [name, make] of Object.entries({ ...cases, ...images })) {
    it(name, () => {
      for (let round = 0; round < ROUNDS; round++) {
        arena.clear();
        const run = make((n) => bits(n, round));
        arena.check(`${name}, round ${round}`, Infinity, run);
      }
    });
  }
});
