import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../autograd/tape.ts';
import { lstmCell } from '../cells/lstm.ts';
import { Random } from '../random.ts';
import { memory, scope } from '../tensor/scope.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { type LstmSequenceOptions, type LstmTrace, lstmSequence } from './lstm-sequence.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { sum } from './sum.ts';

const [batch, steps, depth, units] = [3, 4, 2, 5];
const random = new Random(5);
const draw = (shape: Shape): Tensor => tensor(random.uniform(sizeOf(shape), -1, 1), shape);
const x = draw([batch, steps, depth]);
const weights = {
  kernel: draw([depth, 4 * units]),
  recurrentKernel: draw([units, 4 * units]),
  bias: draw([4 * units]),
};
/** Padding at the end of the second row and at the start of the third one. */
const mask = tensor([
  [1, 1, 1, 1],
  [1, 1, 0, 0],
  [0, 1, 1, 1],
]);

const NAMES = ['inputGate', 'forgetGate', 'candidate', 'outputGate', 'cell', 'hidden'] as const;

/** The trace of one call, as arrays by name, then step, then sample. */
function traced(options: Partial<LstmSequenceOptions>): Record<keyof LstmTrace, number[][][]> {
  let record: Record<keyof LstmTrace, number[][][]> | undefined;
  const trace = (given: LstmTrace): void => {
    assert.deepEqual(Object.keys(given), NAMES);
    const steps = (name: keyof LstmTrace): number[][][] => {
      assert.deepEqual(given[name].shape, x.shape.with(2, units));
      return given[name].toArray() as number[][][];
    };
    record = Object.fromEntries(NAMES.map((name) => [name, steps(name)])) as typeof record;
  };
  lstmSequence(x, { ...weights, ...options, trace });
  return record ?? assert.fail('trace is called');
}

describe('lstmSequence', () => {
  for (const goBackwards of [false, true]) {
    it(`traces gates and states in the order of the steps made, backwards ${goBackwards}`, () => {
      const record = traced({ goBackwards });
      scope(() => {
        const zeros = tensor(new Float32Array(batch * units), [batch, units]);
        let state: [Tensor, Tensor] = [zeros, zeros];
        for (let step = 0; step < steps; step++) {
          const t = goBackwards ? steps - 1 - step : step;
          const before = state[1].toArray() as number[][];
          state = lstmCell(reshape(slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]), state, weights);
          for (let b = 0; b < batch; b++) {
            for (let u = 0; u < units; u++) {
              const at = (name: keyof LstmTrace): number => record[name][b]?.[step]?.[u] as number;
              const [c, h] = [at('cell'), at('hidden')];
              const close = (actual: number, wanted: number): void =>
                assert.ok(Math.abs(actual - wanted) < 1e-6, `step ${step}: ${actual}, wanted ${wanted}`);
              close(h, (state[0].toArray() as number[][])[b]?.[u] as number);
              close(c, (state[1].toArray() as number[][])[b]?.[u] as number);
              close(c, at('forgetGate') * (before[b]?.[u] as number) + at('inputGate') * at('candidate'));
              close(h, at('outputGate') * Math.tanh(c));
            }
          }
        }
      });
    });
  }

  it('traces the gates of a masked step as 0 and its states as those before, whatever the output', () => {
    const { inputGate, forgetGate, candidate, outputGate, hidden, cell } = traced({ mask, zeroOutputForMask: true });
    const zeros = new Array<number>(units).fill(0);
    for (const gate of [inputGate, forgetGate, candidate, outputGate]) {
      assert.deepEqual([gate[1]?.[2], gate[1]?.[3], gate[2]?.[0]], [zeros, zeros, zeros]);
      assert.ok(gate[2]?.[1]?.every((value) => value !== 0));
    }
    for (const state of [hidden, cell]) {
      assert.deepEqual([state[1]?.[2], state[1]?.[3], state[2]?.[0]], [state[1]?.[1], state[1]?.[1], zeros]);
    }
  });

  it('gives padding no gradient at all, and no influence', () => {
    const run = (input: Tensor): { hidden: readonly number[]; dx: number[][][] } =>
      scope(() => {
        const tape = new Tape();
        const { hidden } = lstmSequence(tape.watch(input), { ...weights, mask });
        const [pair] = tape.gradients(sum(hidden), [input]);
        return { hidden: Array.from(hidden.data), dx: pair?.gradient.toArray() as number[][][] };
      });
    const { hidden, dx } = run(x);
    const zeros = new Array<number>(depth).fill(0);
    assert.deepEqual([dx[1]?.[2], dx[1]?.[3], dx[2]?.[0]], [zeros, zeros, zeros]);
    const values = x.toArray() as number[][][];
    values[1]?.splice(2, 2, [50, -50], [NaN, Infinity]);
    values[2]?.splice(0, 1, [-1e30, 1e30]);
    assert.deepEqual(run(tensor(values)).hidden, hidden);
  });

  it('shows 0 at masked steps with zeroOutputForMask and carries the states all the same', () => {
    const plain = lstmSequence(x, { ...weights, mask, returnSequences: true });
    const zeroed = lstmSequence(x, { ...weights, mask, returnSequences: true, zeroOutputForMask: true });
    const zeros = new Array<number>(units).fill(0);
    const wanted = plain.sequence?.toArray() as number[][][];
    assert.deepEqual(wanted[1]?.[3], wanted[1]?.[1]);
    for (const [b, t] of [
      [1, 2],
      [1, 3],
      [2, 0],
    ] as const) {
      (wanted[b] as number[][])[t] = zeros;
    }
    const shown = zeroed.sequence?.toArray() as number[][][];
    const withoutSign = shown.map((rows) => rows.map((row) => row.map((value) => value + 0)));
    assert.deepEqual(withoutSign, wanted);
    assert.deepEqual(zeroed.hidden.toArray(), plain.hidden.toArray());
    assert.deepEqual(
      zeroed.output.toArray(),
      shown.map((rows) => rows.at(-1)),
    );
    assert.deepEqual(plain.output.toArray(), plain.hidden.toArray());
  });

  it('takes memory for what is asked for alone', () => {
    const held = (options: Partial<LstmSequenceOptions>): number =>
      scope(() => {
        lstmSequence(x, { ...weights, ...options });
        return memory().tensors;
      });
    const ones = tensor(new Float32Array(batch * units).fill(1), [batch, units]);
    held({});
    const plain = held({});
    assert.equal(held({ mask: undefined, recurrentMask: undefined, trace: undefined }), plain);
    assert.equal(held({ zeroOutputForMask: true }), plain);
    assert.ok(held({ mask }) > plain);
    assert.ok(held({ recurrentMask: ones }) > plain);
  });
});
