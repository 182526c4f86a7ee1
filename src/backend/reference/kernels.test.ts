import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KernelBench } from '../../../test/support/kernel-bench.ts';
import { Random } from '../../random.ts';
import { packedSize, START_ADD, START_BIAS, START_ZERO, TILE_SCRATCH } from '../table.ts';

type Name = 'float32' | 'float64';

function unary(
  dtype: Name,
  name: 'exp' | 'log' | 'sqrt' | 'abs' | 'sign' | 'negative' | 'square' | 'relu',
  x: number[],
) {
  const bench = new KernelBench(dtype);
  const address = bench.put(x);
  bench.kernels[name](x.length, address, address);
  return bench.get(address, x.length);
}

for (const dtype of ['float32', 'float64'] as const) {
  describe(`reference kernels in ${dtype}`, () => {
    it('one input', () => {
      const x = [-2, -0, 0, 4, Infinity, NaN];
      assert.deepEqual(unary(dtype, 'sqrt', x), [NaN, -0, 0, 2, Infinity, NaN]);
      assert.deepEqual(unary(dtype, 'abs', x), [2, 0, 0, 4, Infinity, NaN]);
      assert.deepEqual(unary(dtype, 'sign', x), [-1, -0, 0, 1, 1, NaN]);
      assert.deepEqual(unary(dtype, 'negative', x), [2, 0, -0, -4, -Infinity, NaN]);
      assert.deepEqual(unary(dtype, 'square', x), [4, 0, 0, 16, Infinity, NaN]);
      assert.deepEqual(unary(dtype, 'relu', x), [0, -0, 0, 4, Infinity, NaN]);
      assert.deepEqual(unary(dtype, 'exp', [0, -Infinity]), [1, 0]);
      assert.deepEqual(unary(dtype, 'log', [1, 0, -1]), [0, -Infinity, NaN]);
    });

    it('gradients of one input', () => {
      const bench = new KernelBench(dtype);
      const y = bench.put([0.5, 0.25, 0, -1]);
      const dy = bench.put([2, 4, 8, 16]);
      const dx = bench.room(4);
      const run = (name: 'sigmoidGradient' | 'tanhGradient' | 'reluGradient') => {
        bench.kernels[name](4, y, dy, dx);
        return bench.get(dx, 4);
      };
      assert.deepEqual(run('sigmoidGradient'), [0.5, 0.75, 0, -32]);
      assert.deepEqual(run('tanhGradient'), [1.5, 3.75, 8, 0]);
      assert.deepEqual(run('reluGradient'), [2, 4, 0, 0]);
    });

    it('two inputs, with broadcast rows and columns', () => {
      const bench = new KernelBench(dtype);
      const x = bench.put([1, 2, 3, 4, 5, 6]);
      const row = bench.put([10, 20, 30]);
      const column = bench.put([100, 200]);
      const out = bench.room(6);
      bench.kernels.add(2, 3, x, 3, 1, row, 0, 1, out);
      assert.deepEqual(bench.get(out, 6), [11, 22, 33, 14, 25, 36]);
      bench.kernels.subtract(2, 3, x, 3, 1, column, 1, 0, out);
      assert.deepEqual(bench.get(out, 6), [-99, -98, -97, -196, -195, -194]);
      bench.kernels.multiply(2, 3, column, 0, 0, x, 3, 1, out);
      assert.deepEqual(bench.get(out, 6), [100, 200, 300, 400, 500, 600]);
      bench.kernels.divide(1, 3, row, 0, 1, x, 0, 1, out);
      assert.deepEqual(bench.get(out, 3), [10, 10, 10]);
    });

    it('extremes and comparisons with NaN and signed zeros', () => {
      const bench = new KernelBench(dtype);
      const x = bench.put([1, NaN, 1, -0, 2]);
      const y = bench.put([2, 1, NaN, 0, 2]);
      const out = bench.room(5);
      const run = (name: 'maximum' | 'minimum' | 'equal' | 'greater' | 'greaterEqual') => {
        bench.kernels[name](1, 5, x, 0, 1, y, 0, 1, out);
        return bench.get(out, 5);
      };
      assert.deepEqual(run('maximum'), [2, NaN, NaN, 0, 2]);
      assert.deepEqual(run('minimum'), [1, NaN, NaN, -0, 2]);
      assert.deepEqual(run('equal'), [0, 0, 0, 1, 1]);
      assert.deepEqual(run('greater'), [0, 0, 0, 0, 0]);
      assert.deepEqual(run('greaterEqual'), [0, 0, 0, 1, 1]);
    });

    it('fill, copy and negative strides', () => {
      const bench = new KernelBench(dtype);
      const x = bench.put([1, 2, 3, 4, 5, 6]);
      const y = bench.room(7);
      bench.kernels.fill(7, 9, y);
      bench.kernels.copy(1, 1, 3, 2, x, 0, 0, 1, 3, y, 0, 0, 2, 1); // the transpose
      assert.deepEqual(bench.get(y, 7), [1, 4, 2, 5, 3, 6, 9]);
      bench.kernels.copy(1, 1, 1, 3, bench.at(x, 2), 0, 0, 0, -1, y, 0, 0, 0, 2);
      assert.deepEqual(bench.get(y, 7), [3, 4, 2, 5, 1, 6, 9]);
      const ids = bench.putInts([-1, 2 ** 31 - 1, -(2 ** 31), 7]);
      bench.kernels.copy(1, 1, 1, 4, ids, 0, 0, 0, 1, y, 0, 0, 0, 1);
      assert.deepEqual(bench.getInts(y, 4), [-1, 2 ** 31 - 1, -(2 ** 31), 7]);
    });

    it('gather and scatterAdd', () => {
      const bench = new KernelBench(dtype);
      const table = bench.put([1, 2, 3, 4, 5, 6]);
      const y = bench.room(8);
      const ids = bench.putInts([2, 0, 2, 1]);
      assert.equal(bench.kernels.gather(4, 2, 3, ids, table, y), -1);
      assert.deepEqual(bench.get(y, 8), [5, 6, 1, 2, 5, 6, 3, 4]);
      assert.equal(bench.kernels.gather(3, 2, 3, bench.putInts([0, 3, -1]), table, y), 1);
      assert.equal(bench.kernels.gather(3, 2, 3, bench.putInts([-1, 3, 0]), table, y), 0);
      const dx = bench.put([0, 0, 0, 0, 0, 1]);
      bench.kernels.scatterAdd(4, 2, ids, bench.put([1, 2, 3, 4, 5, 6, 7, 8]), dx);
      assert.deepEqual(bench.get(dx, 6), [3, 4, 7, 8, 6, 9]);
    });

    it('sum, max and argmax along each axis', () => {
      const bench = new KernelBench(dtype);
      const x = bench.put([1, 5, 2, 4, 3, 4, NaN, 9, 7, 8, NaN, 1]);
      const y = bench.room(8);
      bench.kernels.sum(2, 3, 1, x, y);
      assert.deepEqual(bench.get(y, 2), [8, 11]);
      bench.kernels.sum(1, 2, 3, x, y);
      assert.deepEqual(bench.get(y, 3), [5, 8, 6]);
      bench.kernels.max(4, 3, 1, x, y);
      assert.deepEqual(bench.get(y, 4), [5, 4, NaN, NaN]);
      bench.kernels.argmax(4, 3, 1, x, y);
      assert.deepEqual(bench.getInts(y, 4), [1, 0, 0, 1]);
      bench.kernels.argmax(1, 2, 3, x, y);
      assert.deepEqual(bench.getInts(y, 3), [1, 0, 1]);
      bench.kernels.sum(1, 0, 2, x, y);
      assert.deepEqual(bench.get(y, 2), [0, 0]);
      assert.equal(bench.kernels.countNonFinite(4, bench.put([1, NaN, -Infinity, Infinity])), 3);
    });

    it('softmax and its gradient', () => {
      const bench = new KernelBench(dtype);
      const x = bench.put([0, 0, 0, 0, 1000, 1000, -Infinity, 0]);
      bench.kernels.softmax(2, 4, x, x);
      assert.deepEqual(bench.get(x, 8), [0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0, 0]);
      const dy = bench.put([4, 0, 0, 0, 2, 0, 5, 5]);
      bench.kernels.softmaxGradient(2, 4, x, dy, dy);
      assert.deepEqual(bench.get(dy, 8), [0.75, -0.25, -0.25, -0.25, 0.5, -0.5, 0, 0]);
    });

    it('pack, gemm and matmul', () => {
      const bench = new KernelBench(dtype);
      const [m, n, k] = [3, 18, 2];
      const a = bench.put([1, 2, 3, 4, 5, 6]);
      const b = bench.put(Array.from({ length: k * n }, (_, i) => i));
      const bias = bench.put(new Array<number>(n).fill(1000));
      const scratch = bench.room(TILE_SCRATCH);
      const expected = Array.from({ length: m * n }, (_, i) => {
        const [row, col] = [Math.floor(i / n), i % n];
        return (2 * row + 1) * col + (2 * row + 2) * (n + col);
      });
      const c = bench.room(m * n);
      const packed = bench.room(packedSize(k, n));
      bench.kernels.pack(k, n, b, n, 1, packed);
      const tail = bench.get(packed, packedSize(k, n)).slice(16 * k);
      assert.deepEqual(tail.slice(0, 4), [16, 17, 0, 0]);
      assert.deepEqual(tail.slice(16, 19), [34, 35, 0]);
      bench.kernels.gemm(m, n, k, a, k, 1, packed, 16 * k, 16, c, n, START_ZERO, 0, scratch);
      assert.deepEqual(bench.get(c, m * n), expected);
      bench.kernels.gemm(m, n, k, a, k, 1, b, 16, n, c, n, START_BIAS, bias, scratch);
      assert.deepEqual(
        bench.get(c, m * n),
        expected.map((v) => v + 1000),
      );
      bench.kernels.matmul(m, n, k, a, k, 1, b, n, 1, c, n, START_ADD, 0, scratch);
      assert.deepEqual(
        bench.get(c, m * n),
        expected.map((v) => 2 * v + 1000),
      );
      bench.kernels.matmul(2, 2, 3, a, 1, 2, a, 2, 1, c, 2, START_ZERO, 0, scratch); // Aᵀ·A
      assert.deepEqual(bench.get(c, 4), [35, 44, 44, 56]);
    });

    it('optimizers', () => {
      const bench = new KernelBench(dtype);
      const g = bench.put([2, -4]);
      const w = bench.put([1, 1]);
      bench.kernels.sgd(2, w, g, 0.5);
      assert.deepEqual(bench.get(w, 2), [0, 3]);
      const v = bench.put([4, 4]);
      bench.kernels.momentum(2, w, g, v, 0.5, 0.5, 1, 0);
      assert.deepEqual(
        [bench.get(w, 2), bench.get(v, 2)],
        [
          [1, 7],
          [1, 4],
        ],
      );
      bench.kernels.momentum(2, w, g, v, 0.5, 0.5, 1, 1);
      assert.deepEqual(
        [bench.get(w, 2), bench.get(v, 2)],
        [
          [-0.25, 11],
          [-0.5, 4],
        ],
      );
      const first = bench.put([0, 0]);
      const second = bench.put([0, 0]);
      bench.kernels.adam(2, w, g, first, second, 0, 0.5, 0, 0.5, 0.25, 1);
      assert.deepEqual(
        [bench.get(first, 2), bench.get(second, 2)],
        [
          [1, -2],
          [1, 4],
        ],
      );
      assert.deepEqual(bench.get(w, 2), [-0.5, dtype === 'float32' ? Math.fround(11 + 1 / 3) : 11 + 1 / 3]);
    });

    it('dropoutMask continues at any counter', () => {
      const bench = new KernelBench(dtype);
      const [whole, part] = [bench.room(101), bench.room(61)];
      const [key0, key1] = new Random(6).key;
      bench.kernels.dropoutMask(101, key0, key1, 0xfffffff0, 0.7, 2, whole);
      bench.kernels.dropoutMask(61, key0, key1, 0xfffffff0 + 20, 0.7, 2, part);
      assert.deepEqual(bench.get(whole, 101).slice(40), bench.get(part, 61));
      const random = new Random(6);
      bench.kernels.dropoutMask(101, key0, key1, 0, 0.7, 2, whole);
      assert.deepEqual(
        bench.get(whole, 101),
        [...random.uniform(101)].map((u) => (u < Math.fround(0.7) ? 2 : 0)),
      );
    });
  });
}

