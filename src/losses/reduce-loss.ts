import { divide } from '../ops/divide.ts';
import { maximum } from '../ops/maximum.ts';
import { mean } from '../ops/mean.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { alignWeight } from './align-weight.ts';
import type { Weighting } from './loss.ts';
import type { Reduction } from './reduction.ts';

/**
 * One number of the losses of a batch. The mean is that of all values; with a mask or weight that of the row losses, each
 * times its weight, and times steps / unmasked steps: what Keras 3 calls sum over batch size.
 *
 * @param values the loss of each element, or of each row.
 * @param rank number of axes of the row losses; values with one more are averaged over their last axis.
 */
export function reduceLoss(
  action: string,
  values: Tensor,
  rank: number,
  reduction: Reduction,
  { mask, weight }: Weighting = {},
): Tensor {
  const plain = mask === undefined && weight === undefined;
  const averages = reduction !== 'sum' && reduction !== 'none';
  if (plain && averages) return mean(values);
  const rows = values.rank > rank ? mean(values, { axis: -1 }) : values;
  if (plain) return reduction === 'sum' ? sum(rows) : rows;
  const weights = weight && alignWeight(action, 'weight', weight, rows.shape);
  const counts = mask && alignWeight(action, 'mask', mask, rows.shape);
  const weighted = weights ? multiply(rows, weights) : rows;
  const counted = counts ? multiply(weighted, counts) : weighted;
  if (reduction === 'none') return counted;
  if (reduction === 'sum') return sum(counted);
  if (reduction === 'meanWithSampleWeight') {
    const factor = weights && counts ? multiply(weights, counts) : ((weights ?? counts) as Tensor);
    const total = (sum(factor).item() * rows.size) / factor.size;
    return multiply(sum(counted), total === 0 ? 0 : 1 / total);
  }
  if (counts === undefined) return mean(counted);
  // all masked: 0 / 1 instead of 0 / 0
  return multiply(mean(counted), divide(counts.size, maximum(sum(counts), 1)));
}
