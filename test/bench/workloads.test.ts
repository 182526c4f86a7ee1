import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeFixture } from '../../bench/fixture.ts';
import { stepOf } from '../../bench/model.ts';
import { productFlops, workloads } from '../../bench/workloads.ts';

describe('productFlops', () => {
  it('counts the products of a step of LSTM(128) on [128, 28, 28]', () => {
    const [B, T, D, U] = [128, 28, 28, 128];
    const forward = 2 * B * T * 4 * U * (D + U);
    const backward = 2 * B * T * 4 * U * (D + U) + 2 * B * T * 4 * U * U; // dW, dU; dh. No dX: it is data
    assert.equal(productFlops(workloads.B), forward + backward + 6 * B * U * 10);
  });
  it('counts the gradient of the input of a second layer', () => {
    const one = { ...workloads.A, layers: workloads.A.layers.slice(1) };
    const [B, T, U] = [64, 8, 20];
    const more = (productFlops(workloads.A) as number) - (productFlops(one) as number);
    assert.equal(more, 2 * B * T * 4 * U * (3 * U + 2 * 2) + 2 * B * T * 4 * U * (3 * U - 2 * 2));
  });
  it('knows nothing of streams and images', () => {
    assert.deepEqual([productFlops(workloads.S), productFlops(workloads.I)], [undefined, undefined]);
  });
});

describe('stepOf a fixture', () => {
  it('takes the same steps each time', () => {
    const numbers = makeFixture(workloads.A);
    const losses = [0, 1].map(() => {
      const step = stepOf(numbers);
      return [step(0), step(1), step(2)];
    });
    assert.deepEqual(losses[0], losses[1]);
    assert.equal(new Set(losses[0]).size, 3);
  });
  it('leaves dropout out on demand', () => {
    const small = { ...workloads.C, input: [4, 3, 1], target: [4, 9] };
    const numbers = makeFixture(small);
    assert.notEqual(stepOf(numbers)(0), stepOf(numbers, { dropout: false })(0));
  });
});
