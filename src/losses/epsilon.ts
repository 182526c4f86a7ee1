import { clip } from '../ops/clip.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** What Keras adds to a number, or keeps it away from 0 by. */
export const EPSILON = 1e-7;

/** Probabilities kept away from 0 and 1 (gradient 0 beyond), as Keras does. */
export function clipProbabilities(x: Tensor): Tensor {
  return clip(x, { min: EPSILON, max: 1 - EPSILON });
}
