import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/**
 * Fills a weight with zeros.
 *
 * @throws OptionError for any option.
 * @example
 * ```ts
 * import { Zeros, Random } from 'memcell';
 * console.log(new Zeros().initialize([2], new Random(1))); // => Float32Array(2) [ 0, 0 ]
 * ```
 */
export class Zeros implements Initializer {
  readonly className = 'Zeros';

  constructor(options: object = {}) {
    checkOptions(this.className, options, [], unsupportedOptions);
  }

  config(): Config {
    return {};
  }

  initialize(shape: Shape): Float32Array {
    return new Float32Array(sizeOf(shape));
  }
}
