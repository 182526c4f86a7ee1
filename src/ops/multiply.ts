import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { asTensor, type Operand } from './operation.ts';
import { sumTo } from './sum-to.ts';

/**
 * Multiplies two tensors element by element, with broadcasting.
 *
 * y = a · b
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { multiply, tensor } from 'memcell';
 * console.log(multiply(tensor([2, 3]), tensor([4, 5])).toArray()); // => [ 8, 15 ]
 * ```
 */
export function multiply(a: Operand, b: Operand): Tensor {
  const x = asTensor(a);
  const y = asTensor(b);
  return broadcastKernel('multiply', 'multiply tensors', x, y, (dy, needs) => [
    needs[0] ? sumTo(multiply(dy, y), x.shape) : undefined,
    needs[1] ? sumTo(multiply(dy, x), y.shape) : undefined,
  ]);
}
