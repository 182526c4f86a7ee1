import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { referenceKernels } from '../reference/kernels.ts';
import { referenceStore } from '../reference/store.ts';
import { differenceOf, digestOf } from './digest.ts';
import { digestsOf, SELF_TEST_ELEMENTS } from './self-test.ts';
import { referenceDigests } from './self-test-digests.ts';

it('the self-test knows what the reference gives', () => {
  const store = referenceStore('float32');
  store.grow(4 * SELF_TEST_ELEMENTS);
  const found = digestsOf(referenceKernels(store.views, 'float32'), store.views, 0);
  const rounded = found.map(({ name, digest: [hash, ...sums] }) => [
    name,
    [hash, ...sums.map((sum) => Number(sum.toPrecision(8)))],
  ]);
  assert.deepEqual(Object.fromEntries(rounded), referenceDigests, 'run node scripts/self-test-digests.ts');
});

describe('a digest', () => {
  const numbers = Float32Array.from({ length: 1024 }, (_, i) => i / 1024 - 0.5);
  const changed = (at: number, to: number): number => differenceOf(digestOf(numbers.with(at, to)), digestOf(numbers));
  it('is the same for the same numbers alone', () => {
    assert.equal(differenceOf(digestOf(numbers.slice()), digestOf(numbers)), 0);
    assert.equal(changed(512, -0), Number.MIN_VALUE);
  });
  it('tells how far numbers are from those that are wanted', () => {
    for (const at of [0, 1, 510, 1023]) {
      const error = changed(at, (numbers[at] as number) + 0.01);
      assert.ok(error > 0.001 && error < 0.016, `${error}`);
    }
    assert.ok(changed(7, NaN) > 0.1);
    assert.equal(changed(7, Infinity), Infinity);
    assert.equal(differenceOf(digestOf(numbers.with(7, NaN)), digestOf(numbers.with(7, NaN))), 0);
  });
  it('is within no bound where infinities meet', () => {
    for (const other of [Infinity, -Infinity]) {
      const error = differenceOf(digestOf(numbers.with(3, Infinity).with(7, other)), digestOf(numbers));
      assert.ok(!(error < Infinity));
    }
  });
});
