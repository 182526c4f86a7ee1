// Every metric of the index: Keras's running results, accumulation by samples, reset, config round trip.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { type Metric, metricFromConfig, metrics } from '../../src/metrics/index.ts';
import { Random } from '../../src/random.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly metric: ConfigEntry;
  readonly batches: readonly {
    readonly target: GoldenTensor;
    readonly prediction: GoldenTensor;
    readonly sampleWeight?: GoldenTensor;
    readonly result: number;
  }[];
}

const read = ({ data, shape }: GoldenTensor): Tensor => tensor(data, shape);
const { cases } = loadGolden<Case>('metrics-keras');

describe('metrics of Keras', () => {
  for (const [i, { metric, batches }] of cases.entries()) {
    const weighted = batches[0]?.sampleWeight ? ', weighted' : '';
    it(`${i}: ${metric.className} ${JSON.stringify(metric.config)} [${batches[0]?.prediction.shape}]${weighted}`, () => {
      const own = metricFromConfig(metric);
      for (const batch of batches) {
        const weight = batch.sampleWeight && read(batch.sampleWeight);
        own.update(read(batch.target), read(batch.prediction), { weight });
        assertClose([own.result()], [batch.result], 1e-5, 'result');
      }
    });
  }
  it('cover every class of the index', () => {
    const covered = new Set(cases.map((c) => c.metric.className));
    for (const Class of Object.values(metrics)) assert.ok(covered.has(new Class().className));
  });
});

for (const [name, Class] of Object.entries(metrics)) {
  describe(`metric '${name}'`, () => {
    const random = new Random(8);
    const rows = 6;
    const sparse = name.startsWith('sparse');
    const prediction = random.uniform(rows * 2, 0.1, 0.9);
    const target = random.integers(sparse ? rows : rows * 2, 0, 2);
    const take = (own: Metric, from: number, to: number): void =>
      own.update(
        sparse ? tensor(target.slice(from, to)) : tensor(target.slice(2 * from, 2 * to), [to - from, 2]),
        tensor(prediction.slice(2 * from, 2 * to), [to - from, 2]),
      );

    it('is the same over one batch and over uneven parts', () => {
      const whole = new Class();
      take(whole, 0, rows);
      const parts = new Class();
      take(parts, 0, 1);
      take(parts, 1, rows);
      assertClose([parts.result()], [whole.result()], 1e-6, 'result');
      assert.notEqual(whole.result(), 0);
    });
    it('forgets at reset', () => {
      const own = new Class();
      assert.equal(own.result(), 0);
      take(own, 0, 4);
      own.reset();
      assert.equal(own.result(), 0);
      take(own, 4, rows);
      const fresh = new Class();
      take(fresh, 4, rows);
      assert.equal(own.result(), fresh.result());
    });
    it('continues from its variables', () => {
      const first = new Class();
      take(first, 0, 4);
      const second = new Class();
      for (const [i, variable] of second.variables.entries()) variable.assign(first.variables[i]?.data as Float32Array);
      assert.equal(second.result(), first.result());
      take(first, 4, rows);
      take(second, 4, rows);
      assert.equal(second.result(), first.result());
    });
    it('goes through its config and back', () => {
      const own = new Class({ name: 'mine' } as never);
      const again = metricFromConfig(JSON.parse(JSON.stringify(toConfig(own))));
      assert.equal(again.name, 'mine');
      assert.equal(again.className, own.className);
      assert.deepEqual(again.config(), own.config());
    });
    it('refuses options it does not have', () =>
      assert.throws(() => new Class({ treshold: 1 } as never), { name: 'OptionError' }));
  });
}
