import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Tape } from '../autograd/tape.ts';
import { ShapeError } from '../errors.ts';
import { memory, scope } from '../tensor/scope.ts';
import { SparseRows } from '../tensor/sparse-rows.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { embedding } from './embedding.ts';
import { add, sum } from './index.ts';
import { multiply } from './multiply.ts';

const table = (): Variable => {
  const variable = new Variable([5, 2], { name: 'table' });
  variable.assign([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  return variable;
};

/** The gradient of a table, as it leaves the scope. */
function gradientOf(variable: Variable, value: (x: Variable) => Tensor): Tensor {
  return scope(() => new Tape().gradients(value(variable), [variable])[0]?.gradient as Tensor);
}

describe('embedding', () => {
  it('names an id that does not fit and its place', () => {
    const refuse = (ids: Tensor, received: string): void =>
      assert.throws(
        () => embedding(table(), ids),
        new ShapeError(`Cannot look up embedding: ids must be whole numbers from 0 to 4, received ${received}`),
      );
    refuse(
      tensor([
        [0, 1, 2],
        [3, 4, 5],
      ]),
      '5 at [1, 2]',
    );
    refuse(tensor(Int32Array.of(0, -1)), '-1 at [1]');
    refuse(tensor([[[0.5]]]), '0.5 at [0, 0, 0]');
    refuse(tensor([Number.NaN]), 'NaN at [0]');
  });
  it('gives the gradient of the rows that occur, ascending, each once', () => {
    const weights = tensor([1, 2, 4, 8, 16, 32, 64, 128], [4, 2]);
    const gradient = gradientOf(table(), (x) => sum(multiply(embedding(x, tensor([3, 1, 3, 0])), weights)));
    assert.ok(gradient instanceof SparseRows);
    assert.deepEqual([...gradient.ids], [0, 1, 3]);
    assert.deepEqual(gradient.values.toArray(), [
      [64, 128],
      [4, 8],
      [17, 34],
    ]);
    assert.deepEqual(gradient.toArray(), [
      [64, 128],
      [4, 8],
      [0, 0],
      [17, 34],
      [0, 0],
    ]);
  });
  it('adds sparse gradients up as sparse ones, and to dense ones as dense ones', () => {
    const look = (x: Variable, ...ids: number[]): Tensor => sum(embedding(x, tensor(ids)));
    const both = gradientOf(table(), (x) => add(look(x, 4, 1), look(x, 1, 2)));
    assert.ok(both instanceof SparseRows);
    assert.deepEqual([...both.ids], [1, 2, 4]);
    assert.deepEqual(both.values.toArray(), [
      [2, 2],
      [1, 1],
      [1, 1],
    ]);
    const mixed = [
      gradientOf(table(), (x) => add(look(x, 4), sum(multiply(x, 3)))),
      gradientOf(table(), (x) => add(sum(multiply(x, 3)), look(x, 4))),
    ];
    for (const gradient of mixed) {
      assert.ok(!(gradient instanceof SparseRows));
      assert.deepEqual(gradient.toArray(), [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
        [4, 4],
      ]);
    }
  });
  it('has the same bits as a gradient with every row', () => {
    const ids = fc.array(fc.nat(8), { minLength: 1, maxLength: 40 });
    const property = fc.property(ids, fc.integer(), (rows, seed) => {
      const own = new Variable([9, 3], { name: 'table' });
      const weights = tensor(Float32Array.from({ length: rows.length * 3 }, (_, i) => Math.fround(seed / (i + 7))));
      const run = (sparseGradient: boolean): Tensor =>
        gradientOf(own, (x) =>
          sum(multiply(embedding(x, tensor(rows), { sparseGradient }), tensor(weights.data, [rows.length, 3]))),
        );
      assert.deepEqual(run(true).data, run(false).data);
    });
    fc.assert(property, { numRuns: 40, seed: 3 });
  });
  it('takes memory for the rows it reads, not for the table', () => {
    const large = new Variable([50_000, 16], { name: 'table' });
    scope(() => {
      const tape = new Tape();
      const value = sum(embedding(large, tensor([1, 40_000])));
      tape.gradients(value, [large]);
      assert.ok(memory().tensors < 10_000, `${memory().tensors} bytes`);
    });
  });
});
