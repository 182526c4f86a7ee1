import { ShapeError } from '../errors.ts';
import { inScope } from '../tensor/scope.ts';
import { broadcastShapes, formatShape, type Shape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { record } from './operation.ts';
import { expanded } from './strided.ts';
import { sumTo } from './sum-to.ts';

/**
 * Repeats a tensor along axes of size 1 (and along new leading axes) until it has the shape.
 *
 * @throws ShapeError if the shape is not one it can be broadcast to.
 * @example
 * ```ts
 * import { broadcastTo, tensor } from 'memcell';
 * console.log(broadcastTo(tensor([1, 2]), [2, 2]).toArray()); // => [ [ 1, 2 ], [ 1, 2 ] ]
 * ```
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes(x.shape, shape, 'broadcast tensor'), shape)) {
    throw new ShapeError(
      `Cannot broadcast tensor: shape ${formatShape(x.shape)} must fit into the target, received ${formatShape(shape)}`,
    );
  }
  return inScope(() => {
    const output = expanded(x, shape);
    record([x], [output], ([dy]) => [sumTo(dy as Tensor, x.shape)]);
    return output;
  });
}
