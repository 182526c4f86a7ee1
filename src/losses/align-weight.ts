import { ShapeError } from '../errors.ts';
import { reshape } from '../ops/reshape.ts';
import { formatShape, type Shape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';

/**
 * A mask or weight in a shape that broadcasts to that of the values: [B] becomes [B, 1] for values [B, T]. Its axes are
 * the values' first ones (or 1); a further last axis of size 1 is dropped.
 *
 * @param action what is being done, as the error names it.
 */
export function alignWeight(action: string, kind: 'mask' | 'weight', weight: Tensor, shape: Shape): Tensor {
  const extra = weight.rank === shape.length + 1 && weight.shape.at(-1) === 1;
  const own = extra ? weight.shape.slice(0, -1) : weight.shape;
  if (own.length > shape.length || !own.every((n, axis) => n === shape[axis] || n === 1)) {
    throw new ShapeError(
      `Cannot ${action}: ${kind} must have the first axes of ${formatShape(shape)}, received ${formatShape(weight.shape)}`,
      { hint: `One ${kind} a sample has shape [B], one a step [B, T].` },
    );
  }
  return reshape(
    toFloat(weight),
    shape.map((_, axis) => own[axis] ?? 1),
  );
}
