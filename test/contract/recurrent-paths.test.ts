// A recurrent layer's fused path equals the loop over its cell, forward and backward, for every combination of options.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Tape } from '../../src/autograd/tape.ts';
import { layerFromConfig } from '../../src/layers/index.ts';
import type { RecurrentLayer } from '../../src/layers/recurrent-layer.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { add } from '../../src/ops/add.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, type TensorData, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';

const KINDS = [
  { name: 'LSTM', config: {} },
  { name: 'LSTM', config: { recurrentActivation: 'hardSigmoidKeras2' } },
  { name: 'GRU', config: { resetAfter: true } },
  { name: 'GRU', config: { resetAfter: false } },
  { name: 'SimpleRNN', config: {} },
  { name: 'SimpleRNN', config: { activation: 'relu' } },
] as const;
const FLAGS = ['mask', 'goBackwards', 'initial', 'returnSequences'] as const;
type Flags = Record<(typeof FLAGS)[number], boolean>;

interface Sizes {
  readonly batch: number;
  readonly steps: number;
  readonly depth: number;
  readonly units: number;
  readonly seed: number;
  readonly useBias: boolean;
  readonly zeroOutputForMask: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly variationalDropout: boolean;
}

/** Every number that a pass gives: outputs, then gradients of the input, the states and the weights. */
function numbers(layer: RecurrentLayer, { batch, steps, depth, seed }: Sizes, { mask, initial }: Flags): TensorData[] {
  layer.ensureBuilt([null, null, depth], new Random(1));
  const random = new Random(seed);
  const draw = (shape: Shape): Tensor => tensor(random.uniform(sizeOf(shape), -0.9, 0.9), shape);
  for (const weight of layer.weights) weight.assign(draw(weight.shape));
  const inputs = [draw([batch, steps, depth]), ...layer.cell.stateSize.map((size) => draw([batch, size]))];
  const given = initial ? inputs : inputs.slice(0, 1);
  const marks = tensor(random.integers(batch * steps, 0, 2), [batch, steps]);
  return scope(() => {
    const tape = new Tape();
    for (const input of given) tape.watch(input);
    const context = forwardPass({ training: true, random: new Random(seed) });
    if (mask) context.masks.set(given[0] as Tensor, marks);
    const outputs = layer.call(given, context) as readonly Tensor[];
    const value = outputs.map((output) => sum(multiply(output, draw(output.shape)))).reduce((a, b) => add(a, b));
    const pairs = tape.gradients<Tensor>(value, [...given, ...layer.weights]);
    assert.ok(pairs.length >= given.length);
    return [...outputs.map(({ data }) => data), ...pairs.map(({ gradient }) => gradient.data)];
  });
}

const rate = fc.constantFrom(0, 0, 0.4);
const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.oneof(fc.constantFrom(1, 2, 5, 9)),
  steps: fc.integer({ min: 1, max: 5 }),
  depth: fc.integer({ min: 1, max: 6 }),
  units: fc.constantFrom(1, 3, 8, 17),
  seed: fc.nat(1000),
  useBias: fc.boolean(),
  zeroOutputForMask: fc.boolean(),
  dropout: rate,
  recurrentDropout: rate,
  variationalDropout: fc.boolean(),
});

for (const { name, config } of KINDS) {
  describe(`${name} ${JSON.stringify(config)}: the fused path equals the loop over the cell`, () => {
    for (let bits = 0; bits < 2 ** FLAGS.length; bits++) {
      const flags = Object.fromEntries(FLAGS.map((flag, i) => [flag, ((bits >> i) & 1) === 1])) as Flags;
      it(FLAGS.filter((flag) => flags[flag]).join(', ') || 'last step', () => {
        fc.assert(
          fc.property(sizes, (drawn) => {
            const { units, useBias, zeroOutputForMask, dropout, variationalDropout } = drawn;
            const { goBackwards, returnSequences } = flags;
            const recurrentDropout = variationalDropout ? drawn.recurrentDropout : 0; // else there is no fused path
            const options = { ...config, units, useBias, dropout, recurrentDropout, variationalDropout };
            const run = { goBackwards, returnSequences, zeroOutputForMask, returnState: true };
            const fused = layerFromConfig({ className: name, config: { ...options, ...run } }) as RecurrentLayer;
            const cell = { className: `${name}Cell`, config: options };
            const stack = { className: 'StackedRNNCells', config: { cells: [cell] } }; // which has no fused op
            const loop = layerFromConfig({ className: 'RNN', config: { cell: stack, ...run } }) as RecurrentLayer;
            assert.deepEqual([fused.path, loop.path], ['fused', 'cell loop']);
            const wanted = numbers(loop, drawn, flags);
            const found = numbers(fused, drawn, flags);
            assert.equal(found.length, wanted.length);
            found.forEach((values, i) => {
              assertClose(values, wanted[i] ?? [], 2e-5, `result ${i}`);
            });
          }),
          { numRuns: 12, seed: 5 },
        );
      });
    }
  });
}
