import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../random.ts';
import { tensor } from '../tensor/tensor.ts';
import { batchesOf, concatRows, samplesOf, splitSamples, toTensor } from './batches.ts';
import { checkFinite } from './check-finite.ts';

const rows = (n: number) =>
  tensor(
    Float32Array.from({ length: 2 * n }, (_, i) => i),
    [n, 2],
  );
const samples = (n: number) => samplesOf(rows(n), tensor(Int32Array.from({ length: n }, (_, i) => i)), 'train');
const inputs = (batches: Iterable<{ input: { toArray(): unknown } }>) => Array.from(batches, (b) => b.input.toArray());

describe('toTensor', () => {
  it('takes a tensor as it is, nested arrays, and data with a shape', () => {
    const x = rows(1);
    assert.equal(toTensor(x), x);
    assert.deepEqual(toTensor([[1], [2]]).shape, [2, 1]);
    assert.deepEqual(toTensor({ data: [1, 2], shape: [1, 2] }).toArray(), [[1, 2]]);
    assert.equal(toTensor({ data: Int32Array.of(1, 2), shape: [2] }).dtype, 'int32');
  });

  it('refuses null', () => {
    assert.throws(() => toTensor(null as never), {
      name: 'OptionError',
      message: 'Cannot make tensor: values must be numbers or booleans, received null',
    });
  });
});

describe('samplesOf', () => {
  it('refuses no samples and counts that differ', () => {
    const name = 'ShapeError';
    const none = tensor([], [0, 2]);
    assert.throws(() => samplesOf(none, none, 'train'), {
      name,
      message: 'Cannot train: input must have at least one sample, received [0, 2]',
    });
    assert.throws(() => samplesOf(tensor(1), tensor(1), 'train'), {
      name,
      message: 'Cannot train: input must have at least one sample, received []',
    });
    assert.throws(() => samplesOf(rows(2), rows(3), 'train'), {
      name,
      message: 'Cannot train: target must have as many samples as the input, received [3, 2] for [2, 2]',
    });
    assert.throws(() => samplesOf(rows(2), rows(2), 'train', tensor([1, 2, 3])), {
      name,
      message: 'Cannot train: sampleWeight must have as many samples as the input, received [3] for [2, 2]',
    });
  });
});

describe('batchesOf', () => {
  it('goes in order, the last batch smaller', () => {
    assert.deepEqual(inputs(batchesOf(samples(3), 2)), [
      [
        [0, 1],
        [2, 3],
      ],
      [[4, 5]],
    ]);
  });

  it('gives one batch where batchSize is larger than the data', () => {
    const [batch, ...rest] = batchesOf(samples(3), 100);
    assert.deepEqual([batch?.input.shape, rest.length], [[3, 2], 0]);
  });

  it('shuffles input, target and weight alike, each sample once, and the same way for the same key', () => {
    const weight = tensor(Float32Array.from({ length: 50 }, (_, i) => i));
    const all = { ...samples(50), weight };
    const order = (key: number) => {
      const ids: number[] = [];
      for (const batch of batchesOf(all, 7, new Random(key))) {
        const { input, target } = batch;
        assert.equal(target.dtype, 'int32');
        assert.deepEqual([...(batch.weight?.data ?? [])], [...target.data]);
        assert.deepEqual(
          Array.from(target.data, (id) => 2 * id),
          [...input.data].filter((_, i) => i % 2 === 0),
        );
        ids.push(...target.data);
      }
      return ids;
    };
    assert.deepEqual(order(1), order(1));
    assert.notDeepEqual(order(1), order(2));
    assert.deepEqual(
      order(1).toSorted((a, b) => a - b),
      [...weight.data],
    );
  });

  it('joined again are the data', () => {
    const parts = Array.from(batchesOf(samples(5), 2), ({ target }) => target);
    assert.deepEqual(concatRows(parts).data, samples(5).target.data);
  });
});

describe('splitSamples', () => {
  it('keeps the last share, as Keras does', () => {
    const [own, last] = splitSamples(samples(10), 0.25, 'train');
    assert.deepEqual(
      [own.input.shape, last.input.shape],
      [
        [7, 2],
        [3, 2],
      ],
    );
    assert.deepEqual([...last.target.data], [7, 8, 9]);
  });

  it('refuses a share that leaves one side empty, and one that is none', () => {
    assert.throws(() => splitSamples(samples(2), 0.6, 'train'), {
      name: 'OptionError',
      message: 'Cannot train: validationSplit must leave samples on both sides of 2, received 0.6',
    });
    assert.throws(() => splitSamples(samples(2), 1, 'train'), {
      name: 'OptionError',
      message: 'Cannot train: validationSplit must be a finite number from 0 and below 1, received 1',
    });
  });
});

describe('checkFinite', () => {
  it('names the first number that is not, and its place', () => {
    const x = tensor([
      [1, 2],
      [3, Number.NaN],
      [Infinity, 0],
    ]);
    assert.throws(() => checkFinite(x, 'input', 'train'), {
      name: 'NumericError',
      message: 'Cannot train: input must be finite, received NaN at [1, 1]',
    });
  });
});
