import { add } from '../ops/add.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Sigmoid in three straight lines, as Keras 2 and TensorFlow.js have it under the name hard sigmoid.
 *
 * y = min(max(0.2x + 0.5, 0), 1); gradient 0.2 within (−2.5, 2.5) and 0 elsewhere
 *
 * @example
 * ```ts
 * import { hardSigmoidKeras2, tensor } from 'memcell';
 * console.log(hardSigmoidKeras2(tensor([-3, 0, 3])).toArray()); // => [ 0, 0.5, 1 ]
 * ```
 */
export function hardSigmoidKeras2(x: Tensor): Tensor {
  // 1 first: where both are equal the gradient goes to the first
  return minimum(1, relu(add(multiply(x, 0.2), 0.5)));
}
