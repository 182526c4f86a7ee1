import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ShapeError } from '../errors.ts';
import { Random } from '../random.ts';
import { Identity } from './identity.ts';
import { Orthogonal } from './orthogonal.ts';

describe('Orthogonal', () => {
  const gram = (w: Float32Array, rows: number, columns: number, byRows: boolean): number[] => {
    const at = (k: number, i: number): number => w[byRows ? k * columns + i : i * columns + k] as number;
    const [count, length] = byRows ? [rows, columns] : [columns, rows];
    return Array.from({ length: count * count }, (_, p) => {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += at(Math.floor(p / count), i) * at(p % count, i);
      return sum;
    });
  };
  it('has orthonormal rows where they are fewer, else columns, times gain', () => {
    for (const shape of [
      [4, 16],
      [16, 4],
      [5, 5],
      [2, 3, 4],
      [1, 1],
    ]) {
      const columns = shape.at(-1) as number;
      const w = new Orthogonal({ gain: 2 }).initialize(shape, new Random(3));
      const rows = w.length / columns;
      const products = gram(w, rows, columns, rows < columns);
      const n = Math.min(rows, columns);
      for (const [p, value] of products.entries()) {
        assert.ok(Math.abs(value - (Math.floor(p / n) === p % n ? 4 : 0)) < 1e-6, `${shape}`);
      }
    }
  });
  it('takes a weight without elements', () =>
    assert.equal(new Orthogonal().initialize([0, 4], new Random(1)).length, 0));
  it('refuses a vector', () =>
    assert.throws(
      () => new Orthogonal().initialize([4], new Random(1)),
      new ShapeError('Cannot initialize weight by Orthogonal: it must have at least two axes, received [4]', {
        hint: "Choose 'glorotUniform' or 'zeros' for a vector.",
      }),
    ));
});

describe('Identity', () => {
  it('takes shapes that are not square', () =>
    assert.deepEqual([...new Identity({ gain: 3 }).initialize([2, 3])], [3, 0, 0, 0, 3, 0]));
  it('refuses other shapes', () =>
    assert.throws(() => new Identity().initialize([2, 2, 2]), {
      name: 'ShapeError',
      message: 'Cannot initialize weight by Identity: it must have two axes, received [2, 2, 2]',
    }));
});
