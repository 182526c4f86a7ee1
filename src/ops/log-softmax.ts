import type { Address, KernelTable } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import type { OpenScope } from '../tensor/open-scope.ts';
import { formatShape, type Shape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { operation } from './operation.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

/**
 * Logarithm of the softmax over the last axis.
 *
 * y = x − max x − ln Σ exp(x − max x); finite wherever x is
 *
 * @throws ShapeError if x is a scalar or its last axis is empty.
 * @example
 * ```ts
 * import { logSoftmax, tensor } from 'memcell';
 * console.log(logSoftmax(tensor([1000, 0])).toArray()); // => [ 0, -1000 ]
 * ```
 */
export function logSoftmax(x: Tensor): Tensor {
  const { rows, cols } = rowsOf(x.shape, 'compute logSoftmax');
  let softmax: Tensor | undefined;
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out, scope) => {
      const parts = softmaxParts(kernels, scope, x, rows, cols);
      softmax = parts.softmax;
      writeLogSoftmax(kernels, scope, { x, rows, cols }, parts, out);
    },
    backward: (dy) => [subtract(dy, multiply(softmax as Tensor, sum(dy, { axis: -1, keepDims: true })))],
  });
}

/** A tensor seen as rows of its last axis, which must have elements. */
export function rowsOf(shape: Shape, action: string): { rows: number; cols: number } {
  const cols = shape.at(-1) ?? 0;
  if (cols === 0) {
    throw new ShapeError(`Cannot ${action}: the last axis must not be empty, received ${formatShape(shape)}`);
  }
  return { rows: shape.slice(0, -1).reduce((product, n) => product * n, 1), cols };
}

/** The softmax p of x, and of each row the largest x and ln p there: ln p = (x − most) + logMost. */
export interface SoftmaxParts {
  readonly softmax: Tensor;
  readonly most: Address;
  readonly logMost: Address;
}

/** Softmax by rows; its largest element is 1 / Σ exp(x − max x), which gives the logarithm of the sum. */
export function softmaxParts(
  kernels: KernelTable,
  scope: OpenScope,
  x: Tensor,
  rows: number,
  cols: number,
): SoftmaxParts {
  const softmax = emptyTensor(scope, x.shape);
  const most = scope.memory.bump(rows);
  const logMost = scope.memory.bump(rows);
  kernels.softmax(rows, cols, x.address(), softmax.address());
  kernels.max(rows, cols, 1, x.address(), most);
  kernels.max(rows, cols, 1, softmax.address(), logMost);
  kernels.log(rows, logMost, logMost);
  return { softmax, most, logMost };
}

/** Writes ln softmax(x) at `out`. */
export function writeLogSoftmax(
  kernels: KernelTable,
  scope: OpenScope,
  { x, rows, cols }: { x: Tensor; rows: number; cols: number },
  { most, logMost }: SoftmaxParts,
  out: Address,
): void {
  const below = scope.memory.bump(x.size);
  kernels.subtract(rows, cols, x.address(), cols, 1, most, 1, 0, below);
  kernels.add(rows, cols, below, cols, 1, logMost, 1, 0, out);
}
