import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { greaterEqual } from './compare.ts';
import { multiply } from './multiply.ts';
import { asTensor, type Operand } from './operation.ts';
import { subtract } from './subtract.ts';
import { sumTo } from './sum-to.ts';

/**
 * The smaller of two tensors, element by element, with broadcasting.
 *
 * y = min(a, b); NaN where either is NaN. Where both are equal the gradient goes to a.
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { minimum, tensor } from 'memcell';
 * console.log(minimum(tensor([1, 5]), tensor([3, 2])).toArray()); // => [ 1, 2 ]
 * ```
 */
export function minimum(a: Operand, b: Operand): Tensor {
  const x = asTensor(a);
  const y = asTensor(b);
  return broadcastKernel('minimum', 'compare tensors', x, y, (dy, needs) => {
    const first = greaterEqual(y, x);
    return [
      needs[0] ? sumTo(multiply(dy, first), x.shape) : undefined,
      needs[1] ? sumTo(multiply(dy, subtract(1, first)), y.shape) : undefined,
    ];
  });
}
