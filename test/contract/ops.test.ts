// Every op of ops/index.ts: forward on every backend against float64, gradient against finite differences, shape errors.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../../src/autograd/check-gradients.ts';
import { referenceBackend } from '../../src/backend/backend.ts';
import { withBackend } from '../../src/backend/current.ts';
import { ShapeError } from '../../src/errors.ts';
import * as ops from '../../src/ops/index.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';
import { type OpCase, zeros } from '../support/op-case.ts';
import { batchCases } from '../support/op-cases/batches.ts';
import { classCases } from '../support/op-cases/classes.ts';
import { imageCases } from '../support/op-cases/images.ts';
import { recurrentCases } from '../support/op-cases/recurrent.ts';

const unary = (run: (x: Tensor) => Tensor, from?: readonly [number, number]): OpCase[] => [
  { shapes: [[3, 7]], run, ...(from ? { from } : {}) },
  { shapes: [[]], run, ...(from ? { from } : {}) },
  { shapes: [[0, 4]], run, ...(from ? { from } : {}) },
];
const BROADCASTS: [Shape, Shape][] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [3, 1],
    [1, 5],
  ],
  [
    [2, 3, 5],
    [3, 1],
  ],
  [
    [2, 1, 5],
    [1, 3, 1],
  ],
  [[4], []],
  [[], [2, 3]],
  [[0, 3], [3]],
];
const binary = (run: (x: Tensor, y: Tensor) => Tensor, constant = false): OpCase[] => [
  ...BROADCASTS.map(([a, b]) => ({ shapes: [a, b], run: run as OpCase['run'], constant })),
  { shapes: [], run: () => run(tensor(1), tensor(2)), constant: true, refused: [() => run(zeros(2, 3), zeros(2))] },
];
const ids = tensor(Int32Array.of(2, 0, 2), [3]);
type LstmCase = Omit<Parameters<typeof ops.lstmSequence>[1], 'kernel' | 'recurrentKernel'>;
const lstm = (options: LstmCase): OpCase => ({
  shapes: [[2, 3, 4], [4, 12], [3, 12], [12], [2, 3], [2, 3]],
  run: (x, kernel, recurrentKernel, bias, h, c) => {
    const weights = { kernel: kernel as Tensor, recurrentKernel: recurrentKernel as Tensor, bias };
    const initialState = [h as Tensor, c as Tensor] as const;
    const out = ops.lstmSequence(x as Tensor, { ...weights, initialState, ...options });
    return [...(out.sequence ? [out.sequence] : []), out.output, out.hidden, out.cell];
  },
});
const lstmOn = (x: Tensor, options: LstmCase) => () =>
  ops.lstmSequence(x, { kernel: zeros(3, 8), recurrentKernel: zeros(2, 8), ...options });
/** A mask [2, 3] whose last step is padding in one row; 2 and −1 count too. */
const mask = tensor([
  [1, 0, 2],
  [-1, 1, 0],
]);
const recurrentMask = tensor([
  [2, 0, 1.5],
  [0, 0.5, 2],
]);

