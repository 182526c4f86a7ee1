import { OptionError } from '../errors.ts';
import type { Random } from '../random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { operation } from './operation.ts';

/** Options of `dropout`. */
export interface DropoutOptions {
  /** Share of elements set to 0, 0 ≤ rate < 1. */
  rate: number;
  /** Where the draws come from; the same key gives the same mask. */
  random: Random;
}

/**
 * Sets a random share of the elements to 0 and scales the others so that the mean stays.
 *
 * y = x ⊙ m / (1 − rate), m ~ Bernoulli(1 − rate)
 *
 * @throws OptionError if rate lies outside [0, 1).
 * @see Srivastava et al., Dropout, 2014.
 * @example
 * ```ts
 * import { dropout, Random, tensor } from 'memcell';
 * console.log(dropout(tensor([1, 2]), { rate: 0, random: new Random(1) }).toArray()); // => [ 1, 2 ]
 * ```
 */
export function dropout(x: Tensor, { rate, random }: DropoutOptions): Tensor {
  if (!(rate >= 0 && rate < 1)) {
    throw new OptionError(`Cannot drop out: rate must be from 0 to below 1, received ${rate}`);
  }
  if (rate === 0) return x;
  const keep = Math.fround(1 - rate);
  const [key0, key1] = random.key;
  const mask = operation({
    inputs: [],
    shape: x.shape,
    run: (kernels, out) => kernels.dropoutMask(x.size, key0, key1, 0, keep, Math.fround(1 / keep), out),
  });
  return multiply(x, mask);
}
