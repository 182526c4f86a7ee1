import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/** Options of RandomUniform. */
export interface RandomUniformOptions {
  /** Lower bound, a finite number. Default −0.05. */
  minval?: number;
  /** Upper bound, at least `minval`. Default 0.05. */
  maxval?: number;
}

/**
 * Draws a weight's values evenly from an interval.
 *
 * w ~ U[minval, maxval)
 *
 * @throws OptionError if a bound is not finite or maxval lies below minval.
 * @example
 * ```ts
 * import { Random, RandomUniform } from 'memcell';
 * const values = new RandomUniform().initialize([3, 4], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.05)); // => true
 * ```
 */
export class RandomUniform implements Initializer {
  readonly className = 'RandomUniform';
  readonly minval: number;
  readonly maxval: number;

  constructor(options: RandomUniformOptions = {}) {
    checkOptions(this.className, options, ['minval', 'maxval'], unsupportedOptions);
    this.minval = checkNumber(this.className, 'minval', options.minval ?? -0.05);
    this.maxval = checkNumber(this.className, 'maxval', options.maxval ?? 0.05, { from: this.minval });
  }

  config(): Config {
    return { minval: this.minval, maxval: this.maxval };
  }

  initialize(shape: Shape, random: Random): Float32Array {
    return random.uniform(sizeOf(shape), this.minval, this.maxval);
  }
}
