import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/** Options of TruncatedNormal. */
export interface TruncatedNormalOptions {
  /** A finite number. Default 0. */
  mean?: number;
  /** Standard deviation before the cut, from 0. Default 0.05. */
  stddev?: number;
}

/**
 * Draws a weight's values from a normal distribution cut off at two standard deviations.
 *
 * w ~ N(mean, stddev²), drawn again where |w − mean| > 2 · stddev
 *
 * @throws OptionError if mean is not finite or stddev lies below 0.
 * @example
 * ```ts
 * import { Random, TruncatedNormal } from 'memcell';
 * const values = new TruncatedNormal().initialize([3, 4], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.1)); // => true
 * ```
 */
export class TruncatedNormal implements Initializer {
  readonly className = 'TruncatedNormal';
  readonly mean: number;
  readonly stddev: number;

  constructor(options: TruncatedNormalOptions = {}) {
    checkOptions(this.className, options, ['mean', 'stddev'], unsupportedOptions);
    this.mean = checkNumber(this.className, 'mean', options.mean ?? 0);
    this.stddev = checkNumber(this.className, 'stddev', options.stddev ?? 0.05, { from: 0 });
  }

  config(): Config {
    return { mean: this.mean, stddev: this.stddev };
  }

  initialize(shape: Shape, random: Random): Float32Array {
    return random.truncatedNormal(sizeOf(shape), this.mean, this.stddev);
  }
}
