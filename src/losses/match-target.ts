import { ShapeError } from '../errors.ts';
import { reshape } from '../ops/reshape.ts';
import { formatShape, type Shape, sameShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';

/**
 * A target as float32 numbers in the prediction's shape. One of the two may have a last axis of size 1 that the other
 * has not: [B, T] fits [B, T, 1].
 *
 * @param action what is being done, as the error names it.
 */
export function matchTarget(action: string, target: Tensor, prediction: Tensor): Tensor {
  const values = toFloat(target);
  if (sameShape(target.shape, prediction.shape)) return values;
  if (dropsTo(target.shape, prediction.shape) || dropsTo(prediction.shape, target.shape)) {
    return reshape(values, prediction.shape);
  }
  const received = `target ${formatShape(target.shape)} and prediction ${formatShape(prediction.shape)}`;
  throw new ShapeError(`Cannot ${action}: target and prediction must have the same shape, received ${received}`);
}

/** Whether a shape without its last axis, of size 1, is the other. */
function dropsTo(longer: Shape, shorter: Shape): boolean {
  return longer.length === shorter.length + 1 && longer.at(-1) === 1 && sameShape(longer.slice(0, -1), shorter);
}
