import { ShapeError } from '../errors.ts';
import { inScope } from '../tensor/scope.ts';
import { checkShape, formatShape, type Shape, sameShape, sizeOf } from '../tensor/shape.ts';
import { type Tensor, tensorAt } from '../tensor/tensor.ts';
import { record } from './operation.ts';

/**
 * Gives the same numbers another shape; no number moves. One size may be −1: it is worked out from the others.
 *
 * @throws ShapeError if the sizes differ.
 * @example
 * ```ts
 * import { reshape, tensor } from 'memcell';
 * console.log(reshape(tensor([1, 2, 3, 4]), [2, -1]).toArray()); // => [ [ 1, 2 ], [ 3, 4 ] ]
 * ```
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(shape, x.shape)) return x;
  const target = resolve(x, shape);
  if (sameShape(target, x.shape)) return x;
  return inScope((scope) => {
    const output = tensorAt(scope, x.address(), target, x.dtype);
    record([x], [output], ([dy]) => [reshape(dy as Tensor, x.shape)]);
    return output;
  });
}

function resolve(x: Tensor, shape: Shape): Shape {
  const open = shape.indexOf(-1);
  if (open < 0) {
    checkShape(shape, 'reshape tensor');
    if (sizeOf(shape) !== x.size) throw mismatch(x, shape);
    return shape;
  }
  const target = [...shape];
  target[open] = 1;
  checkShape(target, 'reshape tensor');
  const known = sizeOf(target);
  if (known === 0 || x.size % known !== 0) throw mismatch(x, shape);
  target[open] = x.size / known;
  return target;
}

function mismatch(x: Tensor, shape: Shape): ShapeError {
  return new ShapeError(
    `Cannot reshape tensor of shape ${formatShape(x.shape)}: the new shape must hold ${x.size} numbers, received ${formatShape(shape)}`,
  );
}
