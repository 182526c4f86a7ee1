import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../autograd/tape.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { memory, scope } from './scope.ts';
import { type Tensor, tensor } from './tensor.ts';

const x = tensor([1, 2, 3]);
const double = (): Tensor => add(x, x);

describe('scope', () => {
  it('gives back what was returned and frees the rest', () => {
    const y = scope(() => {
      for (let i = 0; i < 100; i++) add(x, i);
      return double();
    });
    assert.deepEqual(y.toArray(), [2, 4, 6]);
    assert.equal(memory().tensors, 0);
    assert.equal(memory().scopes, 0);
  });

  it('keeps tensors in arrays, in objects and in objects of arrays of objects', () => {
    const { list, deep, none } = scope(() => ({
      list: [double(), 5],
      deep: { pairs: [{ y: double() }] },
      none: 'text',
    }));
    assert.deepEqual((list[0] as Tensor).toArray(), [2, 4, 6]);
    assert.deepEqual(deep.pairs[0]?.y.toArray(), [2, 4, 6]);
    assert.deepEqual([list[1], none], [5, 'text']);
  });

  it('keeps the gradients of a tape', () => {
    const pairs = scope(() => {
      const tape = new Tape();
      tape.watch(x);
      return tape.gradients(sum(multiply(x, x)), [x]);
    });
    assert.deepEqual(pairs[0]?.gradient.toArray(), [2, 4, 6]);
  });

  it('gives other values back as they are', () => {
    const map = new Map();
    const list = [1, 2];
    assert.equal(
      scope(() => map),
      map,
    );
    assert.equal(
      scope(() => list),
      list,
    );
  });

  it('inside another frees its own tensors only, and hands on what it returns', () => {
    scope(() => {
      const outer = double();
      const before = memory().tensors;
      const inner = scope(() => add(outer, 1));
      assert.equal(memory().tensors, before);
      assert.deepEqual(add(outer, inner).toArray(), [5, 9, 13]);
    });
  });

  it('closes where its function throws', () => {
    const open = () =>
      scope(() => {
        scope(() => {
          double();
          throw new Error('mine');
        });
      });
    assert.throws(open, { message: 'mine' });
    assert.deepEqual([memory().scopes, memory().tensors], [0, 0]);
    assert.deepEqual(scope(double).toArray(), [2, 4, 6]);
  });

  it('refuses a promise', () => {
    assert.throws(() => scope(async () => 1), {
      name: 'OptionError',
      message: 'Cannot run scope: the function must be synchronous, received one that returns a promise',
    });
    assert.equal(memory().scopes, 0);
  });
});
