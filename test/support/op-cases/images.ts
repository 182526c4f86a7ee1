// Cases of the ops on images and sequences of channels: convolutions, pooling, padding, normalisation.
import * as ops from '../../../src/ops/index.ts';
import type { Shape } from '../../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../../src/tensor/tensor.ts';
import { type OpCase, zeros } from '../op-case.ts';

const convolution = (x: Shape, kernel: Shape, options: ops.ConvOptions): OpCase[] => [
  {
    shapes: [x, kernel, [kernel.at(-1) as number]],
    run: (input, weights, bias) => ops.conv(input as Tensor, weights as Tensor, { ...options, bias }),
  },
];
const pooling = (pool: typeof ops.maxPool): OpCase[] => [
  { shapes: [[2, 4, 6, 5]], run: (x) => pool(x as Tensor) },
  { shapes: [[2, 5, 3, 2]], run: (x) => pool(x as Tensor, { poolSize: 3, strides: [2, 1], padding: 'same' }) },
  { shapes: [[2, 7, 3]], run: (x) => pool(x as Tensor, { poolSize: 3, strides: 2 }) },
  {
    shapes: [[1, 5, 4]],
    run: (x) => pool(x as Tensor, { padding: 'same' }),
    refused: [() => pool(zeros(2, 3)), () => pool(zeros(1, 1, 3)), () => pool(zeros(1, 2, 1, 3))],
  },
];

/** By the name of the op. */
export const imageCases: Record<string, readonly OpCase[]> = {
  averagePool: pooling(ops.averagePool),
  conv: [
    ...convolution([2, 4, 5, 3], [2, 3, 3, 4], {}),
    ...convolution([2, 5, 4, 2], [3, 2, 2, 17], { padding: 'same', strides: [2, 1] }),
    ...convolution([1, 6, 7, 2], [2, 3, 2, 3], { dilationRate: [2, 3] }),
    ...convolution([2, 3, 3, 4], [1, 1, 4, 3], {}),
    ...convolution([2, 7, 3], [3, 3, 4], {}),
    ...convolution([2, 7, 3], [2, 3, 5], { padding: 'causal', dilationRate: 2 }),
    ...convolution([2, 8, 2], [3, 2, 3], { padding: 'same', strides: 3 }),
    ...convolution([0, 5, 2], [2, 2, 3], {}),
    {
      shapes: [[1, 9, 2]],
      run: (x) => ops.conv(x as Tensor, zeros(2, 2, 3), { strides: 4 }),
      refused: [
        () => ops.conv(zeros(2, 3), zeros(2, 3)),
        () => ops.conv(zeros(2, 3, 4), zeros(2, 3, 4)),
        () => ops.conv(zeros(2, 3, 4), zeros(1, 2, 4, 5)),
        () => ops.conv(zeros(2, 3, 4), zeros(4, 4, 5)),
        () => ops.conv(zeros(2, 3, 4), zeros(2, 4, 5), { bias: zeros(4) }),
      ],
    },
  ],
  layerNormalization: [
    { shapes: [[3, 7]], run: (x) => ops.layerNormalization(x as Tensor) },
    { shapes: [[2, 3, 4], [4], [4]], run: (x, gamma, beta) => ops.layerNormalization(x as Tensor, { gamma, beta }) },
    {
      shapes: [[2, 20]],
      run: (x) => ops.layerNormalization(x as Tensor, { epsilon: 0.5 }),
      refused: [() => ops.layerNormalization(zeros(2, 0)), () => ops.layerNormalization(tensor(1))],
    },
  ],
  maxPool: pooling(ops.maxPool),
  moments: [
    {
      shapes: [[3, 4, 2]],
      run: (x) => {
        const { mean, variance } = ops.moments(x as Tensor, { axis: [0, 1] });
        return [mean, variance];
      },
      refused: [() => ops.moments(zeros(2), { axis: 1 })],
    },
  ],
  pad: [
    {
      shapes: [[2, 3, 2]],
      run: (x) =>
        ops.pad(x as Tensor, [
          [0, 1],
          [2, 0],
          [1, 1],
        ]),
      refused: [() => ops.pad(zeros(2), [[1, -1]]), () => ops.pad(zeros(2, 2), [[1, 1]])],
    },
  ],
};
