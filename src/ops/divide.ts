import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { multiply } from './multiply.ts';
import { negative } from './negative.ts';
import { asTensor, type Operand } from './operation.ts';
import { sumTo } from './sum-to.ts';

/**
 * Divides two tensors element by element, with broadcasting.
 *
 * y = a / b; division by zero gives ±Infinity or NaN
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { divide, tensor } from 'memcell';
 * console.log(divide(tensor([8, 9]), tensor([2, 3])).toArray()); // => [ 4, 3 ]
 * ```
 */
export function divide(a: Operand, b: Operand): Tensor {
  const x = asTensor(a);
  const y = asTensor(b);
  return broadcastKernel('divide', 'divide tensors', x, y, (dy, needs, output) => [
    needs[0] ? sumTo(divide(dy, y), x.shape) : undefined,
    needs[1] ? sumTo(negative(divide(multiply(dy, output), y)), y.shape) : undefined,
  ]);
}
