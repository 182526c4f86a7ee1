import { MATMUL_SCRATCH, START_BIAS, START_ZERO } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { reshape } from './reshape.ts';

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
  checkOptions('multiply matrices', options, OPTIONS);
  return product(a, b, options);
}

const OPTIONS = ['transposeA', 'transposeB', 'bias'];

function product(a: Tensor, b: Tensor, { transposeA = false, transposeB = false, bias }: MatmulOptions): Tensor {
  if (a.rank < 2 || b.rank !== 2 || (transposeA && a.rank !== 2)) {
    throw new ShapeError(
      `Cannot multiply matrices: a must have rank 2 or more (2 where transposed) and b rank 2, received ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  }
  const width = a.shape.at(-1) as number;
  let height = 1;
  for (let axis = 0; axis < a.rank - 1; axis++) height *= a.shape[axis] as number;
  const m = transposeA ? width : height;
  const k = transposeA ? height : width;
  const inner = b.shape[transposeB ? 1 : 0] as number;
  const n = b.shape[transposeB ? 0 : 1] as number;
  if (k !== inner) {
    throw new ShapeError(
      `Cannot multiply matrices: inner sizes must be equal, received ${k} of ${formatShape(a.shape)} and ${inner} of ${formatShape(b.shape)}`,
    );
  }
  if (bias && (bias.rank !== 1 || bias.size !== n)) {
    throw new ShapeError(`Cannot multiply matrices: bias must have shape [${n}], received ${formatShape(bias.shape)}`);
  }
  const shape = a.rank === 2 ? [m, n] : [...a.shape.slice(0, -1), n];
  return operation({
    inputs: bias ? [a, b, bias] : [a, b],
    shape,
    run: (kernels, out, { memory }) => {
      const aRow = transposeA ? 1 : k;
      const aCol = transposeA ? m : 1;
      const bRow = transposeB ? 1 : n;
      const bCol = transposeB ? k : 1;
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
          ? product(b, dy, { transposeA: transposeB, transposeB: true })
          : product(dy, b, { transposeB: !transposeB });
      const db = !needs[1]
        ? undefined
        : transposeB
          ? product(right, left, { transposeA: true, transposeB: transposeA })
          : product(left, right, { transposeA: !transposeA });
      return bias ? [da, db, needs[2] ? sumOfRows(dy, m, n) : undefined] : [da, db];
    },
  });
}

function sumOfRows(x: Tensor, rows: number, cols: number): Tensor {
  return operation({ inputs: [x], shape: [cols], run: (kernels, out) => kernels.sum(1, rows, cols, x.address(), out) });
}
