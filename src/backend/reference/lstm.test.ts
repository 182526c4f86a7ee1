import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KernelBench } from '../../../test/support/kernel-bench.ts';
import { Random } from '../../random.ts';
import { packedSize, TILE_SCRATCH } from '../table.ts';

const [steps, batch, units] = [3, 4, 5];
const width = 4 * units;

/** What a sequence starts from: gates = x·W + b, first states, recurrent weights. */
interface Inputs {
  gates: Float32Array | number[];
  cell: Float32Array | number[];
  hidden: Float32Array | number[];
  recurrent: Float32Array | number[];
}

function randomInputs(): Inputs {
  const random = new Random(42);
  return {
    gates: random.normal(steps * batch * width),
    cell: random.normal(batch * units),
    hidden: random.normal(batch * units),
    recurrent: random.normal(units * width, 0, 0.5),
  };
}

/** Runs the forward (in ranges of rows) and, given the gradient of hidden, the backward. */
function run(
  dtype: 'float32' | 'float64',
  inputs: Inputs,
  dHidden?: ArrayLike<number>,
  ranges = [0, batch],
  initial = 1,
  slope = 0,
) {
  const bench = new KernelBench(dtype);
  const scratch = bench.room(TILE_SCRATCH);
  const gates = bench.put(inputs.gates);
  const cells = bench.put([...inputs.cell, ...new Array<number>(steps * batch * units).fill(-777)]);
  const hidden = bench.put([...inputs.hidden, ...new Array<number>(steps * batch * units).fill(-777)]);
  const tanhCells = bench.room(steps * batch * units);
  const recurrent = bench.put(inputs.recurrent);
  const packed = bench.room(packedSize(units, width));
  bench.kernels.pack(units, width, recurrent, width, 1, packed);
  const parts = ranges.slice(1).map((end, i) => [ranges[i] as number, end] as const);
  for (const [start, end] of parts) {
    bench.kernels.lstmForward(
      ...[
        steps,
        batch,
        units,
        start,
        end,
        packed,
        16 * units,
        16,
        gates,
        cells,
        tanhCells,
        hidden,
        0,
        0,
        0,
        slope,
        scratch,
      ],
    );
  }
  const forward = {
    activated: bench.get(gates, steps * batch * width),
    cells: bench.get(cells, (steps + 1) * batch * units),
    tanhCells: bench.get(tanhCells, steps * batch * units),
    hidden: bench.get(hidden, (steps + 1) * batch * units),
  };
  const dh = bench.put(dHidden ?? new Array<number>((steps + 1) * batch * units).fill(0));
  const dc = bench.put(new Array<number>(batch * units).fill(0));
  const packedT = bench.room(packedSize(width, units));
  bench.kernels.pack(width, units, recurrent, 1, width, packedT);
  for (const [start, end] of parts) {
    const sizes = [steps, batch, units, start, end, packedT, 16 * width, 16] as const;
    bench.kernels.lstmBackward(...sizes, gates, cells, tanhCells, dh, dc, initial, 0, 0, slope, scratch);
  }
  return {
    ...forward,
    dGates: bench.get(gates, steps * batch * width),
    dCell: bench.get(dc, batch * units),
    dHidden: bench.get(dh, (steps + 1) * batch * units),
  };
}

function weights(): Float32Array {
  return new Random(7).normal((steps + 1) * batch * units);
}

/** Σ hidden ⊙ weights, slot 0 included: a loss with known gradient of hidden. */
function lossOf(inputs: Inputs, slope: number): number {
  const w = weights();
  return run('float64', inputs, undefined, undefined, 1, slope).hidden.reduce(
    (total, h, i) => total + h * (w[i] as number),
    0,
  );
}

function nudged(inputs: Inputs, name: keyof Inputs, at: number, by: number): Inputs {
  const changed = [...inputs[name]];
  changed[at] = (changed[at] as number) + by;
  return { ...inputs, [name]: changed };
}