const cases: Record<string, readonly OpCase[]> = {
  ...batchCases,
  ...classCases,
  ...imageCases,
  ...recurrentCases,
  abs: unary(ops.abs),
  add: binary(ops.add),
  argmax: [
    {
      shapes: [[3, 4]],
      run: (x) => ops.argmax(x as Tensor, { axis: 0 }),
      constant: true,
      refused: [() => ops.argmax(zeros(2, 0))],
    },
  ],
  broadcastTo: [
    {
      shapes: [[3, 1]],
      run: (x) => ops.broadcastTo(x as Tensor, [2, 3, 4]),
      refused: [() => ops.broadcastTo(zeros(2), [3])],
    },
  ],
  concat: [
    {
      shapes: [
        [2, 1, 3],
        [2, 4, 3],
      ],
      run: (x, y) => ops.concat([x as Tensor, y as Tensor], { axis: 1 }),
      refused: [() => ops.concat([]), () => ops.concat([zeros(2, 3), zeros(3, 2)], { axis: 0 })],
    },
  ],
  divide: binary(ops.divide),
  dropout: [{ shapes: [[4, 5]], run: (x) => ops.dropout(x as Tensor, { rate: 0.4, random: new Random(3) }) }],
  embedding: [
    {
      shapes: [[4, 3]],
      run: (table) => ops.embedding(table as Tensor, tensor([2, 0, 2, 3], [2, 2])),
      refused: [
        () => ops.embedding(zeros(4), ids),
        () => ops.embedding(zeros(2, 3), ids),
        () => ops.embedding(zeros(3, 3), tensor([0, 1.5])),
      ],
    },
    { shapes: [[3, 5]], run: (table) => ops.embedding(table as Tensor, ids, { sparseGradient: false }) },
    // a table that is no leaf, read twice in both forms
    {
      shapes: [[3, 2]],
      run: (x) => {
        const table = ops.tanh(x as Tensor);
        return ops.add(ops.embedding(table, ids), ops.multiply(ops.sum(table), ops.embedding(table, ids)));
      },
    },
  ],
  equal: binary(ops.equal, true),
  exp: unary(ops.exp),
  gather: [
    {
      shapes: [[4, 3]],
      run: (x) => ops.gather(x as Tensor, ids),
      refused: [() => ops.gather(zeros(2, 3), ids), () => ops.gather(zeros(4, 3), zeros(2))],
    },
  ],
  greater: binary(ops.greater, true),
  greaterEqual: binary(ops.greaterEqual, true),
  log: unary(ops.log, [0.2, 3]),
  lstmSequence: [
    lstm({}),
    lstm({ returnSequences: true }),
    lstm({ goBackwards: true }),
    lstm({ returnSequences: true, goBackwards: true }),
    lstm({ mask }),
    lstm({ recurrentMask }),
    lstm({ mask, recurrentMask, returnSequences: true }),
    lstm({ mask, zeroOutputForMask: true, goBackwards: true }),
    {
      ...lstm({ mask, recurrentMask, zeroOutputForMask: true, returnSequences: true, goBackwards: true }),
      refused: [
        lstmOn(zeros(2, 3), {}),
        lstmOn(zeros(4, 5, 3), { initialState: [zeros(4, 2), zeros(2, 4)] }),
        lstmOn(zeros(4, 5, 3), { mask: zeros(5, 4) }),
        lstmOn(zeros(4, 5, 3), { mask: tensor(new Int32Array(20), [4, 5]) }),
        lstmOn(zeros(4, 5, 3), { recurrentMask: zeros(2) }),
      ],
    },
  ],
  matmul: [
    {
      shapes: [
        [3, 4],
        [4, 5],
      ],
      run: (a, b) => ops.matmul(a as Tensor, b as Tensor),
    },
    { shapes: [[2, 3, 4], [4, 5], [5]], run: (a, b, bias) => ops.matmul(a as Tensor, b as Tensor, { bias }) },
    {
      shapes: [
        [4, 3],
        [4, 5],
      ],
      run: (a, b) => ops.matmul(a as Tensor, b as Tensor, { transposeA: true }),
    },
    {
      shapes: [
        [2, 3, 4],
        [5, 4],
      ],
      run: (a, b) => ops.matmul(a as Tensor, b as Tensor, { transposeB: true }),
    },
    {
      shapes: [
        [4, 3],
        [5, 4],
      ],
      run: (a, b) => ops.matmul(a as Tensor, b as Tensor, { transposeA: true, transposeB: true }),
    },
    {
      shapes: [
        [1, 4],
        [4, 70],
      ],
      run: (a, b) => ops.matmul(a as Tensor, b as Tensor),
    },
    {
      shapes: [
        [3, 0],
        [0, 2],
      ],
      run: (a, b) => ops.matmul(a as Tensor, b as Tensor),
      refused: [
        () => ops.matmul(zeros(2, 3), zeros(4, 2)),
        () => ops.matmul(zeros(3), zeros(3, 2)),
        () => ops.matmul(zeros(2, 3), zeros(3, 2), { bias: zeros(3) }),
      ],
    },
  ],
  max: [
    {
      shapes: [[2, 4, 3]],
      run: (x) => ops.max(x as Tensor, { axis: 1 }),
      refused: [() => ops.max(zeros(0, 3), { axis: 0 })],
    },
  ],
  maximum: binary(ops.maximum),
  mean: [
    {
      shapes: [[2, 3, 4]],
      run: (x) => ops.mean(x as Tensor, { axis: [0, 2] }),
      refused: [() => ops.mean(zeros(2), { axis: 1 })],
    },
  ],
  minimum: binary(ops.minimum),
  multiply: binary(ops.multiply),
  negative: unary(ops.negative),
  relu: unary(ops.relu),
  reshape: [
    {
      shapes: [[2, 6]],
      run: (x) => ops.reshape(x as Tensor, [3, -1]),
      refused: [
        () => ops.reshape(zeros(4), [3]),
        () => ops.reshape(zeros(4), [3, -1]),
        () => ops.reshape(zeros(4), [-1, -1]),
      ],
    },
  ],
  sigmoid: unary(ops.sigmoid),
  sign: unary(ops.sign),
  slice: [
    {
      shapes: [[3, 4, 5]],
      run: (x) => ops.slice(x as Tensor, [1, 0, 2], [2, -1, 2]),
      refused: [() => ops.slice(zeros(3), [2], [2]), () => ops.slice(zeros(3), [0, 0], [1, 1])],
    },
  ],
  softmax: [
    { shapes: [[3, 7]], run: (x) => ops.softmax(x as Tensor) },
    { shapes: [[2, 2, 40]], run: (x) => ops.softmax(x as Tensor), refused: [() => ops.softmax(zeros(2, 0))] },
  ],
  sqrt: unary(ops.sqrt, [0.3, 3]),
  square: unary(ops.square),
  subtract: binary(ops.subtract),
  sum: [
    { shapes: [[2, 3, 4]], run: (x) => ops.sum(x as Tensor) },
    { shapes: [[2, 3, 4]], run: (x) => ops.sum(x as Tensor, { axis: 1, keepDims: true }) },
    { shapes: [[2, 3, 4, 2]], run: (x) => ops.sum(x as Tensor, { axis: [0, 2, 3] }) },
    {
      shapes: [[0, 3]],
      run: (x) => ops.sum(x as Tensor, { axis: 0 }),
      refused: [() => ops.sum(zeros(2), { axis: -2 })],
    },
  ],
  tanh: unary(ops.tanh),
  flip: [
    { shapes: [[3, 5]], run: (x) => ops.flip(x as Tensor, 0) },
    { shapes: [[2, 3, 4]], run: (x) => ops.flip(x as Tensor, 1) },
    { shapes: [[2, 0, 4]], run: (x) => ops.flip(x as Tensor, 1) },
    { shapes: [[2, 1, 3]], run: (x) => ops.flip(x as Tensor, -1), refused: [() => ops.flip(zeros(2, 2), 2)] },
  ],
  transpose: [
    { shapes: [[3, 5]], run: (x) => ops.transpose(x as Tensor) },
    {
      shapes: [[2, 3, 4, 5]],
      run: (x) => ops.transpose(x as Tensor, [2, 0, 3, 1]),
      refused: [() => ops.transpose(zeros(2, 2), [0, 0])],
    },
  ],
};

