// Cases of the ops on logits, probabilities and labels of classes.
import * as ops from '../../../src/ops/index.ts';
import { type Tensor, tensor } from '../../../src/tensor/tensor.ts';
import { type OpCase, zeros } from '../op-case.ts';

const ids = tensor(Int32Array.of(2, 0, 2), [3]);
const wrongLabels = (run: (x: Tensor, labels: Tensor) => Tensor): (() => unknown)[] => [
  () => run(zeros(2, 3), zeros(3)),
  () => run(zeros(2, 3), zeros(2, 1)),
  () => run(tensor(1), tensor(0)),
  () => run(zeros(2, 3), tensor([0, 3])),
  () => run(zeros(2, 3), tensor([-1, 0])),
  () => run(zeros(2, 3), tensor([0.5, 0])),
  () => run(zeros(2, 3), tensor([Number.NaN, 0])),
];

/** By the name of the op. */
export const classCases: Record<string, readonly OpCase[]> = {
  clip: [
    { shapes: [[3, 7]], run: (x) => ops.clip(x as Tensor, { min: -0.75, max: 0.55 }) },
    { shapes: [[0, 4]], run: (x) => ops.clip(x as Tensor, { max: 1 }) },
    { shapes: [[3, 7]], run: (x) => ops.clip(x as Tensor, { min: 0.35 }) },
    { shapes: [[3, 7]], run: (x) => ops.clip(x as Tensor, { max: -0.35 }) },
  ],
  logSoftmax: [
    { shapes: [[3, 7]], run: (x) => ops.logSoftmax(x as Tensor) },
    { shapes: [[0, 3]], run: (x) => ops.logSoftmax(x as Tensor) },
    { shapes: [[2, 2, 40]], run: (x) => ops.logSoftmax(x as Tensor), refused: [() => ops.logSoftmax(zeros(2, 0))] },
  ],
  pick: [
    { shapes: [[3, 7]], run: (x) => ops.pick(x as Tensor, ids) },
    { shapes: [[4]], run: (x) => ops.pick(x as Tensor, tensor(3)) },
    {
      shapes: [[2, 3, 5]],
      run: (x) => ops.pick(x as Tensor, tensor([0, 4, 2, 2, 1, 3], [2, 3])),
      refused: wrongLabels(ops.pick),
    },
  ],
  softmaxCrossentropy: [
    {
      shapes: [
        [3, 7],
        [3, 7],
      ],
      run: (x, z) => ops.softmaxCrossentropy(x as Tensor, z as Tensor),
    },
    {
      shapes: [[2, 2, 40]],
      run: (x) => ops.softmaxCrossentropy(x as Tensor, tensor(new Float32Array(160).fill(0.025), [2, 2, 40])),
      refused: [
        () => ops.softmaxCrossentropy(zeros(2, 3), zeros(2)),
        () => ops.softmaxCrossentropy(zeros(2, 0), zeros(2, 0)),
      ],
    },
  ],
  sparseSoftmaxCrossentropy: [
    { shapes: [[3, 7]], run: (x) => ops.sparseSoftmaxCrossentropy(x as Tensor, ids) },
    { shapes: [[5]], run: (x) => ops.sparseSoftmaxCrossentropy(x as Tensor, tensor(4)) },
    { shapes: [[0, 5]], run: (x) => ops.sparseSoftmaxCrossentropy(x as Tensor, zeros(0)) },
    {
      shapes: [[2, 3, 40]],
      run: (x) => ops.sparseSoftmaxCrossentropy(x as Tensor, tensor([0, 39, 2, 2, 1, 3], [2, 3])),
      refused: wrongLabels(ops.sparseSoftmaxCrossentropy),
    },
  ],
};
