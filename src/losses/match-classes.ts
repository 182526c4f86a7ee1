import { ShapeError } from '../errors.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';

/**
 * Probabilities of classes as float32 numbers in the prediction's shape.
 *
 * @param action what is being done, as the error names it.
 * @param sparse what takes numbers of classes instead, as the hint names it.
 */
export function matchClasses(action: string, target: Tensor, prediction: Tensor, sparse: string): Tensor {
  if (prediction.rank > 0 && sameShape(target.shape, prediction.shape)) return toFloat(target);
  const received = `target ${formatShape(target.shape)} and prediction ${formatShape(prediction.shape)}`;
  throw new ShapeError(
    `Cannot ${action}: target must have one number a class, as the prediction, received ${received}`,
    {
      hint: `For targets that are numbers of classes take ${sparse}.`,
    },
  );
}
