import { MATMUL_SCRATCH, START_BIAS, START_ZERO } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { reshape } from './reshape.ts';
import { sumTo } from './sum-to.ts';

/** Options of `matmul`. */
export interface MatmulOptions {
  /** Use aᵀ; a must then have rank 2. Default false. */
  transposeA?: boolean;
  /** Use bᵀ. Default false. */
  transposeB?: boolean;
  /** Row [N] that every row of the product starts from. */
  bias?: Tensor | undefined;
}

/**
 * Matrix product.
 *
 * y = a·b (+ bias)
 *
 * **Shapes** a [..., M, K], b [K, N], bias [N] → y [..., M, N]. **Cost** 2·M·K·N FLOPs.
 *
 * @throws ShapeError if ranks or inner sizes do not fit; OptionError for an unknown option.
 * @example
 * ```ts
 * import { matmul, tensor } from 'memcell';
 * console.log(matmul(tensor([[1, 2]]), tensor([[3], [4]])).toArray()); // => [ [ 11 ] ]
 * ```
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  checkOptions('multiply matrices', options, ['transposeA', 'transposeB', 'bias']);
  const { transposeA = false, transposeB = false, bias } = options;
  if (a.rank < 2 || b.rank !== 2 || (transposeA && a.rank !== 2)) {
    throw new ShapeError(
      `Cannot multiply matrices: a must have rank 2 or more (2 where transposed) and b rank 2, received ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  }
  const width = a.shape.at(-1) as number;
  const height = a.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const [m, k] = transposeA ? [width, height] : [height, width];
  const [rows, cols] = b.shape as [number, number];
  const [inner, n] = transposeB ? [cols, rows] : [rows, cols];
  if (k !== inner) {
    throw new ShapeError(
      `Cannot multiply matrices: inner sizes must be equal, received ${k} of ${formatShape(a.shape)} and ${inner} of ${formatShape(b.shape)}`,
    );
  }
  if (bias && (bias.rank !== 1 || bias.size !== n)) {
    throw new ShapeError(`Cannot multiply matrices: bias must have shape [${n}], received ${formatShape(bias.shape)}`);
  }
  const shape = transposeA ? [m, n] : [...a.shape.slice(0, -1), n];
  return operation({
    inputs: bias ? [a, b, bias] : [a, b],
    shape,
    run: (kernels, out, { memory }) => {
      const [aRow, aCol] = transposeA ? [1, m] : [k, 1];
      const [bRow, bCol] = transposeB ? [1, k] : [n, 1];
      const start = bias ? START_BIAS : START_ZERO;
      const scratch = memory.scratch(MATMUL_SCRATCH);
      kernels.matmul(
        m,
        n,
        k,
        a.address(),
        aRow,
        aCol,
        b.address(),
        bRow,
        bCol,
        out,
        n,
        start,
        bias?.address() ?? 0,
        scratch,
      );
    },
    backward: (dy, needs) => {
      const left = reshape(a, [height, width]);
      const right = reshape(dy, [m, n]);
      const da = !needs[0]
        ? undefined
        : transposeA
          ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
          : matmul(dy, b, { transposeB: !transposeB });
      const db = !needs[1]
        ? undefined
        : transposeB
          ? matmul(right, left, { transposeA: true, transposeB: transposeA })
          : matmul(left, right, { transposeA: !transposeA });
      return bias ? [da, db, needs[2] ? sumTo(dy, bias.shape) : undefined] : [da, db];
    },
  });
}
