// Every activation of the index: against its formula in double precision, finite differences, shapes and names.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ActivationName, activation, activations } from '../../src/activations/index.ts';
import { checkGradients } from '../../src/autograd/check-gradients.ts';
import { OptionError } from '../../src/errors.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';

/** Over one row. */
const formulas: Readonly<Record<ActivationName, (row: readonly number[]) => readonly number[]>> = {
  linear: (row) => row,
  relu: (row) => row.map((x) => Math.max(x, 0)),
  sigmoid: (row) => row.map((x) => 1 / (1 + Math.exp(-x))),
  tanh: (row) => row.map(Math.tanh),
  softmax: (row) => {
    const powers = row.map((x) => Math.exp(x - Math.max(...row)));
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  },
  logSoftmax: (row) => {
    const shifted = row.map((x) => x - Math.max(...row));
    const log = Math.log(shifted.reduce((sum, x) => sum + Math.exp(x), 0));
    return shifted.map((x) => x - log);
  },
  hardSigmoid: (row) => row.map((x) => Math.min(Math.max(x + 3, 0), 6) / 6),
  hardSigmoidKeras2: (row) => row.map((x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1)),
  exponential: (row) => row.map(Math.exp),
};

const values = (size: number): number[] => [...new Random(1).uniform(size, -4, 4)];
const rowsOf = (data: readonly number[], width: number): number[][] =>
  Array.from({ length: data.length / width }, (_, i) => data.slice(i * width, (i + 1) * width));

for (const name of Object.keys(activations) as ActivationName[]) {
  describe(`activation '${name}'`, () => {
    it('is its formula', () => {
      for (const shape of [[5], [3, 4], [2, 3, 4], [1, 1]]) {
        const width = shape.at(-1) as number;
        const data = values(shape.reduce((a, b) => a * b));
        const y = activation(name)(tensor(data, shape));
        assert.deepEqual(y.shape, shape);
        assertClose(
          y.data,
          rowsOf(data, width).flatMap((row) => formulas[name](row)),
          1e-6,
          name,
        );
      }
    });
    it('stays finite where its formula does', () => {
      const x = [-80, -20, 0, 20, 80];
      assertClose(activation(name)(tensor(x)).data, formulas[name](x), 1e-6, name);
    });
    it('agrees with finite differences', () => {
      const x = { shape: [2, 3, 2], data: values(12) };
      const weights = tensor(values(12), x.shape);
      checkGradients((a) => sum(multiply(activation(name)(a), weights)), [x]);
    });
  });
}

describe('activation', () => {
  it('refuses an unknown name and names the nearest', () =>
    assert.throws(
      () => activation('softmx' as ActivationName),
      new OptionError(
        "Cannot find activation 'softmx': name must be one of linear, relu, sigmoid, tanh, softmax, logSoftmax, hardSigmoid, hardSigmoidKeras2, exponential, received 'softmx'",
        { hint: "Did you mean 'softmax'?" },
      ),
    ));
});
