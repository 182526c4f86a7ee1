import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../autograd/tape.ts';
import { gruCell } from '../cells/gru.ts';
import { simpleRnnCell } from '../cells/simple-rnn.ts';
import { OptionError, ShapeError } from '../errors.ts';
import { Random } from '../random.ts';
import { memory, scope } from '../tensor/scope.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { gruSequence } from './gru-sequence.ts';
import type { RecurrentSequenceOptions, RecurrentSequenceResult } from './recurrent-sequence.ts';
import { relu } from './relu.ts';
import { reshape } from './reshape.ts';
import { simpleRnnSequence } from './simple-rnn-sequence.ts';
import { slice } from './slice.ts';
import { sum } from './sum.ts';
import { tanh } from './tanh.ts';

const [batch, steps, depth, units] = [3, 4, 2, 5];
const random = new Random(5);
const draw = (shape: Shape): Tensor => tensor(random.uniform(sizeOf(shape), -1, 1), shape);
const x = draw([batch, steps, depth]);
/** Padding at the end of the second row and at the start of the third one. */
const mask = tensor([
  [1, 1, 1, 1],
  [1, 1, 0, 0],
  [0, 1, 1, 1],
]);

type Trace = Readonly<Record<string, Tensor>>;
type Options = Partial<RecurrentSequenceOptions> & { trace?: (record: Trace) => void };

/** The ops under test, each with weights of its own, and its cell. */
const ROWS = [
  ...[true, false].map((resetAfter) => {
    const bias = draw(resetAfter ? [2, 3 * units] : [3 * units]);
    const weights = { kernel: draw([depth, 3 * units]), recurrentKernel: draw([units, 3 * units]), bias, resetAfter };
    return {
      name: `gruSequence, resetAfter ${resetAfter}`,
      gates: ['updateGate', 'resetGate', 'candidate'],
      run: (input: Tensor, options: Options): RecurrentSequenceResult => gruSequence(input, { ...weights, ...options }),
      cell: (input: Tensor, h: Tensor): Tensor => gruCell(input, [h], weights)[0],
      /** h' from the traced gates. */
      next: ([z, , g]: readonly number[], h: number): number | undefined =>
        (z as number) * h + (1 - (z as number)) * (g as number),
    };
  }),
  ...(['tanh', 'relu'] as const).map((activation) => {
    const weights = { kernel: draw([depth, units]), recurrentKernel: draw([units, units]), bias: draw([units]) };
    return {
      name: `simpleRnnSequence, ${activation}`,
      gates: [],
      run: (input: Tensor, options: Options): RecurrentSequenceResult =>
        simpleRnnSequence(input, { ...weights, ...options, activation }),
      cell: (input: Tensor, h: Tensor): Tensor =>
        simpleRnnCell(input, [h], { ...weights, activation: activation === 'relu' ? relu : tanh })[0],
      next: () => undefined,
    };
  }),
];

