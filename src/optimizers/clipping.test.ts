import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { memory, scope } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import { clipByGlobalNorm, clipByNorm, clipByValue, globalNorm, type WithGradient } from './clipping.ts';

const gradients: readonly WithGradient[] = [{ gradient: tensor([3, 4]) }, { gradient: tensor([0.1, -0.6]) }];
const numbers = (pairs: readonly WithGradient[]): number[][] => pairs.map(({ gradient }) => [...gradient.data]);

function close(actual: readonly number[][], wanted: readonly number[][]): void {
  for (const [i, x] of actual.flat().entries())
    assert.ok(Math.abs(x - (wanted.flat()[i] as number)) < 1e-6, `${actual}`);
}

describe('clipping', () => {
  // keras 3.15.1, jax
  it('by norm agrees with Keras', () =>
    close(numbers(clipByNorm(gradients, 1)), [
      [0.6, 0.8],
      [0.1, -0.6],
    ]));
  it('by value agrees with Keras', () =>
    close(numbers(clipByValue(gradients, 0.3)), [
      [0.3, 0.3],
      [0.1, -0.3],
    ]));
  it('by global norm agrees with Keras', () =>
    close(numbers(clipByGlobalNorm(gradients, 1)), [
      [0.59560865, 0.79414487],
      [0.01985362, -0.11912178],
    ]));

  it('keeps norms within the bound and directions as they are', () => {
    const values = fc.float({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 40 }),
        fc.float({ min: Math.fround(1e-3), max: 1e3, noNaN: true }),
        (data, bound) => {
          const pair = { gradient: tensor(data, [data.length]) };
          const [clipped] = clipByNorm([pair], bound) as [WithGradient];
          const before = globalNorm([pair]);
          assert.ok(globalNorm([clipped]) <= Math.min(before, bound) * (1 + 1e-5));
          const factor = Math.min(1, bound / before);
          for (const [i, g] of pair.gradient.data.entries()) {
            assert.ok(Math.abs((clipped.gradient.data[i] as number) - factor * g) <= 1e-5 * bound);
          }
        },
      ),
    );
  });
  it('leaves small gradients as they are, the same tensors', () => {
    const [first] = clipByNorm(gradients, 5);
    assert.equal(first?.gradient, gradients[0]?.gradient);
    assert.equal(clipByGlobalNorm(gradients, 10)[1]?.gradient, gradients[1]?.gradient);
  });
  it('takes zeros, no gradients, gradients without elements, and other fields', () => {
    assert.deepEqual(numbers(clipByNorm([{ gradient: tensor([0, 0]) }], 1)), [[0, 0]]);
    assert.deepEqual(clipByGlobalNorm([], 1), []);
    assert.equal(globalNorm([]), 0);
    assert.deepEqual(numbers(clipByValue([{ gradient: tensor([], [0, 2]) }], 1)), [[]]);
    assert.equal(clipByValue([{ gradient: tensor([2]), name: 'w' }], 1)[0]?.name, 'w');
  });
  it('works in the open scope and leaves nothing behind', () => {
    const before = memory().tensors;
    scope(() => {
      clipByGlobalNorm(gradients, 1);
      assert.ok(memory().tensors > before);
    });
    assert.equal(memory().tensors, before);
  });
});
