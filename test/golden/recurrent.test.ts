// The fused GRU and simple RNN against Keras and PyTorch: outputs to 1e-5, every gradient to 1e-4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import { add } from '../../src/ops/add.ts';
import { gruSequence } from '../../src/ops/gru-sequence.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { simpleRnnSequence } from '../../src/ops/simple-rnn-sequence.ts';
import { sum } from '../../src/ops/sum.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

const INPUTS = ['input', 'kernel', 'recurrentKernel', 'bias', 'initialState'] as const;
type Input = (typeof INPUTS)[number];

type RecurrentCase = {
  layer: 'GRU' | 'SimpleRNN';
  options: {
    returnSequences?: boolean;
    goBackwards?: boolean;
    zeroOutputForMask?: boolean;
    resetAfter?: boolean;
    activation?: 'tanh' | 'relu';
  };
  mask?: GoldenTensor;
  recurrentMask?: GoldenTensor;
  /** Keras: y and h. PyTorch: y and h, or h alone. */
  outputs: GoldenTensor[];
  cotangents: GoldenTensor[];
  gradients: Partial<Record<Input, GoldenTensor>>;
} & Partial<Record<Input, GoldenTensor>>;

const read = (value: GoldenTensor | undefined): Tensor | undefined => value && tensor(value.data, value.shape);

function compare(golden: RecurrentCase): void {
  const { layer, options, outputs, cotangents, gradients } = golden;
  scope(() => {
    const tape = new Tape();
    const given = INPUTS.map((name) => read(golden[name]));
    const inputs = given.filter((value) => value !== undefined);
    for (const value of inputs) tape.watch(value);
    const [x, kernel, recurrentKernel, bias, state] = given as [Tensor, Tensor, Tensor, Tensor | undefined, Tensor];
    const all = {
      ...{ kernel, recurrentKernel, bias, mask: read(golden.mask), recurrentMask: read(golden.recurrentMask) },
      ...{ initialState: state && ([state] as const), ...options },
    };
    const { sequence, output, hidden } = layer === 'GRU' ? gruSequence(x, all) : simpleRnnSequence(x, all);
    const found = outputs.length === 1 ? [hidden] : [sequence ?? output, hidden];
    const values = found.map((value, i) => multiply(value, read(cotangents[i]) as Tensor));
    const slopes = tape.gradients(
      values.map((value) => sum(value)).reduce((a, b) => add(a, b)),
      inputs,
    );
    found.forEach(({ data, shape }, i) => {
      assert.deepEqual(shape, outputs[i]?.shape);
      assertClose(data, outputs[i]?.data ?? [], 1e-5, `output ${i}`);
    });
    const names = INPUTS.filter((name) => golden[name]);
    assert.equal(slopes.length, names.length);
    slopes.forEach(({ gradient }, i) => {
      const name = names[i] as Input;
      assert.deepEqual(gradient.shape, gradients[name]?.shape, name);
      assertClose(gradient.data, gradients[name]?.data ?? [], 1e-4, `gradient of ${name}`);
    });
  });
}

for (const [tool, file] of [
  ['Keras', 'recurrent-keras'],
  ['PyTorch', 'recurrent-torch'],
] as const) {
  describe(`the fused GRU and simple RNN give the numbers of ${tool}`, () => {
    for (const golden of loadGolden<RecurrentCase>(file).cases) {
      const { layer, options, input, initialState, mask, recurrentMask } = golden;
      const beside = Object.entries({ initialState, mask, recurrentMask }).flatMap(([name, is]) => (is ? [name] : []));
      const title = `${layer} ${JSON.stringify(options)} on [${input?.shape}] ${beside.join(', ')}`;
      it(title.trim(), () => compare(golden));
    }
  });
}
