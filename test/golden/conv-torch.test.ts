// Ops on images against PyTorch: strides together with dilation, which Keras refuses, and the largest of equal elements.
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import { type ConvOptions, conv } from '../../src/ops/conv.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { maxPool, type PoolOptions } from '../../src/ops/pool.ts';
import { sum } from '../../src/ops/sum.ts';
import { scope } from '../../src/tensor/scope.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = {
  op: 'conv' | 'maxPool';
  options: ConvOptions & PoolOptions;
  inputs: GoldenTensor[];
  output: GoldenTensor;
  cotangent: GoldenTensor;
  gradients: GoldenTensor[];
};

describe('ops on images give the numbers of PyTorch', () => {
  for (const { op, options, inputs, output, cotangent, gradients } of loadGolden<Case>('conv-torch').cases) {
    it(`${op} ${JSON.stringify(options)} of [${inputs[0]?.shape}]`, () => {
      scope(() => {
        const tape = new Tape();
        const own = inputs.map((each) => tape.watch(toTensor(each)));
        const [x, kernel, bias] = own as [Tensor, Tensor, Tensor];
        const y = op === 'conv' ? conv(x, kernel, { ...options, bias }) : maxPool(x, options);
        const pairs = tape.gradients(sum(multiply(y, toTensor(cotangent))), own);
        assertClose(y.data, output.data, 1e-5, 'output');
        gradients.forEach(({ data }, i) => {
          assertClose(pairs[i]?.gradient.data ?? [], data, 1e-4, `gradient ${i}`);
        });
      });
    });
  }
});
