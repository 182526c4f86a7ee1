import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toConfig } from '../config.ts';
import { tensor } from '../tensor/tensor.ts';
import {
  type ConstraintName,
  constraint,
  constraintFromConfig,
  constraints,
  MaxNorm,
  MinMaxNorm,
  UnitNorm,
} from './index.ts';

const weight = tensor([
  [3, 0.1, -1],
  [4, -0.2, 0],
]);

/** What keras 3.15.1 (jax) makes of that weight. */
const keras: readonly (readonly [className: string, config: Record<string, unknown>, wanted: readonly number[]])[] = [
  ['MaxNorm', {}, [1.2, 0.09999996, -0.9999999, 1.6, -0.1999999, 0]],
  ['MaxNorm', { maxValue: 1.5, axis: 1 }, [1.4223139, 0.047410466, -0.47410464, 1.4981285, -0.07490643, 0]],
  ['UnitNorm', {}, [0.6, 0.44721338, -0.9999999, 0.8, -0.89442676, 0]],
  ['UnitNorm', { axis: [0, 1] }, [0.5877835, 0.019592784, -0.19592784, 0.7837114, -0.03918557, 0]],
  ['MinMaxNorm', { minValue: 0.5, maxValue: 1.5, rate: 0.5 }, [1.95, 0.16180332, -0.9999999, 2.6, -0.32360664, 0]],
  ['NonNeg', {}, [3, 0.1, 0, 4, 0, 0]],
];

for (const [className, config, wanted] of keras) {
  describe(`${className} ${JSON.stringify(config)}`, () => {
    const own = constraintFromConfig({ className, config });
    it('agrees with Keras', () => {
      const value = own.apply(weight);
      assert.deepEqual(value.shape, [2, 3]);
      for (const [i, x] of value.data.entries()) assert.ok(Math.abs(x - (wanted[i] as number)) < 1e-6, `${i}: ${x}`);
    });
    it('goes through its config and back', () =>
      assert.deepEqual(constraintFromConfig(JSON.parse(JSON.stringify(toConfig(own)))), own));
  });
}

describe('constraint', () => {
  it('leaves a weight of zeros at zero, by any name', () => {
    for (const name of Object.keys(constraints) as ConstraintName[]) {
      assert.deepEqual(
        constraint(name)
          .apply(tensor([[0], [0]]))
          .toArray(),
        [[0], [0]],
      );
    }
  });
  it('passes undefined on and refuses other names and options', () => {
    assert.equal(constraint(undefined), undefined);
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
    assert.throws(() => new MaxNorm({ axis: 2 }).apply(weight), { name: 'ShapeError' }));
});
