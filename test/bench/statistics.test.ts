import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitPower, lossGap, median, quantile, quartiles, steadyAfter } from '../../bench/statistics.ts';

describe('median and quartiles', () => {
  it('take the middle of an odd number of values, in any order', () => assert.equal(median([9, 1, 4]), 4));
  it('lie between two values where their number is even', () => assert.equal(median([4, 1, 2, 9]), 3));
  it('leave the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });
  it('quartiles enclose the middle half', () => assert.deepEqual(quartiles([1, 2, 3, 4, 5]), [2, 4]));
  it('one value is its own median and quartiles', () => {
    assert.deepEqual([median([7]), ...quartiles([7])], [7, 7, 7]);
  });
  it('ends are the least and the largest', () => {
    assert.deepEqual([quantile([5, 3, 8], 0), quantile([5, 3, 8], 1)], [3, 8]);
  });
  it('no value has no median', () => assert.throws(() => median([]), /there must be a value/));
});

describe('steadyAfter', () => {
  const of = (first: number, turns: number[], stepsPerTurn = 1): ReturnType<typeof steadyAfter> =>
    steadyAfter(first, turns, { stepsPerTurn, final: 10 });
  it('is at once where the first step takes as long as any other', () =>
    assert.deepEqual(of(10, [10, 11, 10, 10, 10]), { milliseconds: 0, steps: 0 }));
  it('counts the time of the steps before', () =>
    assert.deepEqual(of(100, [50, 10, 10, 10, 10, 10]), { milliseconds: 150, steps: 2 }));
  it('counts all steps of a turn', () =>
    assert.deepEqual(of(100, [50, 10, 10, 10, 10, 10], 4), { milliseconds: 300, steps: 5 }));
  it('one slow turn among steady ones does not matter', () =>
    assert.deepEqual(of(100, [10, 10, 90, 10, 10, 10]), { milliseconds: 100, steps: 1 }));
  it('one fast turn among slow ones is not steady', () =>
    assert.deepEqual(of(100, [10, 50, 50, 50, 50, 10, 10, 10])?.steps, 6));
  it('is undefined where steps stay slower than they end', () => assert.equal(of(100, [50, 50, 50]), undefined));
});

describe('fitPower', () => {
  it('finds exponent and factor of a power law', () => {
    const { exponent, factor, r2 } = fitPower([1, 2, 4, 8].map((x) => [x, 3 * x ** 1.5]));
    assert.deepEqual(
      [exponent, factor, r2].map((value) => value.toFixed(9)),
      ['1.500000000', '3.000000000', '1.000000000'],
    );
  });
  it('has exponent 0 where nothing changes', () => {
    const fit = fitPower([
      [1, 5],
      [10, 5],
    ]);
    assert.deepEqual([fit.exponent, fit.r2], [0, 1]);
  });
  it('says by r² where points follow no power law', () => {
    const { r2 } = fitPower([
      [1, 1],
      [2, 9],
      [4, 1],
      [8, 9],
    ]);
    assert.ok(r2 < 0.5);
  });
  it('needs two different x', () => assert.throws(() => fitPower([[2, 1]]), /two different x/));
});

describe('lossGap', () => {
  it('is the largest difference as a share of the larger loss', () => {
    assert.equal(lossGap([1, 2], [1, 2.5]), 0.2);
    assert.equal(lossGap([-2, 4], [2, 4]), 2);
  });
  it('compares as many losses as both have', () => assert.equal(lossGap([1, 2, 3], [1]), 0));
  it('is infinite where a loss is no number', () => assert.equal(lossGap([1], [Number.NaN]), Number.POSITIVE_INFINITY));
  it('needs a loss', () => assert.throws(() => lossGap([], [1]), /there must be a loss/));
});