describe('reference LSTM', () => {
  it('computes one step of one unit as written', () => {
    const bench = new KernelBench('float64');
    const scratch = bench.room(TILE_SCRATCH);
    const [gates, recurrent] = [bench.put([0.1, 0.2, 0.3, 0.4]), bench.put([1, 2, 3, 4])];
    const [cells, hidden, tanhCells] = [bench.put([2, 0]), bench.put([0.5, 0]), bench.room(1)];
    bench.kernels.lstmForward(1, 1, 1, 0, 1, recurrent, 16, 4, gates, cells, tanhCells, hidden, 0, 0, 0, 0, scratch);
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const [i, f, g, o] = [sigmoid(0.6), sigmoid(1.2), Math.tanh(1.8), sigmoid(2.4)];
    const c = f * 2 + i * g;
    const near = (actual: number[], expected: number[]) =>
      actual.forEach((value, k) => void assert.ok(Math.abs(value - (expected[k] as number)) < 1e-15));
    near(bench.get(gates, 4), [i, f, g, o]);
    near(bench.get(cells, 2), [2, c]);
    near(bench.get(tanhCells, 1), [Math.tanh(c)]);
    near(bench.get(hidden, 2), [0.5, o * Math.tanh(c)]);
  });

  for (const slope of [0, 0.2])
    it(`gives gradients that central differences confirm, slope ${slope}`, () => {
      const inputs = randomInputs();
      const found = run('float64', inputs, weights(), undefined, 1, slope);
      const check = (name: keyof Inputs, gradient: number[]) => {
        for (let at = 0; at < inputs[name].length; at++) {
          const step = 1e-5;
          const rise =
            (lossOf(nudged(inputs, name, at, step), slope) - lossOf(nudged(inputs, name, at, -step), slope)) /
            (2 * step);
          const error = Math.abs(rise - (gradient[at] as number));
          assert.ok(error < 1e-8, `${name}[${at}]: ${gradient[at]}, differences say ${rise}`);
        }
      };
      check('gates', found.dGates);
      check('cell', found.dCell);
      check('hidden', found.dHidden.slice(0, batch * units));
      const dRecurrent = Array.from({ length: units * width }, (_, at) => {
        const [u, j] = [Math.floor(at / width), at % width];
        let total = 0;
        for (let row = 0; row < steps * batch; row++) {
          total += (found.hidden[row * units + u] as number) * (found.dGates[row * width + j] as number);
        }
        return total;
      });
      check('recurrent', dRecurrent);
    });

  it('leaves slot 0 of dHidden alone unless asked', () => {
    const found = run('float32', randomInputs(), weights(), [0, batch], 0);
    assert.deepEqual(found.dHidden.slice(0, batch * units), [...weights().slice(0, batch * units)]);
  });

  it('carries the states over a masked row and multiplies h by the recurrent mask', () => {
    const bench = new KernelBench('float64');
    const scratch = bench.room(TILE_SCRATCH);
    // two rows of one unit, two steps; the first row stays at the first step, the second one at the second
    const gates = bench.put(new Array<number>(16).fill(0.5));
    const [cells, hidden, tanhCells] = [
      bench.put([3, 4, 0, 0, 0, 0]),
      bench.put([0.6, 0.7, 0, 0, 0, 0]),
      bench.room(4),
    ];
    const [mask, recurrentMask] = [bench.put([0, 1, 1, 0]), bench.put([2, 0])];
    const [recurrent, input] = [bench.put([1, 1, 1, 1]), bench.room(4)];
    const sizes = [2, 2, 1, 0, 2, recurrent, 16] as const;
    bench.kernels.lstmForward(...sizes, 4, gates, cells, tanhCells, hidden, mask, recurrentMask, input, 0, scratch);
    const [, , c0, c1, d0, d1] = bench.get(cells, 6);
    const [, , h0, h1, k0, k1] = bench.get(hidden, 6);
    assert.deepEqual([c0, h0, d1, k1], [3, 0.6, c1, h1]);
    assert.deepEqual(bench.get(input, 4), [1.2, 0, 1.2, 0]);
    const step = (a: number, c: number) => c / (1 + Math.exp(-a)) + Math.tanh(a) / (1 + Math.exp(-a));
    for (const [actual, wanted] of [
      [c1, step(0.5, 4)],
      [d0, step(1.7, 3)],
    ]) {
      assert.ok(Math.abs((actual as number) - (wanted as number)) < 1e-14, `${actual}, wanted ${wanted}`);
    }
    assert.notEqual(k0, h0);

    const [dHidden, dCell] = [bench.put([0, 0, 0, 0, 1, 1]), bench.put([1, 1])];
    bench.kernels.lstmBackward(
      ...sizes,
      1,
      gates,
      cells,
      tanhCells,
      dHidden,
      dCell,
      1,
      mask,
      recurrentMask,
      0,
      scratch,
    );
    const zeros = [0, 0, 0, 0];
    const dGates = bench.get(gates, 16);
    assert.deepEqual([dGates.slice(0, 4), dGates.slice(12)], [zeros, zeros]);
    assert.ok(dGates.slice(4, 12).every((value) => value !== 0));
    // row 0: dh of step 2 comes through R twice as strong and passes step 1; row 1 has no way through R
    const [dh0, dh1] = bench.get(dHidden, 6);
    assert.ok(Math.abs((dh0 as number) - 2 * dGates.slice(8, 12).reduce((a, b) => a + b)) < 1e-14);
    assert.equal(dh1, 0);
  });

  it('gives the same bits in ranges of rows', () => {
    const whole = run('float32', randomInputs(), weights());
    assert.deepEqual(run('float32', randomInputs(), weights(), [0, 1, 3, batch]), whole);
  });

  it('agrees in float32 and float64', () => {
    const single = run('float32', randomInputs(), weights());
    const double = run('float64', randomInputs(), weights());
    for (const name of ['activated', 'cells', 'hidden', 'dGates', 'dCell', 'dHidden'] as const) {
      single[name].forEach((value, i) => {
        const error = Math.abs(value - (double[name][i] as number));
        assert.ok(error < 2e-6, `${name}[${i}] is off by ${error}`);
      });
    }
  });
});
