import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { L1L2, type RegularizerName, regularizer } from './index.ts';

describe('regularizer', () => {
  it('has Keras’s factors by name and by class', () => {
    assert.deepEqual(regularizer('l1').config(), { l1: 0.01 });
    assert.deepEqual(regularizer('l2').config(), { l2: 0.01 });
    assert.deepEqual(regularizer('l1L2').config(), { l1: 0.01, l2: 0.01 });
    assert.deepEqual(new L1L2().config(), { l1: 0, l2: 0 });
  });
  it('gives regularizers and undefined back', () => {
    const own = new L1L2();
    assert.equal(regularizer(own), own);
    assert.equal(regularizer(undefined), undefined);
  });
  it('refuses other names, and factors below 0', () => {
    assert.throws(() => regularizer('l3' as RegularizerName), {
      message: "Cannot find regularizer 'l3': name must be one of l1, l2, l1L2, received 'l3'",
    });
    assert.throws(() => new L1L2({ l1: -1 }), {
      message: 'Cannot create L1L2: l1 must be a finite number from 0, received -1',
    });
  });
});
