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

/** Options of `dropoutFactors`. */
export interface DropoutFactorsOptions extends DropoutOptions {
  /** What the kept elements are multiplied by. Default 1 / (1 − rate). */
  scale?: number;
  /** Which of the draws of a sequence that differ from step to step, from 0. Default 0. */
  step?: number;
}

/** What `dropout` multiplies by: 0 for a random share of the elements, 1 / (1 − rate) for the others. */
export function dropoutFactors(shape: Shape, { rate, random, scale, step = 0 }: DropoutFactorsOptions): Tensor {
  const size = sizeOf(shape);
  const keep = Math.fround(1 - rate);
  const [key0, key1] = random.key;
  const kept = Math.fround(scale ?? 1 / keep);
  return operation({
    inputs: [],
    shape,
    run: (kernels, out) => kernels.dropoutMask(size, key0, key1, step * Math.ceil(size / 2), keep, kept, out),
  });
}

/** The factors of each step of a sequence, time first: those that `dropoutFactors` gives for step 0, 1, …, or turned round. */
export function dropoutFactorsOfSteps(
  [steps, ...shape]: readonly [number, ...number[]],
  { rate, random, backwards = false }: DropoutOptions & { backwards?: boolean },
): Tensor {
  const size = sizeOf(shape);
  const keep = Math.fround(1 - rate);
  const [key0, key1] = random.key;
  return operation({
    inputs: [],
    shape: [steps, ...shape],
    run: (kernels, out, { memory }) => {
      for (let t = 0; t < steps; t++) {
        const counter = (backwards ? steps - 1 - t : t) * Math.ceil(size / 2);
        const at = out + t * size * memory.elementBytes;
        kernels.dropoutMask(size, key0, key1, counter, keep, Math.fround(1 / keep), at);
      }
    },
  });
}
