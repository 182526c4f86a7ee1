import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tensor } from '../tensor/tensor.ts';
import { type ConstraintName, constraint, MaxNorm, MinMaxNorm, UnitNorm } from './index.ts';

describe('constraint', () => {
  it('gives constraints and undefined back', () => {
    const own = new MaxNorm();
    assert.equal(constraint(own), own);
    assert.equal(constraint(undefined), undefined);
  });
  it('refuses other names, and options out of their range', () => {
    assert.throws(() => constraint('maxnorm' as ConstraintName), { hint: "Did you mean 'maxNorm'?" });
    assert.throws(() => new MaxNorm({ maxValue: -1 }), {
      message: 'Cannot create MaxNorm: maxValue must be a finite number from 0, received -1',
    });
    assert.throws(() => new MinMaxNorm({ minValue: 2 }), {
      message: 'Cannot create MinMaxNorm: maxValue must be a finite number from 2, received 1',
    });
    assert.throws(() => new UnitNorm({ axis: 0.5 }), {
      message: 'Cannot create UnitNorm: axis must be a whole number or a list of them, received 0.5',
    });
  });
  it('refuses a weight without its axis', () =>
    assert.throws(() => new MaxNorm({ axis: 2 }).apply(tensor([[1, 2]])), { name: 'ShapeError' }));
});
