import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import {
  batched,
  bucketByLength,
  padSequences,
  sampleWeightOf,
  splitInTime,
  toCategorical,
  trainTestSplit,
} from './index.ts';

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const throws = (cases: readonly (readonly [string, () => unknown])[]): void => {
  for (const [message, run] of cases) it(message, () => assert.throws(run, { message: `Cannot ${message}` }));
};

describe('batched', () => {
  it('gives all samples once an epoch, with target and weight, in a new order each time', () => {
    const make = () =>
      batched(
        numbers(10).map((n) => [n]),
        numbers(10),
        { batchSize: 4, seed: 3, sampleWeight: numbers(10) },
      );
    const data = make();
    const epochs = [0, 1].map(() =>
      [...data].flatMap(({ input, target, weight }) => {
        assert.deepEqual([...input.data], [...target.data]);
        assert.deepEqual([...input.data], [...(weight?.data ?? [])]);
        return [...input.data];
      }),
    );
    assert.equal(data.steps, 3);
    assert.notDeepEqual(epochs[0], epochs[1]);
    for (const epoch of epochs)
      assert.deepEqual(
        epoch.toSorted((a, b) => a - b),
        numbers(10),
      );
    assert.deepEqual(
      [...make().epoch(1)].flatMap(({ input }) => [...input.data]),
      epochs[1],
    );
  });
  throws([
    [
      'make batches: target must have as many samples as the input, received [2] for [1, 1]',
      () => batched([[1]], [1, 2]),
    ],
    ['make batches: batchSize must be a whole number from 1, received 0', () => batched([[1]], [1], { batchSize: 0 })],
  ]);
});

describe('padSequences', () => {
  it('takes typed arrays and tensors', () =>
    assert.deepEqual(padSequences([Int32Array.of(1), tensor([2, 3])]).toArray(), [
      [0, 1],
      [2, 3],
    ]));
  throws([
    ['pad sequences: sequences must be a list with at least one, received an empty one', () => padSequences([])],
    ['pad sequences: sequences must be a list with at least one, received 3', () => padSequences(3 as never)],
    ['pad sequences: each sequence must be a list, received a number at 1', () => padSequences([[1], 2 as never])],
    [
      'pad sequences: steps must have one shape, received [3] in sequence 1 after [2]',
      () => padSequences([[[1, 2]], [[1, 2, 3]]]),
    ],
    [
      "pad sequences: padding must be one of pre, post, received 'left'",
      () => padSequences([[1]], { padding: 'left' as never }),
    ],
    [
      "pad sequences: truncating must be one of pre, post, received 'left'",
      () => padSequences([[1]], { truncating: 'left' as never }),
    ],
    ['pad sequences: maxLen must be a whole number from 1, received 0', () => padSequences([[1]], { maxLen: 0 })],
    ['pad sequences: value must be a whole number, received 0.5', () => padSequences([[1]], { value: 0.5 })],
    [
      'make tensor: int32 values must be whole numbers from -2147483648 to 2147483647, received 1.5',
      () => padSequences([[1.5]]),
    ],
  ]);
});

