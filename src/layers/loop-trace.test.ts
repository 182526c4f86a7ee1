// What the fused ops tell of gates, states and gradients is what the loop over the cell tells.
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { Tape } from '../autograd/tape.ts';
import { gruCell } from '../cells/gru.ts';
import { lstmCell } from '../cells/lstm.ts';
import { simpleRnnCell } from '../cells/simple-rnn.ts';
import { gruSequence } from '../ops/gru-sequence.ts';
import { lstmSequence } from '../ops/lstm-sequence.ts';
import { multiply } from '../ops/multiply.ts';
import { simpleRnnSequence } from '../ops/simple-rnn-sequence.ts';
import { sum } from '../ops/sum.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, type TensorData, tensor } from '../tensor/tensor.ts';
import { type CellStep, cellLoop, type SequenceOptions } from './cell-loop.ts';
import { forwardPass } from './trainable.ts';

const [B, T, D, U] = [3, 5, 2, 6];
const random = new Random(4);
const values = (...shape: number[]): Tensor => tensor(random.normal(shape.reduce((a, b) => a * b)), shape);
const x = values(B, T, D);
const cotangent = values(B, T, U);
const mask = tensor([
  [1, 1, 0, 1, 0],
  [0, 1, 1, 1, 1],
  [1, 1, 1, 1, 1],
]);
const weightsOf = (gates: number, ...bias: number[]) => ({
  kernel: values(D, gates * U),
  recurrentKernel: values(U, gates * U),
  bias: values(...bias, gates * U),
});

interface Row {
  readonly states: number;
  fused(options: SequenceOptions): { sequence: Tensor | undefined };
  step(now: Tensor, states: readonly Tensor[]): CellStep;
}

const lstm = weightsOf(4);
const gru = weightsOf(3, 2);
const before = weightsOf(3);
const simple = weightsOf(1);
type Gates = CellStep['gates'];
const gated = (run: (trace: (gates: Gates) => void) => readonly Tensor[]): CellStep => {
  let gates: Gates;
  const states = run((found) => {
    gates = found;
  });
  return { output: states[0] as Tensor, states, gates };
};
const rows: Record<string, Row> = {
  LSTM: {
    states: 2,
    fused: ({ initialState: _, ...options }) => lstmSequence(x, { ...lstm, ...options }),
    step: (now, [h, c]) => gated((trace) => lstmCell(now, [h as Tensor, c as Tensor], { ...lstm, trace })),
  },
  GRU: {
    states: 1,
    fused: ({ initialState: _, ...options }) => gruSequence(x, { ...gru, ...options }),
    step: (now, [h]) => gated((trace) => gruCell(now, [h as Tensor], { ...gru, trace })),
  },
  'GRU with resetAfter false': {
    states: 1,
    fused: ({ initialState: _, ...options }) => gruSequence(x, { ...before, resetAfter: false, ...options }),
    step: (now, [h]) => gated((trace) => gruCell(now, [h as Tensor], { ...before, resetAfter: false, trace })),
  },
  SimpleRNN: {
    states: 1,
    fused: ({ initialState: _, ...options }) => simpleRnnSequence(x, { ...simple, ...options }),
    step: (now, [h]) => gated(() => simpleRnnCell(now, [h as Tensor], simple)),
  },
};

/** Everything that listeners are told, by name, as ordinary arrays. */
function told(run: (options: SequenceOptions) => Tensor, options: Partial<SequenceOptions>): Map<string, TensorData> {
  const all = new Map<string, TensorData>();
  scope(() => {
    const tape = new Tape();
    tape.watch(x);
    const output = run({
      goBackwards: false,
      returnSequences: true,
      zeroOutputForMask: false,
      ...options,
      trace: (found) => {
        for (const [name, value] of Object.entries(found)) all.set(name, value.data);
      },
      traceGradient: (gradient) => void all.set('gradient', gradient.data),
    });
    tape.gradients(sum(multiply(output, cotangent)), [x]);
  });
  return all;
}

describe('trace and traceGradient', () => {
  for (const [name, { states, fused, step }] of Object.entries(rows)) {
    for (const options of [{}, { mask }, { goBackwards: true }, { mask, goBackwards: true }]) {
      it(`of ${name} with ${Object.keys(options).join(' and ') || 'no options'}`, () => {
        const cell = {
          name,
          className: name,
          stateSize: new Array<number>(states).fill(U),
          stateNames: ['hidden', 'cell'].slice(0, states),
          outputSize: U,
          begin: () => step,
          outputBefore: ([h]: readonly Tensor[]) => h,
        };
        const expected = told((all) => cellLoop(cell, x, all, forwardPass()).output, options);
        const actual = told((all) => fused(all).sequence as Tensor, options);
        assertClose([actual.size], [expected.size], 0, 'count');
        for (const [key, data] of expected) assertClose(actual.get(key) ?? [], data, 1e-5, key);
      });
    }
  }
});
