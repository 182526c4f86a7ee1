import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KernelBench } from '../../../test/support/kernel-bench.ts';
import { TILE_SCRATCH } from '../table.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const near = (actual: number[], expected: number[]) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, k) => void assert.ok(Math.abs(value - (expected[k] as number)) < 1e-15, `${k}: ${value}`));
};

describe('reference GRU', () => {
  for (const after of [1, 0]) {
    it(`computes one step of one unit and its gradients as written, resetAfter ${after}`, () => {
      const bench = new KernelBench('float64');
      const scratch = bench.room(TILE_SCRATCH);
      const [gates, recurrent] = [bench.put([0.1, 0.2, 0.3]), bench.put([1, 2, 3])];
      const [inner, hidden, bias] = [bench.room(1), bench.put([0.5, 0]), bench.put([0.25])];
      const candidate = recurrent + 2 * 8;
      const sizes = [1, 1, 1, 0, 1] as const;
      // a recurrent mask of ½: the products take h = ¼, z keeps of h = ½
      const [factor, input] = [bench.put([0.5]), bench.room(1)];
      const masks = [0, factor, input] as const;
      bench.kernels.gruForward(
        ...sizes,
        recurrent,
        candidate,
        16,
        3,
        after,
        bias,
        gates,
        inner,
        hidden,
        ...masks,
        scratch,
      );
      const [z, r] = [sigmoid(0.35), sigmoid(0.7)];
      const kept = after ? 0.75 + 0.25 : r * 0.25;
      const g = Math.tanh(0.3 + (after ? r * kept : 3 * kept));
      near(bench.get(gates, 3), [z, r, g]);
      near(bench.get(inner, 1), [kept]);
      near(bench.get(hidden, 2), [0.5, z * 0.5 + (1 - z) * g]);

      const [dHidden, work] = [bench.put([0, 2]), bench.room(1)];
      const transposed = bench.put([1, 2, 3].flatMap((value) => [value, ...new Array<number>(15).fill(0)]));
      const ends = [after, gates, inner, hidden, dHidden, 1, ...masks, work, scratch] as const;
      bench.kernels.gruBackward(...sizes, transposed, 48, 16, ...ends);
      const dz = 2 * (0.5 - g) * z * (1 - z);
      const dg = 2 * (1 - z) * (1 - g * g);
      const dr = (after ? dg * kept : 3 * dg * 0.25) * r * (1 - r);
      near(bench.get(gates, 3), [dz, dr, dg]);
      near(bench.get(inner, 1), [after ? dg * r : kept]);
      near(bench.get(dHidden, 2), [2 * z + 0.5 * (dz + 2 * dr + 3 * dg * r), 2]);
    });
  }

  it('lets a masked row pass: its state stays, its gates are 0, its gradient goes below', () => {
    const bench = new KernelBench('float64');
    const scratch = bench.room(TILE_SCRATCH);
    const [gates, recurrent, bias] = [bench.put([NaN, 1, 1]), bench.put([1, 2, 3]), bench.put([0])];
    const [inner, hidden, mask] = [bench.room(1), bench.put([0.5, -777]), bench.put([0])];
    const sizes = [1, 1, 1, 0, 1] as const;
    const parts = [recurrent, recurrent + 16, 16, 3, 1, bias] as const;
    bench.kernels.gruForward(...sizes, ...parts, gates, inner, hidden, mask, 0, 0, scratch);
    assert.deepEqual(bench.get(hidden, 2), [0.5, 0.5]);
    assert.deepEqual(bench.get(gates, 3), [0, 0, 0]);
    const [dHidden, transposed] = [bench.put([1, 2]), bench.room(48)];
    const ends = [gates, inner, hidden, dHidden, 1, mask, 0, 0, 0, scratch] as const;
    bench.kernels.gruBackward(...sizes, transposed, 48, 16, 1, ...ends);
    assert.deepEqual(bench.get(dHidden, 2), [3, 2]);
    assert.deepEqual(bench.get(gates, 3), [0, 0, 0]);
    assert.deepEqual(bench.get(inner, 1), [0]);
  });
});