describe('bucketByLength', () => {
  const sequences = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3].map((length, i) => numbers(length).map((step) => [i, step + 1]));
  it('batches each sequence once, with those of its bucket, padded to the longest, with a mask', () => {
    for (const padding of ['pre', 'post'] as const) {
      const data = bucketByLength(sequences, numbers(10), {
        boundaries: [3, 5],
        batchSize: [2, 3, 1],
        seed: 4,
        padding,
        value: -1,
      });
      const epochs = [0, 1].map(() =>
        [...data].flatMap(({ input, target, mask }) => {
          const [count = 0, length = 0] = mask?.shape ?? [];
          const rows = [...target.data];
          assert.deepEqual(input.shape, [count, length, 2]);
          const lengths = rows.map((row) => sequences[row]?.length as number);
          assert.equal(length, Math.max(...lengths));
          const bucket = (n: number): number => (n < 3 ? 0 : n < 5 ? 1 : 2);
          assert.equal(new Set(lengths.map(bucket)).size, 1);
          assert.ok(count <= ([2, 3, 1][bucket(length)] as number));
          rows.forEach((row, i) => {
            const own = sequences[row] as number[][];
            const rest = Array.from({ length: length - own.length }, () => [-1, -1]);
            const [marks, none] = [own.map(() => 1), rest.map(() => 0)];
            assert.deepEqual(
              (input.toArray() as number[][][])[i],
              padding === 'pre' ? [...rest, ...own] : [...own, ...rest],
            );
            assert.deepEqual(
              (mask as Tensor).toArray()[i as never],
              padding === 'pre' ? [...none, ...marks] : [...marks, ...none],
            );
          });
          return rows;
        }),
      );
      assert.notDeepEqual(epochs[0], epochs[1]);
      for (const epoch of epochs)
        assert.deepEqual(
          epoch.toSorted((a, b) => a - b),
          numbers(10),
        );
      const batches = [...data.epoch(0)];
      assert.equal(batches.length, data.steps);
      assert.deepEqual(
        batches.flatMap(({ target }) => [...target.data]),
        epochs[0],
      );
    }
  });
  it('pads targets of each step like the inputs', () => {
    const [batch] = bucketByLength([[1, 2], [3]], [[5, 6], [7]], {
      boundaries: [],
      targetSequences: true,
      shuffle: false,
    });
    assert.deepEqual(batch?.target.toArray(), [
      [5, 6],
      [7, 0],
    ]);
  });
  const make =
    (options: object, targets: unknown = [1]) =>
    () =>
      bucketByLength([[1, 2]], targets as never, options as never);
  throws([
    ['bucket sequences: boundaries must be rising whole numbers from 1, received undefined', make({})],
    ['bucket sequences: boundaries must be rising whole numbers from 1, received [3, 3]', make({ boundaries: [3, 3] })],
    [
      'bucket sequences: batchSize must be a number or a list of 2, received [1]',
      make({ boundaries: [3], batchSize: [1] }),
    ],
    ['bucket sequences: batchSize must be a whole number from 1, received 0', make({ boundaries: [3], batchSize: 0 })],
    [
      'bucket sequences: there must be a target for each of 1 sequences, received targets [2]',
      make({ boundaries: [3] }, [1, 2]),
    ],
    [
      'bucket sequences: there must be a target for each of 1 sequences, received 2',
      make({ boundaries: [], targetSequences: true }, [[1], [2]]),
    ],
    [
      'bucket sequences: there must be a target for each step, received 1 for 2 steps of sequence 0',
      make({ boundaries: [], targetSequences: true }, [[1]]),
    ],
    [
      'bucket sequences: each must have a step, received an empty one at 1',
      () => bucketByLength([[1], []], [1, 2], { boundaries: [] }),
    ],
  ]);
});

describe('trainTestSplit', () => {
  it('splits each sample into one part, inputs with their targets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.nat(99),
        (n, share, seed) => {
          fc.pre(Math.ceil(n * share) < n);
          const parts = trainTestSplit(
            numbers(n).map((i) => [i]),
            numbers(n),
            { testSize: share, seed },
          );
          assert.equal(parts.yTest.size, Math.ceil(n * share));
          assert.deepEqual([...parts.xTrain.data], [...parts.yTrain.data]);
          assert.deepEqual([...parts.xTest.data], [...parts.yTest.data]);
          assert.deepEqual(
            [...parts.yTrain.data, ...parts.yTest.data].sort((a, b) => a - b),
            numbers(n),
          );
        },
      ),
    );
    const order = (seed: number) => [...trainTestSplit(numbers(20), numbers(20), { seed }).yTest.data];
    assert.deepEqual(order(1), order(1));
    assert.notDeepEqual(order(1), order(2));
    assert.deepEqual(
      [...trainTestSplit(numbers(8), numbers(8), { shuffle: false, testSize: 3 }).yTest.data],
      [5, 6, 7],
    );
  });
  it('keeps the shares of the classes', () => {
    const labels = numbers(50).map((i) => (i < 30 ? 0 : i < 45 ? 1 : 2));
    for (const stratify of [labels, toCategorical(labels)]) {
      const { yTrain, yTest, xTest } = trainTestSplit(numbers(50), labels, { testSize: 0.2, stratify });
      const count = (of: { data: ArrayLike<number> }) =>
        [0, 1, 2].map((id) => Array.from(of.data).filter((each) => each === id).length);
      assert.deepEqual(
        [count(yTrain), count(yTest)],
        [
          [24, 12, 4],
          [6, 3, 1],
        ],
      );
      assert.equal(new Set(xTest.data).size, 10);
    }
  });
  const split = (options: object) => () => trainTestSplit([1, 2, 3, 4], [0, 0, 0, 1], options);
  throws([
    ['split samples: testSize must leave samples on both sides of 4, received 4', split({ testSize: 4 })],
    ['split samples: testSize must be a finite number above 0 and below 1, received 0', split({ testSize: 0 })],
    [
      'split samples: shuffle must be true with stratify, received false',
      split({ shuffle: false, stratify: [0, 0, 1, 1] }),
    ],
    [
      'split samples: each class must have a sample on both sides with stratify, received one of 1',
      split({ stratify: [0, 0, 0, 1] }),
    ],
    [
      'split samples: each class must have a sample on both sides with stratify, received 3 and 1 samples for 2',
      split({ stratify: [0, 0, 1, 1] }),
    ],
  ]);
});

