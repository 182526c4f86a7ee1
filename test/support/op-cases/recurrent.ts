// Cases of gruSequence and simpleRnnSequence for test/contract/ops.test.ts.
import * as ops from '../../../src/ops/index.ts';
import { type Tensor, tensor } from '../../../src/tensor/tensor.ts';
import { type OpCase, zeros } from '../op-case.ts';

/** A mask [2, 3]: padding at the end of one row and in the middle of the other; 2 and −1 count too. */
const mask = tensor([
  [1, 0, 2],
  [-1, 1, 0],
]);
const recurrentMask = tensor([
  [2, 0, 1.5],
  [0, 0.5, 2],
]);

type GruCase = Omit<Parameters<typeof ops.gruSequence>[1], 'kernel' | 'recurrentKernel'>;
const gru = (resetAfter: boolean, options: GruCase, useBias = true): OpCase => ({
  shapes: [[2, 3, 4], [4, 9], [3, 9], [2, 3], ...(useBias ? [resetAfter ? [2, 9] : [9]] : [])],
  run: (x, kernel, recurrentKernel, h, bias) => {
    const weights = { kernel: kernel as Tensor, recurrentKernel: recurrentKernel as Tensor, bias };
    const initialState = [h as Tensor] as const;
    const out = ops.gruSequence(x as Tensor, { ...weights, initialState, resetAfter, ...options });
    return [...(out.sequence ? [out.sequence] : []), out.output, out.hidden];
  },
});
const gruOn = (x: Tensor, options: GruCase) => () =>
  ops.gruSequence(x, { kernel: zeros(3, 6), recurrentKernel: zeros(2, 6), ...options });
type RnnCase = Omit<Parameters<typeof ops.simpleRnnSequence>[1], 'kernel' | 'recurrentKernel'>;
const rnn = (options: RnnCase): OpCase => ({
  shapes: [[2, 3, 4], [4, 3], [3, 3], [3], [2, 3]],
  run: (x, kernel, recurrentKernel, bias, h) => {
    const weights = { kernel: kernel as Tensor, recurrentKernel: recurrentKernel as Tensor, bias };
    const initialState = [h as Tensor] as const;
    const out = ops.simpleRnnSequence(x as Tensor, { ...weights, initialState, ...options });
    return [...(out.sequence ? [out.sequence] : []), out.output, out.hidden];
  },
});
const rnnOn = (x: Tensor, options: RnnCase) => () =>
  ops.simpleRnnSequence(x, { kernel: zeros(3, 2), recurrentKernel: zeros(2, 2), ...options });

/** By the name of the op. */
export const recurrentCases: Readonly<Record<string, readonly OpCase[]>> = {
  gruSequence: [
    ...[true, false].flatMap((resetAfter) => [
      gru(resetAfter, {}),
      gru(resetAfter, { returnSequences: true }, false),
      gru(resetAfter, { goBackwards: true, mask }),
      gru(resetAfter, { recurrentMask }),
      gru(resetAfter, { mask, recurrentMask, returnSequences: true }),
      gru(resetAfter, { mask, recurrentMask, zeroOutputForMask: true, goBackwards: true }),
    ]),
    {
      ...gru(true, { mask, zeroOutputForMask: true, returnSequences: true, goBackwards: true }),
      refused: [
        gruOn(zeros(2, 3), {}),
        gruOn(zeros(4, 0, 3), {}),
        gruOn(zeros(4, 5, 4), {}),
        gruOn(zeros(4, 5, 3), { recurrentKernel: zeros(2, 8) } as GruCase),
        gruOn(zeros(4, 5, 3), { bias: zeros(6) }),
        gruOn(zeros(4, 5, 3), { bias: zeros(2, 6), resetAfter: false }),
        gruOn(zeros(4, 5, 3), { initialState: [zeros(2, 4)] }),
        gruOn(zeros(4, 5, 3), { mask: zeros(5, 4) }),
        gruOn(zeros(4, 5, 3), { mask: tensor(new Int32Array(20), [4, 5]) }),
        gruOn(zeros(4, 5, 3), { recurrentMask: zeros(4, 3) }),
      ],
    },
  ],
  simpleRnnSequence: [
    ...(['tanh', 'relu'] as const).flatMap((activation) => [
      rnn({ activation }),
      rnn({ activation, returnSequences: true, goBackwards: true }),
      rnn({ activation, mask, recurrentMask, returnSequences: true }),
      rnn({ activation, mask, recurrentMask, zeroOutputForMask: true, goBackwards: true }),
    ]),
    {
      ...rnn({ mask, zeroOutputForMask: true, returnSequences: true, goBackwards: true }),
      refused: [
        rnnOn(zeros(2, 3), {}),
        rnnOn(zeros(4, 5, 4), {}),
        rnnOn(zeros(4, 5, 3), { recurrentKernel: zeros(2, 4) } as RnnCase),
        rnnOn(zeros(4, 5, 3), { bias: zeros(4) }),
        rnnOn(zeros(4, 5, 3), { initialState: [zeros(2, 4)] }),
        rnnOn(zeros(4, 5, 3), { mask: zeros(5, 4) }),
        rnnOn(zeros(4, 5, 3), { recurrentMask: zeros(4, 3) }),
      ],
    },
  ],
};
