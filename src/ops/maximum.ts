import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { greaterEqual } from './compare.ts';
import { multiply } from './multiply.ts';
import { asTensor, type Operand } from './operation.ts';
import { subtract } from './subtract.ts';
import { sumTo } from './sum-to.ts';

/**
 * The larger of two tensors, element by element, with broadcasting.
 *
 * y = max(a, b); NaN where either is NaN. Where both are equal the gradient goes to a.
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { maximum, tensor } from 'memcell';
 * console.log(maximum(tensor([1, 5]), tensor([3, 2])).toArray()); // => [ 3, 5 ]
 * ```
 */
export function maximum(a: Operand, b: Operand): Tensor {
  const x = asTensor(a);
  const y = asTensor(b);
  return broadcastKernel('maximum', 'compare tensors', x, y, (dy, needs) => {
    const first = greaterEqual(x, y);
    return [
      needs[0] ? sumTo(multiply(dy, first), x.shape) : undefined,
      needs[1] ? sumTo(multiply(dy, subtract(1, first)), y.shape) : undefined,
    ];
  });
}
