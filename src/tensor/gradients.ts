import { backend } from '../backend/current.ts';
import { inScope } from './scope.ts';
import type { SparseRows } from './sparse-rows.ts';
import { emptyTensor, type Tensor } from './tensor.ts';

/** A gradient that holds some rows only; told by its looks, so that bundles without such layers hold none of its class. */
export function sparseRows(gradient: Tensor): SparseRows | undefined {
  return 'ids' in gradient ? (gradient as SparseRows) : undefined;
}

/** The numbers that a gradient holds, whatever its form. */
export function heldNumbers(gradient: Tensor): Tensor {
  return sparseRows(gradient)?.values ?? gradient;
}

/** A gradient of the same form with other numbers. */
export function mapNumbers(gradient: Tensor, map: (numbers: Tensor) => Tensor): Tensor {
  const rows = sparseRows(gradient);
  return rows === undefined ? map(gradient) : rows.withValues(map(rows.values));
}

/** Adds two gradients of one tensor up; the sum of two that are sparse is sparse. */
export function addGradients(x: Tensor, y: Tensor): Tensor {
  const rows = sparseRows(x) ?? sparseRows(y);
  if (rows !== undefined) return rows.plus(rows === x ? y : x);
  return inScope((scope) => {
    const out = emptyTensor(scope, x.shape);
    backend().kernels.add(1, out.size, x.address(), 0, 1, y.address(), 0, 1, out.address());
    return out;
  });
}