describe('float32 sums', () => {
  it('use 16 accumulators and the fixed tree', () => {
    const f = Math.fround;
    const x = new Random(1).normal(37);
    const lanes = new Array<number>(16).fill(0);
    for (const [j, value] of x.entries()) lanes[j % 16] = f(lanes[j % 16]! + value);
    const eight = lanes.slice(0, 8).map((value, l) => f(value + lanes[l + 8]!));
    const four = eight.slice(0, 4).map((value, l) => f(value + eight[l + 4]!));
    const expected = f(f(four[0]! + four[2]!) + f(four[1]! + four[3]!));
    const bench = new KernelBench('float32');
    const y = bench.room(1);
    bench.kernels.sum(1, 37, 1, bench.put(x), y);
    assert.equal(bench.get(y, 1)[0], expected);
  });
});

describe('float32 and float64', () => {
  it('agree to the rounding of each kernel', () => {
    const [m, n, k] = [5, 19, 300];
    const random = new Random(3);
    const [a, b, positive] = [random.normal(m * k), random.normal(k * n), random.uniform(m * k, 0.1, 3)];
    const results = (['float32', 'float64'] as const).map((dtype) => {
      const bench = new KernelBench(dtype);
      const { kernels } = bench;
      const [x, y, p] = [bench.put(a), bench.put(b), bench.put(positive)];
      const [c, out, dx] = [bench.room(m * n), bench.room(m * k), bench.room(m * k)];
      kernels.matmul(m, n, k, x, k, 1, y, n, 1, c, n, START_ZERO, 0, 0);
      kernels.softmax(m, k, x, out);
      kernels.softmaxGradient(m, k, out, p, dx);
      const found = [...bench.get(c, m * n), ...bench.get(out, m * k), ...bench.get(dx, m * k)];
      for (const name of ['exp', 'log', 'sqrt', 'sigmoid', 'tanh', 'square'] as const) {
        kernels[name](m * k, p, out);
        found.push(...bench.get(out, m * k));
      }
      const [w, first, second] = [bench.put(a), bench.put(b), bench.put(positive)];
      kernels.adam(m * k, w, p, first, second, 0, 0.01, 0, 0.1, 0.001, 1e-7);
      return [...found, ...bench.get(w, m * k)];
    });
    const [single = [], double = []] = results;
    assert.equal(single.length, double.length);
    for (const [i, value] of single.entries()) {
      const exact = double[i] as number;
      assert.ok(Math.abs(value - exact) <= 2e-5 * Math.max(Math.abs(exact), 1), `${i}: ${value}, in float64 ${exact}`);
    }
  });
});
