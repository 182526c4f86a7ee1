import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../random.ts';
import { orthonormalColumns } from './orthonormal-columns.ts';

/** Column a of x · column b of y, both stored column after column. */
function dot(x: Float64Array, a: number, y: Float64Array, b: number, m: number): number {
  let sum = 0;
  for (let i = 0; i < m; i++) sum += (x[a * m + i] as number) * (y[b * m + i] as number);
  return sum;
}

describe('orthonormalColumns', () => {
  it('gives orthonormal columns with Qᵀ A upper triangular and its diagonal positive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat({ max: 12 }), fc.nat(), (n, more, seed) => {
        const m = n + more;
        const values = new Random(seed).normal(m * n);
        const a = Float64Array.from(values, (_, k) => values[(k % m) * n + Math.floor(k / m)] as number);
        const q = orthonormalColumns(values, m, n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            assert.ok(Math.abs(dot(q, i, q, j, m) - (i === j ? 1 : 0)) < 1e-12);
            if (j < i) assert.ok(Math.abs(dot(q, i, a, j, m)) < 1e-12 * m);
          }
          assert.ok(dot(q, i, a, i, m) > 0);
        }
      }),
      { numRuns: 100 },
    );
  });
  it('leaves an orthogonal matrix as it is', () => {
    const q = [...orthonormalColumns(Float32Array.of(1, 0, 0, 0, 0, 1, 0, 1, 0), 3, 3)];
    for (const [i, wanted] of [1, 0, 0, 0, 0, 1, 0, 1, 0].entries()) {
      assert.ok(Math.abs((q[i] as number) - wanted) < 1e-15);
    }
  });
  it('takes dependent columns and columns of zeros', () => {
    for (const values of [new Float32Array(6), Float32Array.of(1, 1, 2, 2, 3, 3)]) {
      const q = orthonormalColumns(values, 3, 2);
      for (const [i, j] of [
        [0, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        assert.ok(Math.abs(dot(q, i, q, j, 3) - (i === j ? 1 : 0)) < 1e-12);
      }
    }
  });
  it('takes no columns', () => assert.equal(orthonormalColumns(new Float32Array(0), 3, 0).length, 0));
});
