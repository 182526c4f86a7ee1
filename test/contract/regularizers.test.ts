// Every regularizer of the index: Keras's penalties and gradients, finite differences, config round trip.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../../src/autograd/check-gradients.ts';
import { Tape } from '../../src/autograd/tape.ts';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import {
  type RegularizerName,
  regularizer,
  regularizerFromConfig,
  regularizers,
} from '../../src/regularizers/index.ts';
import { scope } from '../../src/tensor/scope.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly regularizer: ConfigEntry;
  readonly weight: GoldenTensor;
  readonly value: number;
  readonly gradient: GoldenTensor;
}

const { cases } = loadGolden<Case>('regularizers-keras');

describe('regularizers of Keras', () => {
  for (const c of cases) {
    it(`${c.regularizer.className} ${JSON.stringify(c.regularizer.config)}`, () => {
      const own = regularizerFromConfig(c.regularizer);
      const [value, gradient] = scope(() => {
        const tape = new Tape();
        const weight = tape.watch(tensor(c.weight.data, c.weight.shape));
        const penalty = own.penalty(weight);
        return [penalty.item(), tape.gradients(penalty, [weight])[0]?.gradient.data as Float32Array] as const;
      });
      assertClose([value], [c.value], 1e-5, 'penalty');
      assertClose(gradient, c.gradient.data, 1e-5, 'gradient');
    });
  }
  it('cover every class of the index', () => {
    const covered = new Set(cases.map((c) => c.regularizer.className));
    for (const Class of Object.values(regularizers)) assert.ok(covered.has(new Class().className));
  });
});

for (const name of Object.keys(regularizers) as RegularizerName[]) {
  describe(`regularizer '${name}'`, () => {
    const own = regularizer(name);
    it('gives a scalar from 0 whose gradient agrees with finite differences', () => {
      const data = [3, 0.1, -1, 4, -0.2, 0.5];
      assert.deepEqual(own.penalty(tensor(data, [2, 3])).shape, []);
      assert.equal(own.penalty(tensor([0, 0])).item(), 0);
      checkGradients((w) => own.penalty(w), [{ shape: [2, 3], data }]);
    });
    it('goes through its config and back', () =>
      assert.deepEqual(regularizerFromConfig(JSON.parse(JSON.stringify(toConfig(own)))), own));
    it('refuses options it does not have', () =>
      assert.throws(() => new regularizers[name]({ l3: 1 } as never), { name: 'OptionError' }));
  });
}
