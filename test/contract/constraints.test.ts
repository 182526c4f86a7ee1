// Every constraint of the index: Keras's weights, config round trip, weights of zeros.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { type ConstraintName, constraint, constraintFromConfig, constraints } from '../../src/constraints/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly constraint: ConfigEntry;
  readonly weight: GoldenTensor;
  readonly output: GoldenTensor;
}

const { cases } = loadGolden<Case>('constraints-keras');

describe('constraints of Keras', () => {
  for (const c of cases) {
    it(`${c.constraint.className} ${JSON.stringify(c.constraint.config)}`, () => {
      const own = constraintFromConfig(c.constraint);
      const value = own.apply(tensor(c.weight.data, c.weight.shape));
      assert.deepEqual(value.shape, c.output.shape);
      assertClose(value.data, c.output.data, 1e-6, 'weight');
      assert.deepEqual(constraintFromConfig(JSON.parse(JSON.stringify(toConfig(own)))), own);
    });
  }
  it('cover every class of the index', () => {
    const covered = new Set(cases.map((c) => c.constraint.className));
    for (const Class of Object.values(constraints)) assert.ok(covered.has(new Class().className));
  });
});

for (const name of Object.keys(constraints) as ConstraintName[]) {
  describe(`constraint '${name}'`, () => {
    it('leaves a weight of zeros at zero', () =>
      assert.deepEqual(
        constraint(name)
          .apply(tensor([[0], [0]]))
          .toArray(),
        [[0], [0]],
      ));
    it('leaves alone what it has put right, but for rounding', () => {
      const own = constraint(name);
      const once = own.apply(
        tensor([
          [3, 0.1],
          [-4, 0.2],
        ]),
      );
      assertClose(own.apply(once).data, once.data, 1e-6, 'weight');
    });
    it('refuses options it does not have', () =>
      assert.throws(() => new constraints[name]({ axes: 1 } as never), { name: 'OptionError' }));
  });
}
