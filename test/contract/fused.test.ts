// A fused recurrent op equals the loop over its cell, forward and backward, whatever the sizes and options.
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activation } from '../../src/activations/index.ts';
import { Tape } from '../../src/autograd/tape.ts';
import { gruCell } from '../../src/cells/gru.ts';
import { lstmCell } from '../../src/cells/lstm.ts';
import { simpleRnnCell } from '../../src/cells/simple-rnn.ts';
import { add } from '../../src/ops/add.ts';
import { concat } from '../../src/ops/concat.ts';
import { gruSequence } from '../../src/ops/gru-sequence.ts';
import { lstmSequence } from '../../src/ops/lstm-sequence.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { relu } from '../../src/ops/relu.ts';
import { reshape } from '../../src/ops/reshape.ts';
import { simpleRnnSequence } from '../../src/ops/simple-rnn-sequence.ts';
import { slice } from '../../src/ops/slice.ts';
import { subtract } from '../../src/ops/subtract.ts';
import { sum } from '../../src/ops/sum.ts';
import { tanh } from '../../src/ops/tanh.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, type TensorData, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';

interface Weights {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor | undefined;
}

/** What every fused op takes, with the states before the first step as a list. */
interface Options extends Weights {
  readonly mask: Tensor | undefined;
  readonly zeroOutputForMask: boolean;
  readonly recurrentMask: Tensor | undefined;
  readonly initialState: readonly Tensor[] | undefined;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
}

/** A fused op and its cell. */
interface Fused {
  readonly name: string;
  /** Shapes of kernel, recurrentKernel and bias. */
  shapes(depth: number, units: number): readonly [Shape, Shape, Shape];
  /** How many states [B, U] it has; the first one is its output. */
  readonly states: number;
  sequence(x: Tensor, options: Options): { output: Tensor; sequence: Tensor | undefined; states: readonly Tensor[] };
  /** One step; `masked` applies the recurrent mask to what the cell multiplies by R. */
  cell(x: Tensor, states: readonly Tensor[], options: Options, masked: (h: Tensor) => Tensor): readonly Tensor[];
}

const BOTH = [false, true] as const;

const ROWS: readonly Fused[] = [
  ...(['sigmoid', 'hardSigmoid', 'hardSigmoidKeras2'] as const).map(
    (recurrentActivation): Fused => ({
      name: `lstmSequence with ${recurrentActivation}`,
      shapes: (depth, units) => [[depth, 4 * units], [units, 4 * units], [4 * units]],
      states: 2,
      sequence(x, options) {
        const initialState = options.initialState as readonly [Tensor, Tensor] | undefined;
        const { output, sequence, hidden, cell } = lstmSequence(x, { ...options, initialState, recurrentActivation });
        return { output, sequence, states: [hidden, cell] };
      },
      cell(x, [h, c], weights, masked) {
        const activations = { recurrentActivation: activation(recurrentActivation) };
        return lstmCell(x, [masked(h as Tensor), c as Tensor], { ...weights, ...activations });
      },
    }),
  ),
  ...BOTH.map(
    (resetAfter): Fused => ({
      name: `gruSequence with resetAfter ${resetAfter}`,
      shapes: (depth, units) => [[depth, 3 * units], [units, 3 * units], resetAfter ? [2, 3 * units] : [3 * units]],
      states: 1,
      sequence(x, options) {
        const initialState = options.initialState as readonly [Tensor] | undefined;
        const { output, sequence, hidden } = gruSequence(x, { ...options, initialState, resetAfter });
        return { output, sequence, states: [hidden] };
      },
      cell(x, [h], { kernel, recurrentKernel, bias, recurrentMask }) {
        return gruCell(x, [h as Tensor], { kernel, recurrentKernel, bias, recurrentMask, resetAfter });
      },
    }),
  ),
  ...(['tanh', 'relu'] as const).map(
    (activation): Fused => ({
      name: `simpleRnnSequence with ${activation}`,
      shapes: (depth, units) => [[depth, units], [units, units], [units]],
      states: 1,
      sequence(x, options) {
        const initialState = options.initialState as readonly [Tensor] | undefined;
        const { output, sequence, hidden } = simpleRnnSequence(x, { ...options, initialState, activation });
        return { output, sequence, states: [hidden] };
      },
      cell(x, [h], { kernel, recurrentKernel, bias }, masked) {
        const weights = { kernel, recurrentKernel, bias, activation: activation === 'relu' ? relu : tanh };
        return simpleRnnCell(x, [masked(h as Tensor)], weights);
      },
    }),
  ),
];

interface Case {
  readonly batch: number;
  readonly steps: number;
  readonly depth: number;
  readonly units: number;
  readonly useBias: boolean;
  readonly useMask: boolean;
  readonly zeroOutputForMask: boolean;
  readonly useRecurrentMask: boolean;
  readonly initial: boolean;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly seed: number;
}
/** Gives the output (of all steps, or of the last), then the states after the last step. */
type Run = (fused: Fused, x: Tensor, options: Options) => readonly Tensor[];

