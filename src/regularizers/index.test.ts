import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../autograd/check-gradients.ts';
import { toConfig } from '../config.ts';
import { tensor } from '../tensor/tensor.ts';
import { L1L2, type RegularizerName, regularizer, regularizerFromConfig, regularizers } from './index.ts';

const values = [3, 0.1, -1, 4, -0.2, 0.5];
const weight = tensor(values, [2, 3]);
/** Of the weight above with the element 0.5 at 0; keras 3.15.1, jax. */
const keras: Readonly<Record<string, number>> = { L1: 0.08299999, L2: 0.2605, L1L2: 6.0400004 };

for (const name of Object.keys(regularizers) as RegularizerName[]) {
  describe(`regularizer '${name}'`, () => {
    const own = regularizer(name);
    it('goes through its config and back', () => {
      const again = regularizerFromConfig(JSON.parse(JSON.stringify(toConfig(own))));
      assert.deepEqual(again, own);
      assert.equal(again.penalty(weight).item(), own.penalty(weight).item());
    });
    it('gives a scalar whose gradient agrees with finite differences', () => {
      assert.deepEqual(own.penalty(weight).shape, []);
      checkGradients((w) => own.penalty(w), [{ shape: [2, 3], data: values }]);
    });
    it('agrees with Keras', () => {
      const made = name === 'l1L2' ? new L1L2({ l1: 0.1, l2: 0.2 }) : own;
      const penalty = made.penalty(tensor([3, 0.1, -1, 4, -0.2, 0])).item();
      assert.ok(Math.abs(penalty - (keras[own.className] as number)) < 1e-6, `${penalty}`);
    });
  });
}

describe('regularizer', () => {
  it('has Keras’s factors by name and by class', () => {
    assert.deepEqual(regularizer('l1').config(), { l1: 0.01 });
    assert.deepEqual(regularizer('l2').config(), { l2: 0.01 });
    assert.deepEqual(regularizer('l1L2').config(), { l1: 0.01, l2: 0.01 });
    assert.deepEqual(new L1L2().config(), { l1: 0, l2: 0 });
  });
  it('passes undefined on and refuses other names and factors below 0', () => {
    assert.equal(regularizer(undefined), undefined);
    assert.throws(() => regularizer('l3' as RegularizerName), {
      message: "Cannot find regularizer 'l3': name must be one of l1, l2, l1L2, received 'l3'",
    });
    assert.throws(() => new L1L2({ l1: -1 }), {
      message: 'Cannot create L1L2: l1 must be a finite number from 0, received -1',
    });
  });
});
