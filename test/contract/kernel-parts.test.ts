// A job cut into parts gives the bits of the whole, on every build, width and tile: that is what lets threads share it.
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type KernelTable, MATMUL_SCRATCH, packedSize, START_BIAS, TILE_SCRATCH } from '../../src/backend/table.ts';
import { KernelArena } from '../support/kernel-arena.ts';

const arena = new KernelArena(1 << 17, MATMUL_SCRATCH + TILE_SCRATCH);

/** Where parts begin and the last one ends: 0, the cuts that lie inside, n. */
function ranges(n: number, cuts: readonly number[]): (readonly [from: number, to: number])[] {
  const ends = [...new Set([...cuts.map((cut) => cut % (n + 1)), n])].sort((a, b) => a - b);
  return ends.map((to, i) => [ends[i - 1] ?? 0, to] as const);
}

/** Runs the parts on every table, last part first, and compares with the whole. */
function compare(whole: (k: KernelTable) => void, parts: (k: KernelTable) => void): void {
  for (const tested of arena.tables) {
    const all = arena.laidOut();
    const before = all.slice();
    whole(tested.kernels);
    const wanted = all.slice();
    all.set(before);
    parts(tested.kernels);
    for (let i = 0; i < all.length; i++) {
      if (Object.is(all[i], wanted[i])) continue;
      throw new Error(`${tested.name}: element ${i} is ${all[i]} by parts, ${wanted[i]} as a whole`);
    }
    all.set(before);
  }
}

const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
const cuts = fc.array(fc.nat(200), { maxLength: 4 });
const runs = { numRuns: 60, seed: 11 };