const float32 = referenceBackend('float32');
const float64 = referenceBackend('float64');

function inputsOf({ shapes, from = [-1.5, 1.5] }: OpCase, seed: number): { shape: Shape; data: Float64Array }[] {
  const random = new Random(seed);
  return shapes.map((shape) => ({
    shape,
    data: Float64Array.from(random.uniform(sizeOf(shape), ...from), (x) =>
      Math.abs(x) < 0.1 ? x + Math.sign(x || 1) * 0.1 : x,
    ),
  }));
}

const list = (out: Tensor | readonly Tensor[]): readonly Tensor[] => (out instanceof Tensor ? [out] : out);

for (const name of Object.keys(ops)) {
  describe(`op ${name}`, () => {
    const own = cases[name];
    it('has cases', () =>
      assert.ok(own !== undefined && own.length > 0, `add a row for '${name}' to test/contract/ops.test.ts`));
    own?.forEach((opCase, i) => {
      const inputs = inputsOf(opCase, i + 1);
      const title = inputs.map(({ shape }) => `[${shape}]`).join(' ');
      const compute = (): number[][] =>
        scope(() =>
          list(opCase.run(...inputs.map(({ shape, data }) => tensor(data, shape)))).map((t) => Array.from(t.data)),
        );

      it(`gives float64's numbers on every float32 backend, ${title}`, () => {
        const exact = withBackend(float64, compute).flat();
        for (const results of [withBackend(float32, compute), compute()]) {
          results.flat().forEach((value, j) => {
            const want = exact[j] as number;
            assert.ok(
              Math.abs(value - want) <= 1e-5 * Math.max(1, Math.abs(want)),
              `element ${j}: ${value}, float64 gives ${want}`,
            );
          });
          assert.equal(results.flat().length, exact.length);
        }
      });
      if (!opCase.constant) {
        it(`agrees with finite differences, ${title}`, () => {
          checkGradients((...variables) => {
            // a different weight for every element, so that no two errors cancel
            const parts = list(opCase.run(...variables)).map((out, k) => {
              const weights = Float64Array.from({ length: out.size }, (_, j) => 0.3 + ((j * 7 + k * 3) % 11) / 5);
              return ops.sum(ops.multiply(out, tensor(weights, out.shape)));
            });
            return parts.reduce((a, b) => ops.add(a, b));
          }, inputs);
        });
      }
      opCase.refused?.forEach((run, j) => {
        it(`refuses what does not fit, ${j + 1}`, () => assert.throws(run, ShapeError));
      });
    });
  });
}

