import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Dense } from '../layers/dense.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { tensor } from '../tensor/tensor.ts';
import { timeseriesDatasetFromArray } from './timeseries-dataset-from-array.ts';

const counted = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i, -i]);

describe('timeseriesDatasetFromArray', () => {
  it('cuts the windows that its definition names', () => {
    const whole = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(
        fc.record({
          n: whole(30),
          length: whole(6),
          stride: whole(4),
          rate: whole(3),
          batch: whole(7),
          start: whole(9),
        }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        ({ n, length, stride, rate, batch, start: from }, cutOff, targets) => {
          const [start, end] = [Math.min(from - 1, n - 1), Math.max(n - cutOff, 0)];
          const options = { sequenceLength: length, sequenceStride: stride, samplingRate: rate, batchSize: batch };
          const wanted: [unknown, number][] = [];
          for (let s = start; s + (length - 1) * rate < end && s < targets; s += stride) {
            wanted.push([Array.from({ length }, (_, k) => [s + k * rate, -s - k * rate]), s]);
          }
          const make = () =>
            timeseriesDatasetFromArray(
              counted(n),
              Array.from({ length: targets }, (_, i) => i),
              { ...options, startIndex: start, endIndex: end },
            );
          if (wanted.length === 0) {
            assert.throws(make, { name: 'ShapeError' });
            return;
          }
          const data = make();
          const batches = [...data];
          assert.equal(batches.length, data.steps);
          assert.deepEqual(
            batches
              .flatMap(({ input, target }) => {
                const windows = input.toArray() as unknown[];
                assert.ok(windows.length === batch || windows.length === wanted.length % batch);
                return windows.map((window, i) => [window, target.data[i]]);
              })
              .map(([window, target]) => [JSON.parse(JSON.stringify(window)), target]), // −0 is 0
            wanted.map(([window, target]) => [JSON.parse(JSON.stringify(window)), target]),
          );
        },
      ),
    );
  });

  it('takes tensors, typed arrays with a shape and flat ones, and gives inputs alone without targets', () => {
    const flat = Float32Array.from({ length: 6 }, (_, i) => i);
    const options = { sequenceLength: 2, sequenceStride: 2 };
    for (const data of [tensor(flat, [3, 2]), { data: flat, shape: [3, 2] }]) {
      const [first] = timeseriesDatasetFromArray(data, null, options);
      assert.deepEqual(first?.toArray(), [
        [
          [0, 1],
          [2, 3],
        ],
      ]);
    }
    const [rows] = timeseriesDatasetFromArray(flat, null, options);
    assert.deepEqual(rows?.toArray(), [
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('shuffles anew each epoch, the same for the same seed', () => {
    const make = (seed: number) => {
      const data = timeseriesDatasetFromArray(counted(20), counted(20), {
        sequenceLength: 3,
        batchSize: 4,
        shuffle: true,
        seed,
      });
      return [0, 1].map(() =>
        [...data].flatMap(({ target, input }) => {
          const targets = target.data.filter((_, i) => i % 2 === 0);
          assert.deepEqual(
            [...targets],
            [...input.data].filter((_, i) => i % 6 === 0),
          ); // window and target stay together
          return [...targets];
        }),
      );
    };
    const [first, second] = make(1);
    assert.notDeepEqual(first, second);
    assert.deepEqual(
      first?.toSorted((a, b) => a - b),
      Array.from({ length: 18 }, (_, i) => i),
    );
    assert.deepEqual(make(1), [first, second]);
    assert.notDeepEqual(make(2)[0], first);
  });

  it('is what fit reads, epoch by epoch', async () => {
    const wave = Array.from({ length: 60 }, (_, i) => [Math.sin(i / 3)]);
    const data = timeseriesDatasetFromArray(wave, wave.slice(5), { sequenceLength: 5, batchSize: 11, shuffle: true });
    const run = async (...fits: { epochs: number; initialEpoch?: number }[]) => {
      const model = new Sequential([new LSTM({ units: 4 }), new Dense({ units: 1 })], { seed: 1 });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      const losses: number[] = [];
      for (const options of fits) losses.push(...((await model.fit(data, undefined, options)).history.loss ?? []));
      return losses;
    };
    const whole = await run({ epochs: 4 });
    assert.equal(whole.length, 4);
    assert.deepEqual(await run({ epochs: 2 }, { epochs: 2 }), whole);
    assert.deepEqual(await run({ epochs: 2 }, { epochs: 4, initialEpoch: 2 }), whole);
  });

  const make = (options: object) => () => timeseriesDatasetFromArray(counted(5), null, options as never);
  for (const [message, run] of [
    ['sequenceLength must be a whole number from 1, received undefined', make({})],
    ['startIndex must be a whole number from 0 to 4, received 5', make({ sequenceLength: 1, startIndex: 5 })],
    ['endIndex must be a whole number from 0 to 5, received 6', make({ sequenceLength: 1, endIndex: 6 })],
    ['batchSize must be a whole number from 1, received null', make({ sequenceLength: 1, batchSize: null })],
    ['samplingRate must be a whole number from 1, received 0', make({ sequenceLength: 1, samplingRate: 0 })],
    ['sequenceStride must be a whole number from 1, received 0', make({ sequenceLength: 1, sequenceStride: 0 })],
    ['seed must be a whole number from 0 to 9007199254740991, received -1', make({ sequenceLength: 1, seed: -1 })],
    ['shuffle must be true or false, received 1', make({ sequenceLength: 1, shuffle: 1 })],
    ['there must be 6 steps for a window, received data [5, 2] from step 0 to 5', make({ sequenceLength: 6 })],
  ] as const) {
    it(message, () => assert.throws(run, { message: `Cannot make windows: ${message}` }));
  }
});