const runFused: Run = (fused, x, options) => {
  const { output, sequence, states } = fused.sequence(x, options);
  return [sequence ?? output, ...states];
};

/** The same by the cell, a step at a time; masked steps are blended in by hand. */
const runLoop: Run = (fused, x, options) => {
  const { mask, recurrentMask, goBackwards, returnSequences, zeroOutputForMask } = options;
  const [batch, steps, depth] = x.shape as [number, number, number];
  const units = options.recurrentKernel.shape[0] as number;
  const zeros = tensor(new Float32Array(batch * units), [batch, units]);
  const masked = (h: Tensor): Tensor => (recurrentMask ? multiply(h, recurrentMask) : h);
  let states = options.initialState ?? new Array<Tensor>(fused.states).fill(zeros);
  const outputs: Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    const t = goBackwards ? steps - 1 - step : step;
    const now = reshape(slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]);
    const next = fused.cell(now, states, options, masked);
    const counts = mask ? slice(mask, [0, t], [batch, 1]) : tensor(1);
    const rest = subtract(1, counts);
    states = next.map((state, i) => add(multiply(state, counts), multiply(states[i] as Tensor, rest)));
    outputs.push(zeroOutputForMask ? multiply(next[0] as Tensor, counts) : (states[0] as Tensor));
  }
  const all = outputs.map((output) => reshape(output, [batch, 1, units]));
  return [returnSequences ? concat(all, { axis: 1 }) : (outputs.at(-1) as Tensor), ...states];
};

/** Outputs and the gradients of all inputs. */
function compute(run: Run, fused: Fused, sizes: Case): TensorData[] {
  const { batch, steps, depth, units, seed } = sizes;
  const random = new Random(seed);
  const draw = (shape: Shape): Tensor => tensor(random.uniform(sizeOf(shape), -0.8, 0.8), shape);
  const bits = (...shape: number[]): Tensor =>
    tensor(
      draw(shape).data.map((x) => (x > 0 ? 1 : 0)),
      shape,
    );
  return scope(() => {
    const x = draw([batch, steps, depth]);
    const [kernel, recurrentKernel, bias] = fused.shapes(depth, units).map(draw) as [Tensor, Tensor, Tensor];
    const states = Array.from({ length: fused.states }, () => draw([batch, units]));
    const mask = bits(batch, steps);
    const recurrentMask = multiply(bits(batch, units), 2);
    const inputs = [x, kernel, recurrentKernel, bias, ...states];
    const tape = new Tape();
    for (const input of inputs) tape.watch(input);
    const { goBackwards, returnSequences, zeroOutputForMask } = sizes;
    const outputs = run(fused, x, {
      ...{ kernel, recurrentKernel, bias: sizes.useBias ? bias : undefined },
      ...{ goBackwards, returnSequences, zeroOutputForMask },
      initialState: sizes.initial ? states : undefined,
      mask: sizes.useMask ? mask : undefined,
      recurrentMask: sizes.useRecurrentMask ? recurrentMask : undefined,
    });
    const value = outputs.map((output) => sum(multiply(output, draw(output.shape)))).reduce((a, b) => add(a, b));
    return [...outputs.map((o) => o.data), ...tape.gradients(value, inputs).map(({ gradient }) => gradient.data)];
  });
}

const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
const sizes = {
  batch: fc.oneof({ weight: 4, arbitrary: size(9) }, { weight: 1, arbitrary: fc.constant(17) }),
  steps: size(7),
  depth: size(9),
  units: size(19),
  useBias: fc.boolean(),
  seed: fc.nat(1000),
};

for (const fused of ROWS) {
  describe(`${fused.name} equals the loop over its cell, forward and backward`, () => {
    for (const initial of BOTH) {
      for (const goBackwards of BOTH) {
        for (const returnSequences of BOTH) {
          for (const useRecurrentMask of BOTH) {
            for (const [useMask, zeroOutputForMask] of [
              [false, false],
              [true, false],
              [true, true],
            ] as const) {
              const options = {
                ...{ initial, goBackwards, returnSequences },
                ...{ useRecurrentMask, useMask, zeroOutputForMask },
              };
              const on = Object.entries(options).flatMap(([name, is]) => (is ? [name] : []));
              it(on.join(', ') || 'plain', () => {
                const property = fc.property(fc.record(sizes), (drawn) => {
                  const wanted = compute(runLoop, fused, { ...drawn, ...options });
                  compute(runFused, fused, { ...drawn, ...options }).forEach((actual, i) => {
                    assertClose(actual, wanted[i] ?? [], 2e-5, `result ${i}`);
                  });
                });
                fc.assert(property, { numRuns: 20, seed: 7 });
              });
            }
          }
        }
      }
    }
  });
}
