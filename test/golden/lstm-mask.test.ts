// lstmSequence under a mask and with recurrent dropout against Keras: outputs to 1e-5, every gradient to 1e-4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import { add } from '../../src/ops/add.ts';
import { lstmSequence } from '../../src/ops/lstm-sequence.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { scope } from '../../src/tensor/scope.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Inputs = Record<'input' | 'kernel' | 'recurrentKernel' | 'bias', GoldenTensor> &
  Partial<Record<'hidden' | 'cell', GoldenTensor>>;
type Case = {
  name: string;
  config: { returnSequences: boolean; goBackwards: boolean; zeroOutputForMask: boolean };
  mask: GoldenTensor;
  recurrentMask?: GoldenTensor;
  inputs: Inputs;
  outputs: GoldenTensor[];
  cotangents: GoldenTensor[];
  gradients: Inputs;
};

describe('lstmSequence under masks gives the numbers of Keras', () => {
  for (const golden of loadGolden<Case>('lstm-mask-keras').cases) {
    const { name, config, inputs, outputs, cotangents, gradients } = golden;
    it(name, () => {
      scope(() => {
        const given = Object.values(inputs).map(toTensor);
        const [x, kernel, recurrentKernel, bias, ...states] = given as [Tensor, Tensor, Tensor, Tensor, ...Tensor[]];
        const tape = new Tape();
        for (const input of given) tape.watch(input);
        const initialState = states.length > 0 ? (states as [Tensor, Tensor]) : undefined;
        const weights = { kernel, recurrentKernel, bias };
        const mask = toTensor(golden.mask);
        const recurrentMask = golden.recurrentMask && toTensor(golden.recurrentMask);
        const result = lstmSequence(x, { ...weights, initialState, mask, recurrentMask, ...config });
        const made = [result.sequence ?? result.output, result.hidden, result.cell];
        const terms = made.map((output, i) => sum(multiply(output, toTensor(cotangents[i] as GoldenTensor))));
        const pairs = tape.gradients(
          terms.reduce((a, b) => add(a, b)),
          given,
        );
        assert.equal(outputs.length, made.length);
        outputs.forEach(({ data }, i) => {
          assertClose(made[i]?.data ?? [], data, 1e-5, `output ${i}`);
        });
        assert.equal(pairs.length, given.length);
        Object.values(gradients).forEach(({ data }, i) => {
          assertClose(pairs[i]?.gradient.data ?? [], data, 1e-4, `gradient ${i}`);
        });
      });
    });
  }
});
