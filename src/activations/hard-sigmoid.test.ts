import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../autograd/check-gradients.ts';
import { Tape } from '../autograd/tape.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { scope } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import { hardSigmoid } from './hard-sigmoid.ts';

describe('hardSigmoid', () => {
  it('is Keras 3’s', () => {
    const y = hardSigmoid(tensor([-4, -3, -2, -1, 0, 1, 2, 3, 4])).data;
    // keras 3.15.1, jax
    const wanted = [0, 0, 0.16666667, 0.33333334, 0.5, 0.6666667, 0.8333334, 1, 1].map(Math.fround);
    for (const [i, value] of wanted.entries()) assert.ok(Math.abs((y[i] as number) - value) < 1e-7);
  });
  it('has gradient 1/6 within ±3 and 0 beyond and at the corners', () => {
    const gradient = scope(() => {
      const tape = new Tape();
      const x = tape.watch(tensor([-4, -3, -2, 0, 2, 3, 4]));
      return tape.gradients(sum(hardSigmoid(x)), [x])[0]?.gradient.toArray();
    });
    const sixth = Math.fround(1 / 6);
    assert.deepEqual(gradient, [0, 0, sixth, sixth, sixth, 0, 0]);
  });
  it('agrees with finite differences', () => {
    const x = { shape: [4], data: [-3.5, -1.2, 0.7, 3.1] };
    checkGradients((a) => sum(multiply(hardSigmoid(a), tensor([1, 2, 3, 4]))), [x]);
  });
});