describe('splitInTime', () => {
  it('leaves out so many rows that no windows overlap', () => {
    const int = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(int(1, 6), int(1, 4), int(0, 5), int(0, 5), (length, stride, validation, test) => {
        const windows = numbers(60).map((i) => numbers(length).map((k) => i * stride + k));
        const options = { validation, test, sequenceLength: length, sequenceStride: stride };
        const parts = splitInTime(windows, options);
        const all = [parts.train, parts.validation, parts.test].filter((part) => part !== undefined);
        for (const [i, part] of all.entries()) {
          const next = all[i + 1];
          if (next) assert.ok((part.data.at(-1) as number) < (next.data[0] as number));
        }
        assert.equal(parts.validation?.shape[0] ?? 0, validation);
        assert.equal(parts.test?.shape[0] ?? 0, test);
        const gap = Math.ceil(length / stride) - 1;
        if (gap > 0) assert.throws(() => splitInTime(windows, { ...options, gap: gap - 1 }), { name: 'OptionError' });
        const kept = all.reduce((sum, part) => sum + (part.shape[0] as number), 0);
        assert.equal(kept + gap * (all.length - 1), 60);
      }),
    );
  });
  throws([
    ['split in time: there must be rows, received [0]', () => splitInTime([], {})],
    [
      'split in time: gap must be at least 3 for windows of 4 steps, received 1',
      () => splitInTime(numbers(9), { sequenceLength: 4, gap: 1 }),
    ],
    [
      'split in time: there must be rows to learn from, received 9 rows for a validation of 4, a test of 4 and gaps of 1',
      () => splitInTime(numbers(9), { validation: 4, test: 4, gap: 1 }),
    ],
    [
      'split in time: validation must be a finite number from 0, received -1',
      () => splitInTime([1, 2], { validation: -1 }),
    ],
    ['split in time: test must be a whole number, received 1.5', () => splitInTime([1, 2], { test: 1.5 })],
  ]);
});

describe('labels', () => {
  it('sampleWeightOf weights steps, too', () => {
    const weights = { 0: 1, 1: 5 };
    assert.deepEqual(sampleWeightOf([[[0], [1]]], weights).toArray(), [[1, 5]]);
    assert.deepEqual(
      sampleWeightOf(
        [
          [
            [0, 1],
            [1, 0],
          ],
        ],
        weights,
      ).toArray(),
      [[5, 1]],
    );
  });
  throws([
    [
      'make labels categorical: each label must be a whole number from 0 to 1, received 2 at 1',
      () => toCategorical([0, 2], { numClasses: 2 }),
    ],
    ['make labels categorical: each label must be a whole number from 0, received -1 at 0', () => toCategorical([-1])],
    [
      'make labels categorical: numClasses must be a whole number from 1, received 0',
      () => toCategorical([0], { numClasses: 0 }),
    ],
    [
      'weight samples by their classes: each row of labels must add up to 1, received 3 in labels of shape [1, 2]',
      () => sampleWeightOf([[1, 2]], { 0: 1 }),
    ],
  ]);
});
