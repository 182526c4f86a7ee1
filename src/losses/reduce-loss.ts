import { ShapeError } from '../errors.ts';
import { divide } from '../ops/divide.ts';
import { maximum } from '../ops/maximum.ts';
import { mean } from '../ops/mean.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { alignWeight } from './align-weight.ts';
import type { Weighting } from './loss.ts';

/**
 * The mean of all values; with a mask or weight the mean of row losses (the means over the last axis), each times its
 * weight, and times steps / unmasked steps: what Keras 3 calls sum over batch size.
 *
 * @param values the loss of each element, in the prediction's shape.
 */
export function reduceLoss(action: string, values: Tensor, { mask, weight }: Weighting = {}): Tensor {
  if (values.size === 0) {
    throw new ShapeError(`Cannot ${action}: prediction must not be empty, received ${formatShape(values.shape)}`);
  }
  if (mask === undefined && weight === undefined) return mean(values);
  const rows = values.rank === 0 ? values : mean(values, { axis: -1 });
  const weighted = weight === undefined ? rows : multiply(rows, alignWeight(action, 'weight', weight, rows.shape));
  if (mask === undefined) return mean(weighted);
  const counts = alignWeight(action, 'mask', mask, rows.shape);
  // all masked: 0 / 1 instead of 0 / 0
  const scale = divide(counts.size, maximum(sum(counts), 1));
  return multiply(mean(multiply(weighted, counts)), scale);
}
