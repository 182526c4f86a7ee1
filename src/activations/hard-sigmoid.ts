import { add } from '../ops/add.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Sigmoid in three straight lines, as Keras 3 has it.
 *
 * y = min(max(x + 3, 0), 6) / 6; gradient 1/6 within (−3, 3) and 0 elsewhere
 *
 * @see https://arxiv.org/abs/1905.02244 (Keras 2 had 0.2x + 0.5: `hardSigmoidKeras2`)
 * @example
 * ```ts
 * import { hardSigmoid, tensor } from 'memcell';
 * console.log(hardSigmoid(tensor([-4, 0, 3])).toArray()); // => [ 0, 0.5, 1 ]
 * ```
 */
export function hardSigmoid(x: Tensor): Tensor {
  // 6 first: where both are equal the gradient goes to the first
  return multiply(minimum(6, relu(add(x, 3))), 1 / 6);
}
