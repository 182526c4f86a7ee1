import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/**
 * Fills a weight with ones.
 *
 * @throws OptionError for any option.
 * @example
 * ```ts
 * import { Ones, Random } from 'memcell';
 * console.log(new Ones().initialize([2], new Random(1))); // => Float32Array(2) [ 1, 1 ]
 * ```
 */
export class Ones implements Initializer {
  readonly className = 'Ones';

  constructor(options: object = {}) {
    checkOptions(this.className, options, [], unsupportedOptions);
  }

  config(): Config {
    return {};
  }

  initialize(shape: Shape): Float32Array {
    return new Float32Array(sizeOf(shape)).fill(1);
  }
}
