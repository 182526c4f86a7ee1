import { equal, greater, greaterEqual } from '../ops/compare.ts';
import { labelPositions } from '../ops/labels.ts';
import { multiply } from '../ops/multiply.ts';
import { pickAt } from '../ops/pick.ts';
import { reshape } from '../ops/reshape.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** 1 where fewer than k classes of a row score higher than its label, else 0; 0 where the label's score is NaN. */
export function inTopK(action: string, labels: Tensor, prediction: Tensor, k: number): Tensor {
  const score = pickAt(prediction, labelPositions(action, labels, prediction));
  const above = sum(greater(prediction, reshape(score, [...score.shape, 1])), { axis: -1 });
  return multiply(greaterEqual(k - 1, above), equal(score, score));
}
