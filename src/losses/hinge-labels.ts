import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Targets −1 and 1: as they are, or from 0 and 1 where there is nothing else, as Keras does. */
export function hingeLabels(y: Tensor): Tensor {
  for (const value of y.data) if (value !== 0 && value !== 1) return y;
  return add(multiply(y, 2), -1);
}