describe('options of an op', () => {
  const x = zeros(2, 2);
  const wrong = { keep_dims: true } as object;
  const must = 'options must be among';
  const refused: readonly [string, () => unknown][] = [
    [`Cannot sum tensor: ${must} axis, keepDims, received 'keep_dims'`, () => ops.sum(x, wrong)],
    [`Cannot clip tensor: ${must} min, max, received 'low'`, () => ops.clip(x, { low: 0 } as object)],
    ['Cannot clip tensor: min must not be above max, received 1 and 0', () => ops.clip(x, { min: 1, max: 0 })],
    ['Cannot sum tensor: options must be an object, received 0', () => ops.mean(x, 0 as never)],
    [`Cannot take max of tensor: ${must} axis, keepDims, received 'keep_dims'`, () => ops.max(x, wrong)],
    [`Cannot take argmax of tensor: ${must} axis, keepDims, received 'keep_dims'`, () => ops.argmax(x, wrong)],
    [
      `Cannot convolve tensor: ${must} strides, padding, dilationRate, bias, received 'keep_dims'`,
      () => ops.conv(x, x, wrong),
    ],
    [`Cannot pool tensor: ${must} poolSize, strides, padding, received 'keep_dims'`, () => ops.maxPool(x, wrong)],
    [
      `Cannot normalize tensor: ${must} gamma, beta, epsilon, received 'keep_dims'`,
      () => ops.layerNormalization(x, wrong),
    ],
    [
      'Cannot convolve tensor: strides must be a whole number, or a list of 2, from 1, received [1]',
      () => ops.conv(zeros(1, 2, 2, 1), zeros(1, 1, 1, 1), { strides: [1] }),
    ],
    [
      "Cannot convolve tensor: padding must be one of valid, same, received 'causal'",
      () => ops.conv(zeros(1, 2, 2, 1), zeros(1, 1, 1, 1), { padding: 'causal' }),
    ],
    [`Cannot concat tensors: ${must} axis, received 'keep_dims'`, () => ops.concat([x], wrong)],
    [
      `Cannot multiply matrices: ${must} transposeA, transposeB, bias, received 'keep_dims'`,
      () => ops.matmul(x, x, wrong),
    ],
  ];
  for (const [message, run] of refused) {
    it(`says: ${message}`, () => assert.throws(run, { name: 'OptionError', message }));
  }
});
