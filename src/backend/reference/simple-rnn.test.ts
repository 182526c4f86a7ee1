import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KernelBench } from '../../../test/support/kernel-bench.ts';
import { TILE_SCRATCH } from '../table.ts';

/** Two steps of one unit with R = 2, a recurrent mask of ½ and sums 0.3 and −0.4: states and gradients. */
function run(rectified: number, mask?: readonly number[]) {
  const bench = new KernelBench('float64');
  const scratch = bench.room(TILE_SCRATCH);
  const [recurrent, hidden] = [bench.put([2, ...new Array<number>(15).fill(0)]), bench.put([0.5, 0.3, -0.4])];
  const [factor, input] = [bench.put([0.5]), bench.room(2)];
  const masks = [mask ? bench.put([...mask]) : 0, factor] as const;
  const sizes = [2, 1, 1, 0, 1, recurrent, 16, 16, rectified] as const;
  bench.kernels.simpleRnnForward(...sizes, hidden, ...masks, input, scratch);
  const [dHidden, sums, work] = [bench.put([0, 0, 3]), bench.room(2), bench.room(1)];
  bench.kernels.simpleRnnBackward(...sizes, hidden, dHidden, sums, 1, ...masks, work, scratch);
  return { hidden: bench.get(hidden, 3), dHidden: bench.get(dHidden, 3), sums: bench.get(sums, 2) };
}

const near = (actual: number[], expected: number[]) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, k) => void assert.ok(Math.abs(value - (expected[k] as number)) < 1e-15, `${k}: ${value}`));
};

describe('reference simple RNN', () => {
  it('computes two steps of one unit and their gradients as written', () => {
    const { hidden, dHidden, sums } = run(0);
    const first = Math.tanh(0.3 + 0.5);
    const second = Math.tanh(-0.4 + first);
    const [later, earlier] = [3 * (1 - second ** 2), 3 * (1 - second ** 2) * (1 - first ** 2)];
    near(hidden, [0.5, first, second]);
    near(sums, [earlier, later]);
    near(dHidden, [earlier, later, 3]);
  });

  it('takes relu where asked', () => {
    const { hidden, sums } = run(1);
    near(hidden, [0.5, 0.8, 0.4]);
    near(sums, [3, 3]);
  });

  it('lets a masked row pass: its state stays, its sum has gradient 0', () => {
    const { hidden, dHidden, sums } = run(0, [1, 0]);
    const first = Math.tanh(0.8);
    near(hidden, [0.5, first, first]);
    near(sums, [3 * (1 - first ** 2), 0]);
    near(dHidden, [3 * (1 - first ** 2), 3, 3]);
  });
});