describe('parts of a job give the bits of the whole', () => {
  for (const packed of [true, false]) {
    it(`gemm by rows and by panels, B ${packed ? 'packed' : 'in place'}`, () => {
      const property = fc.property(size(30), size(140), size(40), cuts, cuts, (m, n, k, rows, panels) => {
        arena.clear();
        const a = arena.uniform(m * k);
        const b = arena.uniform(packed ? packedSize(k, n) : k * n);
        const bias = arena.uniform(n);
        const c = arena.uniform(m * n);
        const [bPanel, bRow] = packed ? [16 * k, 16] : [16, n];
        const block = (t: KernelTable, i: number, rowEnd: number, j: number, end: number) =>
          t.gemm(
            ...([rowEnd - i, end - j, k, a + 4 * i * k, k, 1, b + (j / 4) * bPanel, bPanel, bRow] as const),
            ...([c + 4 * (i * n + j), n, START_BIAS, bias + 4 * j, arena.scratch] as const),
          );
        const columns = ranges(Math.ceil(n / 16), panels).map(
          ([from, to]) => [16 * from, Math.min(16 * to, n)] as const,
        );
        compare(
          (t) => block(t, 0, m, 0, n),
          (t) => {
            for (const [i, rowEnd] of ranges(m, rows).reverse()) {
              for (const [j, end] of columns.toReversed()) block(t, i, rowEnd, j, end);
            }
          },
        );
      });
      fc.assert(property, runs);
    });
  }

  it('matmul by rows and by columns', () => {
    const property = fc.property(size(50), size(70), size(300), cuts, cuts, (m, n, k, rows, columns) => {
      arena.clear();
      const a = arena.uniform(m * k);
      const b = arena.uniform(k * n);
      const bias = arena.uniform(n);
      const c = arena.uniform(m * n);
      const [bRow, bCol] = k % 2 ? [1, k] : [n, 1];
      const block = (t: KernelTable, i: number, rowEnd: number, j: number, end: number) =>
        t.matmul(
          ...([rowEnd - i, end - j, k, a + 4 * i * k, k, 1, b + 4 * j * bCol, bRow, bCol] as const),
          ...([c + 4 * (i * n + j), n, START_BIAS, bias + 4 * j, arena.scratch] as const),
        );
      compare(
        (t) => block(t, 0, m, 0, n),
        (t) => {
          for (const [i, rowEnd] of ranges(m, rows).reverse()) {
            for (const [j, end] of ranges(n, columns).reverse()) block(t, i, rowEnd, j, end);
          }
        },
      );
    });
    fc.assert(property, runs);
  });

  it('lstmForward and lstmBackward by rows', () => {
    const property = fc.property(
      fc.record({ steps: size(4), batch: size(20), units: size(33) }),
      fc.record({ packed: fc.boolean(), masked: fc.boolean(), dropped: fc.boolean(), hard: fc.boolean() }),
      cuts,
      ({ steps, batch, units }, { packed, masked, dropped, hard }, rows) => {
        arena.clear();
        const width = 4 * units;
        const weights = (k: number, n: number): readonly [number, number, number] =>
          packed ? [arena.uniform(packedSize(k, n)), 16 * k, 16] : [arena.uniform(k * n), 16, n];
        const state = batch * units;
        const recurrent = weights(units, width);
        const transposed = weights(width, units);
        const gates = arena.uniform(steps * batch * width);
        const cells = arena.uniform((steps + 1) * state);
        const tanhCells = arena.room(steps * state);
        const hidden = arena.uniform((steps + 1) * state);
        const dHidden = arena.uniform((steps + 1) * state);
        const dCell = arena.uniform(state);
        const mask = masked ? arena.put(Array.from({ length: steps * batch }, (_, i) => ((i * i) % 5) % 2)) : 0;
        const recurrentMask = dropped ? arena.uniform(state) : 0;
        const input = dropped ? arena.room(steps * state) : 0;
        const { scratch } = arena;
        const both = (t: KernelTable, from: number, to: number) => {
          const sizes = [steps, batch, units, from, to] as const;
          const masks = [mask, recurrentMask] as const;
          const ends = [hard ? Math.fround(0.2) : 0, scratch] as const;
          t.lstmForward(...sizes, ...recurrent, gates, cells, tanhCells, hidden, ...masks, input, ...ends);
          t.lstmBackward(...sizes, ...transposed, gates, cells, tanhCells, dHidden, dCell, 1, ...masks, ...ends);
        };
        compare(
          (t) => both(t, 0, batch),
          (t) => {
            for (const [from, to] of ranges(batch, rows).reverse()) both(t, from, to);
          },
        );
      },
    );
    fc.assert(property, runs);
  });

  it('the GRU and the simple RNN by rows', () => {
    const ways = fc.record({ way: fc.nat(1), packed: fc.boolean(), masked: fc.boolean(), dropped: fc.boolean() });
    const property = fc.property(size(4), size(20), size(33), ways, cuts, (steps, batch, units, options, rows) => {
      arena.clear();
      const { way, packed, masked, dropped } = options;
      const state = batch * units;
      const [matrix, transposed] = [
        arena.uniform(packedSize(units, 3 * units)),
        arena.uniform(packedSize(3 * units, units)),
      ];
      const layout = (k: number, n: number): readonly [number, number] => (packed ? [16 * k, 16] : [16, n]);
      const [gates, inner, bias] = [arena.uniform(3 * steps * state), arena.room(steps * state), arena.uniform(units)];
      const [hidden, dHidden] = [arena.uniform((steps + 1) * state), arena.uniform((steps + 1) * state)];
      const [small, dSmall] = [arena.uniform((steps + 1) * state), arena.uniform((steps + 1) * state)];
      const mask = masked ? arena.put(Array.from({ length: steps * batch }, (_, i) => ((i * i) % 5) % 2)) : 0;
      const masks = [mask, dropped ? arena.uniform(state) : 0] as const;
      const [input, sums, work] = [arena.room(steps * state), arena.room(steps * state), arena.room(state)];
      const { scratch } = arena;
      const both = (t: KernelTable, from: number, to: number) => {
        const sizes = [steps, batch, units, from, to] as const;
        const parts = [matrix, transposed, ...layout(units, 2 * units), way, bias] as const;
        t.gruForward(...sizes, ...parts, gates, inner, hidden, ...masks, input, scratch);
        const whole = [transposed, ...layout(3 * units, units), way] as const;
        t.gruBackward(...sizes, ...whole, gates, inner, hidden, dHidden, 1, ...masks, input, work, scratch);
        const own = [matrix, ...layout(units, units), way] as const;
        t.simpleRnnForward(...sizes, ...own, small, ...masks, input, scratch);
        t.simpleRnnBackward(...sizes, ...own, small, dSmall, sums, 1, ...masks, work, scratch);
      };
      compare(
        (t) => both(t, 0, batch),
        (t) => {
          for (const [from, to] of ranges(batch, rows).reverse()) both(t, from, to);
        },
      );
    });
    fc.assert(property, runs);
  });

  it('convolutions and pooling by samples, the gradient of the kernel by rows and by columns', () => {
    const property = fc.property(
      size(4),
      size(6),
      size(9),
      size(40),
      cuts,
      cuts,
      (batch, height, depth, n, some, more) => {
        arena.clear();
        const [width, high, wide] = [height + 1, Math.ceil(height / 2), 2];
        const [rows, cols] = [height - high + 1, width - wide + 1];
        const [line, patch] = [width * depth, high * wide * depth];
        const [image, output] = [height * line, rows * cols * n];
        const x = arena.uniform(batch * image);
        const w = arena.uniform(packedSize(patch, n));
        const wT = arena.uniform(packedSize(n, patch));
        const [bias, dw] = [arena.uniform(n), arena.uniform(patch * n)];
        const [y, dy] = [arena.room(batch * output), arena.uniform(batch * output)];
        const [dx, pooled] = [arena.uniform(batch * image), arena.room(batch * image)];
        const strides = [image, line, depth, line, depth] as const;
        const samples = (t: KernelTable, from: number, to: number) => {
          const at = (address: number) =>
            [to - from, rows, cols, high, wide, depth, address + 4 * from * image, ...strides, n] as const;
          const above = dy + 4 * from * output;
          t.convForward(...at(x), w, 16 * patch, 16, y + 4 * from * output, START_BIAS, bias, arena.scratch);
          t.convInputGradient(...at(dx), above, wT, 1 + depth, arena.scratch);
          const windows = [1, to - from, height, width, depth, height, width, 3, 2, 1, 1, 1, 0] as const;
          t.pool(...windows, x + 4 * from * image, pooled + 4 * from * image);
        };
        const gradient = (t: KernelTable, p: number, rowEnd: number, f: number, end: number) => {
          const geometry = [batch, rows, cols, rowEnd - p, wide, depth, x + 4 * p * line, ...strides, end - f] as const;
          const to = dw + 4 * (p * wide * depth * n + f);
          t.convKernelGradient(...geometry, dy + 4 * f, n, to, n, arena.scratch);
        };
        compare(
          (t) => {
            samples(t, 0, batch);
            gradient(t, 0, high, 0, n);
          },
          (t) => {
            for (const [from, to] of ranges(batch, some).reverse()) samples(t, from, to);
            for (const [p, rowEnd] of ranges(high, some).reverse()) {
              for (const [f, end] of ranges(n, more).reverse()) gradient(t, p, rowEnd, f, end);
            }
          },
        );
      },
    );
    fc.assert(property, runs);
  });

  it('sum of rows by columns', () => {
    const property = fc.property(size(40), size(70), cuts, (n, inner, columns) => {
      arena.clear();
      const x = arena.uniform(n * inner);
      const y = arena.room(inner);
      // one column alone would be a sum over contiguous elements, in another order
      compare(
        (t) => (inner > 1 ? t.sum(1, n, inner, x, y) : t.sum(1, n, inner, x, y, inner)),
        (t) => {
          for (const [from, to] of ranges(inner, columns).reverse()) {
            t.sum(1, n, to - from, x + 4 * from, y + 4 * from, inner);
          }
        },
      );
    });
    fc.assert(property, runs);
  });

  it('dropoutMask by pairs of elements', () => {
    const property = fc.property(
      size(100),
      fc.nat(40),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      (n, pairs, counter) => {
        arena.clear();
        const y = arena.room(n);
        const cut = Math.min(2 * pairs, n);
        const part = (t: KernelTable, from: number, to: number) =>
          t.dropoutMask(to - from, 3, 5, counter + from / 2, 0.5, 2, y + 4 * from);
        compare(
          (t) => part(t, 0, n),
          (t) => {
            part(t, cut, n);
            part(t, 0, cut);
          },
        );
      },
    );
    fc.assert(property, runs);
  });
});
