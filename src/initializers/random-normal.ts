import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/** Options of RandomNormal. */
export interface RandomNormalOptions {
  /** A finite number. Default 0. */
  mean?: number;
  /** Standard deviation, from 0. Default 0.05. */
  stddev?: number;
}

/**
 * Draws a weight's values from a normal distribution.
 *
 * w ~ N(mean, stddev²)
 *
 * @throws OptionError if mean is not finite or stddev lies below 0.
 * @example
 * ```ts
 * import { Random, RandomNormal } from 'memcell';
 * const values = new RandomNormal().initialize([3, 4], new Random(1));
 * console.log(values.every((w) => Math.abs(w) < 0.5)); // => true
 * ```
 */
export class RandomNormal implements Initializer {
  readonly className = 'RandomNormal';
  readonly mean: number;
  readonly stddev: number;

  constructor(options: RandomNormalOptions = {}) {
    checkOptions(this.className, options, ['mean', 'stddev'], unsupportedOptions);
    this.mean = checkNumber(this.className, 'mean', options.mean ?? 0);
    this.stddev = checkNumber(this.className, 'stddev', options.stddev ?? 0.05, { from: 0 });
  }

  config(): Config {
    return { mean: this.mean, stddev: this.stddev };
  }

  initialize(shape: Shape, random: Random): Float32Array {
    return random.normal(sizeOf(shape), this.mean, this.stddev);
  }
}
