import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { toConfig } from '../config.ts';
import { MinMaxScaler, StandardScaler, scalerFromConfig } from './index.ts';

const throws = (cases: readonly (readonly [string, () => unknown])[]): void => {
  for (const [message, run] of cases) it(message, () => assert.throws(run, { message: `Cannot ${message}` }));
};

describe('scalers', () => {
  const x = [
    [
      [1, 10, 5],
      [2, 10, -5],
    ],
    [
      [4, 10, 0],
      [100, 99, 99],
    ],
  ];
  const mask = [
    [1, 1],
    [1, 0],
  ];
  it('StandardScaler: mean and variance over all axes but the last, without what is masked', () => {
    const scaler = new StandardScaler();
    const scaled = scaler.fitTransform(x, { mask });
    const mean = (1 + 2 + 4) / 3;
    const variance = [1, 2, 4].reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
    assert.deepEqual(scaler.mean, [mean, 10, 0]);
    assert.deepEqual(
      scaler.variance?.map((value) => Number(value.toFixed(12))),
      [Number(variance.toFixed(12)), 0, Number((50 / 3).toFixed(12))],
    );
    assert.equal(scaler.scale?.[1], 1);
    assert.deepEqual([...scaled.data.slice(9)], [100, 99, 99]);
    assert.ok(Math.abs((scaled.data[0] as number) - (1 - mean) / Math.sqrt(variance)) < 1e-6);
    assert.equal(scaled.data[1], 0);
    const back = scaler.inverseTransform(scaled, { mask });
    assertClose([...back.data], x.flat(2), 1e-5, 'back');
  });
  it('StandardScaler leaves mean or deviation out', () => {
    const data = [[1], [3], [5]];
    assert.deepEqual(new StandardScaler({ withStd: false }).fitTransform(data).toArray(), [[-2], [0], [2]]);
    const { data: divided } = new StandardScaler({ withMean: false }).fitTransform(data);
    assert.ok(Math.abs((divided[2] as number) - 5 / Math.sqrt(8 / 3)) < 1e-6);
  });
  it('StandardScaler sees a constant behind rounding', () => {
    const scaler = new StandardScaler().fit(Array.from({ length: 1000 }, () => [0.1, 1e6 + 0.1]));
    assert.deepEqual(scaler.variance, [0, 0]);
  });
  it('MinMaxScaler: range, constants, clip', () => {
    const scaler = new MinMaxScaler({ featureRange: [-1, 3], clip: true }).fit(x, { mask });
    assert.deepEqual(
      [scaler.dataMin, scaler.dataMax],
      [
        [1, 10, -5],
        [4, 10, 5],
      ],
    );
    assert.deepEqual(
      scaler
        .transform([
          [1, 10, 5],
          [4, 11, -99],
        ])
        .toArray(),
      [
        [-1, -1, 3],
        [3, 3, -1],
      ],
    );
    const open = new MinMaxScaler().fit([[0], [2]]);
    assert.equal(open.transform([[3]]).item(), 1.5);
    assert.equal(open.inverseTransform([[1.5]]).item(), 3);
  });
  it('come back from JSON with what they found', () => {
    for (const scaler of [new StandardScaler({ withMean: false }), new MinMaxScaler({ clip: true })]) {
      assert.deepEqual(toConfig(scalerFromConfig(toConfig(scaler))), toConfig(scaler));
      scaler.fit(x);
      const again = scalerFromConfig(JSON.parse(JSON.stringify(toConfig(scaler))));
      assert.deepEqual(toConfig(again), toConfig(scaler));
      assert.deepEqual(again.transform(x).data, scaler.transform(x).data);
    }
  });
  throws([
    [
      'transform with StandardScaler: fit must be called first, received a scaler that is not fitted',
      () => new StandardScaler().transform([[1]]),
    ],
    [
      'transform back with MinMaxScaler: fit must be called first, received a scaler that is not fitted',
      () => new MinMaxScaler().inverseTransform([[1]]),
    ],
    ['fit StandardScaler: x must have shape [N, …, D], received [2]', () => new StandardScaler().fit([1, 2])],
    [
      'transform with MinMaxScaler: x must have a last axis of 1, received [1, 2]',
      () => new MinMaxScaler().fit([[1]]).transform([[1, 2]]),
    ],
    ['fit MinMaxScaler: x must be finite, received NaN at [0, 0]', () => new MinMaxScaler().fit([[NaN]])],
    [
      'fit StandardScaler: mask must have the shape of x but for its last axis, received mask [1] for [2, 1]',
      () => new StandardScaler().fit([[1], [2]], { mask: [1] }),
    ],
    [
      'fit StandardScaler: mask must let a row through, received none',
      () => new StandardScaler().fit([[1]], { mask: [0] }),
    ],
    [
      'fit MinMaxScaler: mask must let a row through, received none',
      () => new MinMaxScaler().fit([[1]], { mask: [0] }),
    ],
    [
      'create MinMaxScaler: featureRange must be two rising numbers, received [1, 1]',
      () => new MinMaxScaler({ featureRange: [1, 1] }),
    ],
    [
      'create MinMaxScaler: dataMin must not be above dataMax, received 2 and 1',
      () => new MinMaxScaler({ dataMin: [2], dataMax: [1] }),
    ],
    [
      'create StandardScaler: mean must be a list of finite numbers, one a feature, received undefined',
      () => new StandardScaler({ variance: [1] }),
    ],
    [
      'create StandardScaler: variance must be numbers from 0, received -1',
      () => new StandardScaler({ mean: [0], variance: [-1] }),
    ],
    [
      'create StandardScaler: variance must be a list of finite numbers, one a feature, received 1,2',
      () => new StandardScaler({ mean: [0], variance: [1, 2] }),
    ],
  ]);
});