for (const { name, gates, run, cell, next } of ROWS) {
  /** The trace of one call, as arrays by name, then sample, then step. */
  const traced = (options: Options): Record<string, number[][][]> => {
    let record: Record<string, number[][][]> | undefined;
    const trace = (given: Trace): void => {
      assert.deepEqual(Object.keys(given), [...gates, 'hidden']);
      for (const { shape } of Object.values(given)) assert.deepEqual(shape, [batch, steps, units]);
      record = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value.toArray() as number[][][]]));
    };
    run(x, { ...options, trace });
    return record ?? assert.fail('trace is called');
  };

  describe(name, () => {
    for (const goBackwards of [false, true]) {
      it(`traces gates and states in the order of the steps made, backwards ${goBackwards}`, () => {
        const record = traced({ goBackwards });
        scope(() => {
          let h = tensor(new Float32Array(batch * units), [batch, units]);
          for (let step = 0; step < steps; step++) {
            const t = goBackwards ? steps - 1 - step : step;
            const before = h.toArray() as number[][];
            h = cell(reshape(slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]), h);
            (h.toArray() as number[][]).forEach((row, b) => {
              row.forEach((wanted, u) => {
                const at = (key: string): number => record[key]?.[b]?.[step]?.[u] as number;
                assert.ok(Math.abs(at('hidden') - wanted) < 1e-6, `step ${step}: ${at('hidden')}, wanted ${wanted}`);
                const blended = next(gates.map(at), before[b]?.[u] as number) ?? wanted;
                assert.ok(Math.abs(blended - wanted) < 1e-6, `step ${step}: gates give ${blended}, wanted ${wanted}`);
              });
            });
          }
        });
      });
    }

    it('traces the gates of a masked step as 0 and its state as the one before, whatever the output', () => {
      const record = traced({ mask, zeroOutputForMask: true });
      const zeros = new Array<number>(units).fill(0);
      for (const gate of gates) {
        const rows = record[gate] as number[][][];
        assert.deepEqual([rows[1]?.[2], rows[1]?.[3], rows[2]?.[0]], [zeros, zeros, zeros], gate);
        assert.ok(rows[2]?.[1]?.every((value) => value !== 0));
      }
      const { hidden } = record;
      assert.deepEqual(
        [hidden?.[1]?.[2], hidden?.[1]?.[3], hidden?.[2]?.[0]],
        [hidden?.[1]?.[1], hidden?.[1]?.[1], zeros],
      );
    });

    it('gives padding no gradient at all, and no influence', () => {
      const compute = (input: Tensor): { hidden: readonly number[]; dx: number[][][] } =>
        scope(() => {
          const tape = new Tape();
          const { hidden } = run(tape.watch(input), { mask });
          const [pair] = tape.gradients(sum(hidden), [input]);
          return { hidden: Array.from(hidden.data), dx: pair?.gradient.toArray() as number[][][] };
        });
      const { hidden, dx } = compute(x);
      const zeros = new Array<number>(depth).fill(0);
      const unsigned = dx.map((rows) => rows.map((row) => row.map((value) => value + 0)));
      assert.deepEqual([unsigned[1]?.[2], unsigned[1]?.[3], unsigned[2]?.[0]], [zeros, zeros, zeros]);
      const values = x.toArray() as number[][][];
      values[1]?.splice(2, 2, [50, -50], [NaN, Infinity]);
      values[2]?.splice(0, 1, [-1e30, 1e30]);
      assert.deepEqual(compute(tensor(values)).hidden, hidden);
    });

    it('shows 0 at masked steps with zeroOutputForMask and carries the state all the same', () => {
      const plain = run(x, { mask, returnSequences: true });
      const zeroed = run(x, { mask, returnSequences: true, zeroOutputForMask: true });
      const last = run(x, { mask, zeroOutputForMask: true });
      const numbers = ({ sequence }: RecurrentSequenceResult, scale: (b: number, t: number) => number): number[][][] =>
        ((sequence as Tensor).toArray() as number[][][]).map((rows, b) =>
          rows.map((row, t) => row.map((h) => h * scale(b, t) + 0)),
        );
      const wanted = numbers(plain, (b, t) => mask.data[b * steps + t] as number);
      const shown = numbers(zeroed, () => 1);
      assert.deepEqual(shown, wanted);
      assert.deepEqual(zeroed.hidden.toArray(), plain.hidden.toArray());
      assert.deepEqual(zeroed.output.toArray(), last.output.toArray());
      assert.deepEqual(
        (last.output.toArray() as number[][])[1]?.map((h) => h + 0),
        wanted[1]?.[3],
      );
      assert.deepEqual(plain.output.toArray(), plain.hidden.toArray());
    });

    it('takes memory for what is asked for alone', () => {
      const held = (options: Options): number =>
        scope(() => {
          run(x, options);
          return memory().tensors;
        });
      const ones = tensor(new Float32Array(batch * units).fill(1), [batch, units]);
      held({});
      const plain = held({});
      assert.equal(held({ mask: undefined, recurrentMask: undefined, zeroOutputForMask: true }), plain);
      assert.ok(held({ mask }) > plain);
      assert.ok(held({ recurrentMask: ones }) > plain);
    });
  });
}

describe('a fused sequence of one state', () => {
  const weights = { kernel: draw([depth, units]), recurrentKernel: draw([units, units]) };
  it('says what does not fit', () => {
    assert.throws(() => simpleRnnSequence(x, { ...weights, bias: draw([2]) }), {
      name: 'ShapeError',
      message: 'Cannot run simple RNN sequence: bias must have shape [5], received [2]',
    });
    assert.throws(() => gruSequence(x, { kernel: draw([depth, 15]), recurrentKernel: draw([5, 14]) }), {
      name: 'ShapeError',
      message: 'Cannot run GRU sequence: recurrentKernel must have shape [U, 3U], received [5, 14]',
    });
    assert.throws(() => gruSequence(draw([2, 3]), { kernel: draw([3, 6]), recurrentKernel: draw([2, 6]) }), ShapeError);
  });

  it('refuses an activation it does not have', () => {
    assert.throws(() => simpleRnnSequence(x, { ...weights, activation: 'sigmoid' as 'tanh' }), OptionError);
  });
});
