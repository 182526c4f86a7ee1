import { MATMUL_SCRATCH, START_ZERO } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { formatShape, sameShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/** Options of `batchMatmul`. */
export interface BatchMatmulOptions {
  /** Use the transpose of each matrix of a. Default false. */
  transposeA?: boolean;
  /** Use the transpose of each matrix of b. Default false. */
  transposeB?: boolean;
}

/**
 * Matrix products of two lists of matrices, one by one.
 *
 * yᵢ = aᵢ·bᵢ
 *
 * **Shapes** a […, M, K], b […, K, N] with the same first axes → y […, M, N]. **Cost** 2·…·M·K·N FLOPs.
 *
 * @throws ShapeError if ranks, first axes or inner sizes do not fit; OptionError for an unknown option.
 * @example
 * ```ts
 * import { batchMatmul, tensor } from 'memcell';
 * const rows = tensor([[[1, 2]], [[3, 4]]]); // two matrices [1, 2]
 * console.log(batchMatmul(rows, rows, { transposeB: true }).toArray()); // => [ [ [ 5 ] ], [ [ 25 ] ] ]
 * ```
 */
export function batchMatmul(a: Tensor, b: Tensor, options: BatchMatmulOptions = {}): Tensor {
  checkOptions('multiply matrices', options, ['transposeA', 'transposeB']);
  const { transposeA = false, transposeB = false } = options;
  const first = a.shape.slice(0, -2);
  const received = (): string => `received ${formatShape(a.shape)} and ${formatShape(b.shape)}`;
  if (a.rank < 2 || b.rank !== a.rank || !sameShape(first, b.shape.slice(0, -2))) {
    throw new ShapeError(
      `Cannot multiply matrices: a and b must have one rank from 2 and the same first axes, ${received()}`,
    );
  }
  const [aRows, aCols] = a.shape.slice(-2) as [number, number];
  const [bRows, bCols] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aCols, aRows] : [aRows, aCols];
  const [inner, n] = transposeB ? [bCols, bRows] : [bRows, bCols];
  if (k !== inner) {
    throw new ShapeError(`Cannot multiply matrices: inner sizes must be equal, ${received()}`);
  }
  const count = sizeOf(first);
  return operation({
    inputs: [a, b],
    shape: [...first, m, n],
    run: (kernels, out, { memory }) => {
      const [aRow, aCol] = transposeA ? [1, m] : [k, 1];
      const [bRow, bCol] = transposeB ? [1, k] : [n, 1];
      const { elementBytes } = memory;
      const scratch = memory.scratch(MATMUL_SCRATCH);
      for (let i = 0; i < count; i++) {
        const left = a.address() + i * m * k * elementBytes;
        const right = b.address() + i * k * n * elementBytes;
        const to = out + i * m * n * elementBytes;
        kernels.matmul(m, n, k, left, aRow, aCol, right, bRow, bCol, to, n, START_ZERO, 0, scratch);
      }
    },
    backward: (dy, needs) => [
      needs[0]
        ? transposeA
          ? batchMatmul(b, dy, { transposeA: transposeB, transposeB: true })
          : batchMatmul(dy, b, { transposeB: !transposeB })
        : undefined,
      needs[1]
        ? transposeB
          ? batchMatmul(dy, a, { transposeA: true, transposeB: transposeA })
          : batchMatmul(a, dy, { transposeA: !transposeA })
        : undefined,
    ],
  });
}
