// The fused LSTM equals the loop over lstmCell, forward and backward, whatever the sizes and options.
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Tape } from '../../src/autograd/tape.ts';
import { lstmCell } from '../../src/cells/lstm.ts';
import { add } from '../../src/ops/add.ts';
import { concat } from '../../src/ops/concat.ts';
import { lstmSequence } from '../../src/ops/lstm-sequence.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { reshape } from '../../src/ops/reshape.ts';
import { slice } from '../../src/ops/slice.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, type TensorData, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';

interface Sizes {
  batch: number;
  steps: number;
  depth: number;
  units: number;
  useBias: boolean;
  initial: boolean;
  goBackwards: boolean;
  returnSequences: boolean;
  seed: number;
}
type Run = (x: Tensor, weights: readonly Tensor[], sizes: Sizes) => Tensor[];

const fused: Run = (x, [kernel, recurrentKernel, bias, h, c], { useBias, initial, goBackwards, returnSequences }) => {
  const { sequence, hidden, cell } = lstmSequence(x, {
    kernel: kernel as Tensor,
    recurrentKernel: recurrentKernel as Tensor,
    bias: useBias ? bias : undefined,
    initialState: initial ? [h as Tensor, c as Tensor] : undefined,
    goBackwards,
    returnSequences,
  });
  return sequence ? [sequence, hidden, cell] : [hidden, cell];
};

const loop: Run = (x, [kernel, recurrentKernel, bias, h0, c0], sizes) => {
  const { batch, steps, depth, units, goBackwards } = sizes;
  const zeros = tensor(new Float32Array(batch * units), [batch, units]);
  let state: [Tensor, Tensor] = sizes.initial ? [h0 as Tensor, c0 as Tensor] : [zeros, zeros];
  const sequence: Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    const t = goBackwards ? steps - 1 - step : step;
    const now = reshape(slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]);
    state = lstmCell(now, state, {
      kernel: kernel as Tensor,
      recurrentKernel: recurrentKernel as Tensor,
      bias: sizes.useBias ? bias : undefined,
    });
    sequence.push(reshape(state[0], [batch, 1, units]));
  }
  return sizes.returnSequences ? [concat(sequence, { axis: 1 }), ...state] : [...state];
};

function compute(run: Run, sizes: Sizes): TensorData[] {
  const { batch, steps, depth, units, seed } = sizes;
  const random = new Random(seed);
  const draw = (...shape: number[]): Tensor => tensor(random.uniform(sizeOf(shape as Shape), -0.8, 0.8), shape);
  return scope(() => {
    const inputs = [
      draw(batch, steps, depth),
      draw(depth, 4 * units),
      draw(units, 4 * units),
      draw(4 * units),
      draw(batch, units),
      draw(batch, units),
    ];
    const tape = new Tape();
    for (const input of inputs) tape.watch(input);
    const [x, ...weights] = inputs;
    const outputs = run(x as Tensor, weights, sizes);
    const value = outputs.map((output) => sum(multiply(output, draw(...output.shape)))).reduce((a, b) => add(a, b));
    return [...outputs.map((o) => o.data), ...tape.gradients(value, inputs).map(({ gradient }) => gradient.data)];
  });
}

describe('the fused LSTM', () => {
  it('equals the loop over the cell, forward and backward', () => {
    const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
    fc.assert(
      fc.property(
        fc.record({
          batch: fc.oneof(size(9), fc.constant(17)),
          steps: size(6),
          depth: size(9),
          units: fc.oneof(size(9), fc.constantFrom(15, 16, 17, 24)),
          useBias: fc.boolean(),
          initial: fc.boolean(),
          goBackwards: fc.boolean(),
          returnSequences: fc.boolean(),
          seed: fc.nat(1000),
        }),
        (sizes) => {
          const wanted = compute(loop, sizes);
          compute(fused, sizes).forEach((actual, i) => {
            assertClose(actual, wanted[i] ?? [], 2e-5, `result ${i}`);
          });
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });
});
