import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { computeFans } from './fans.ts';

describe('computeFans', () => {
  it('follows Keras: vectors, matrices, convolutions', () => {
    assert.deepEqual(computeFans([]), { fanIn: 1, fanOut: 1 });
    assert.deepEqual(computeFans([7]), { fanIn: 7, fanOut: 7 });
    assert.deepEqual(computeFans([7, 3]), { fanIn: 7, fanOut: 3 });
    assert.deepEqual(computeFans([5, 7, 3]), { fanIn: 35, fanOut: 15 });
    assert.deepEqual(computeFans([2, 5, 7, 3]), { fanIn: 70, fanOut: 30 });
  });
});
