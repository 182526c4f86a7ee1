import * as ops from '../../../src/ops/index.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { type OpCase, zeros } from '../op-case.ts';

/** Ops on lists of matrices. */
export const batchCases: Readonly<Record<string, readonly OpCase[]>> = {
  batchMatmul: [
    ...[false, true].flatMap((transposeA) =>
      [false, true].map(
        (transposeB): OpCase => ({
          shapes: [transposeA ? [2, 3, 5] : [2, 5, 3], transposeB ? [2, 4, 3] : [2, 3, 4]],
          run: (a, b) => ops.batchMatmul(a as Tensor, b as Tensor, { transposeA, transposeB }),
        }),
      ),
    ),
    {
      shapes: [
        [2, 1, 2, 3],
        [2, 1, 3, 1],
      ],
      run: (a, b) => ops.batchMatmul(a as Tensor, b as Tensor),
      refused: [
        () => ops.batchMatmul(zeros(2, 3, 4), zeros(3, 4, 3)),
        () => ops.batchMatmul(zeros(2, 3, 4), zeros(2, 3, 4)),
        () => ops.batchMatmul(zeros(2, 3, 4), zeros(4, 3)),
      ],
    },
  ],
};
