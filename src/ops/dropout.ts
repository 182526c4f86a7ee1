import { OptionError } from '../errors.ts';
import type { Random } from '../random.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
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
export function dropout(x: Tensor, options: DropoutOptions): Tensor {
  const { rate } = options;
  if (!(rate >= 0 && rate < 1)) {
    throw new OptionError(`Cannot drop out: rate must be from 0 to below 1, received ${rate}`);
  }
  return rate === 0 ? x : multiply(x, dropoutFactors(x.shape, options));
}

/** What `dropout` multiplies by: 0 for a random share of the elements, 1 / (1 − rate) for the others. */
export function dropoutFactors(shape: Shape, { rate, random }: DropoutOptions): Tensor {
  const keep = Math.fround(1 - rate);
  const [key0, key1] = random.key;
  return operation({
    inputs: [],
    shape,
    run: (kernels, out) => kernels.dropoutMask(sizeOf(shape), key0, key1, 0, keep, Math.fround(1 / keep), out),
  });
}
