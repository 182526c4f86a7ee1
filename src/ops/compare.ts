import type { Tensor } from '../tensor/tensor.ts';
import { broadcastKernel } from './broadcast.ts';
import { asTensor, type Operand } from './operation.ts';

/**
 * 1 where two tensors are equal and 0 elsewhere, with broadcasting. Has no gradient.
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { equal, tensor } from 'memcell';
 * console.log(equal(tensor([1, 2]), tensor([1, 3])).toArray()); // => [ 1, 0 ]
 * ```
 */
export function equal(a: Operand, b: Operand): Tensor {
  return broadcastKernel('equal', 'compare tensors', asTensor(a), asTensor(b));
}

/**
 * 1 where a > b and 0 elsewhere, with broadcasting. Has no gradient.
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { greater, tensor } from 'memcell';
 * console.log(greater(tensor([1, 2, 3]), 2).toArray()); // => [ 0, 0, 1 ]
 * ```
 */
export function greater(a: Operand, b: Operand): Tensor {
  return broadcastKernel('greater', 'compare tensors', asTensor(a), asTensor(b));
}

/**
 * 1 where a ≥ b and 0 elsewhere, with broadcasting. Has no gradient.
 *
 * @throws ShapeError if the shapes cannot be broadcast.
 * @example
 * ```ts
 * import { greaterEqual, tensor } from 'memcell';
 * console.log(greaterEqual(tensor([1, 2, 3]), 2).toArray()); // => [ 0, 1, 1 ]
 * ```
 */
export function greaterEqual(a: Operand, b: Operand): Tensor {
  return broadcastKernel('greaterEqual', 'compare tensors', asTensor(a), asTensor(b));
}
