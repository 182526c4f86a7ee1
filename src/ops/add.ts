import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { asTensor, type Operand } from './operation.ts';
import { sumTo } from './sum-to.ts';

/**
 * Adds two tensors element by element, with broadcasting.
 *
 * y = a + b
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { add, tensor } from 'memcell';
 * console.log(add(tensor([[1, 2], [3, 4]]), tensor([10, 20])).toArray()); // => [ [ 11, 22 ], [ 13, 24 ] ]
 * ```
 */
export function add(a: Operand, b: Operand): Tensor {
  const x = asTensor(a);
  const y = asTensor(b);
  return broadcastKernel('add', 'add tensors', x, y, (dy, needs) => [
    needs[0] ? sumTo(dy, x.shape) : undefined,
    needs[1] ? sumTo(dy, y.shape) : undefined,
  ]);
}
