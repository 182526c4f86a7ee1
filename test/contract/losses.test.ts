// Every loss of the index: Keras's values and gradients, finite differences, config round trip.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../../src/autograd/check-gradients.ts';
import { Tape } from '../../src/autograd/tape.ts';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { type LossName, loss, losses, lossFromConfig } from '../../src/losses/index.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly loss: ConfigEntry;
  readonly target: GoldenTensor;
  readonly prediction: GoldenTensor;
  readonly sampleWeight?: GoldenTensor;
  readonly value: number;
  readonly gradient: GoldenTensor;
}

const read = ({ data, shape }: GoldenTensor): Tensor => tensor(data, shape);
const { cases } = loadGolden<Case>('losses-keras');

describe('losses of Keras', () => {
  for (const [i, c] of cases.entries()) {
    const weight = c.sampleWeight && read(c.sampleWeight);
    const weighted = weight === undefined ? '' : ` weight [${weight.shape}]`;
    it(`${i}: ${c.loss.className} ${JSON.stringify(c.loss.config)} [${c.prediction.shape}]${weighted}`, () => {
      const own = lossFromConfig(c.loss);
      const [value, gradient] = scope(() => {
        const tape = new Tape();
        const prediction = tape.watch(read(c.prediction));
        const result = own.call(read(c.target), prediction, { weight });
        return [result.item(), tape.gradients(result, [prediction])[0]?.gradient.data as Float32Array] as const;
      });
      assertClose([value], [c.value], 1e-5, 'value');
      assertClose(gradient, c.gradient.data, 1e-4, 'gradient');
    });
  }
  it('cover every class of the index', () => {
    const covered = new Set(cases.map((c) => c.loss.className));
    for (const Class of Object.values(losses)) assert.ok(covered.has(new Class().className));
  });
});

for (const name of Object.keys(losses) as LossName[]) {
  describe(`loss '${name}'`, () => {
    const own = loss(name);
    const shape = [2, 3, 2];
    const random = new Random(4);
    const target = tensor(random.integers(12, 0, 2), shape);
    const data = random.uniform(12, 0.1, 0.9);

    it('is a scalar, least at the target', () => {
      const value = own.call(target, tensor(data, shape));
      assert.deepEqual(value.shape, []);
      const best = own.call(target, tensor(Float32Array.from(target.data), shape)).item();
      assert.ok(best < 1e-6 && best < value.item());
    });
    it('does not depend on how a batch is cut, but for the mean', () => {
      const part = (from: number): number =>
        own
          .call(tensor(target.data.slice(from, from + 6), [1, 3, 2]), tensor(data.slice(from, from + 6), [1, 3, 2]))
          .item();
      assertClose([(part(0) + part(6)) / 2], [own.call(target, tensor(data, shape)).item()], 1e-6, 'mean');
    });
    it('agrees with finite differences', () => {
      checkGradients((p) => own.call(target, p), [{ shape, data }]);
    });
    it('goes through its config and back', () =>
      assert.deepEqual(lossFromConfig(JSON.parse(JSON.stringify(toConfig(own)))), own));
    it('refuses options it does not have', () =>
      assert.throws(() => new losses[name]({ form: 1 } as never), { name: 'OptionError' }));
  });
}
