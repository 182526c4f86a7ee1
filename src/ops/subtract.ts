import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { negative } from './negative.ts';
import { asTensor, type Operand } from './operation.ts';
import { sumTo } from './sum-to.ts';

/**
 * Subtracts two tensors element by element, with broadcasting.
 *
 * y = a − b
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { subtract, tensor } from 'memcell';
 * console.log(subtract(tensor([5, 6]), 1).toArray()); // => [ 4, 5 ]
 * ```
 */
export function subtract(a: Operand, b: Operand): Tensor {
  const x = asTensor(a);
  const y = asTensor(b);
  return broadcastKernel('subtract', 'subtract tensors', x, y, (dy, needs) => [
    needs[0] ? sumTo(dy, x.shape) : undefined,
    needs[1] ? sumTo(negative(dy), y.shape) : undefined,
  ]);
}
