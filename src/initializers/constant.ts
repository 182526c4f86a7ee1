import type { Config } from '../config.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/** Options of Constant. */
export interface ConstantOptions {
  /** Any finite number. Default 0. */
  value?: number;
}

/**
 * Fills a weight with one value.
 *
 * @throws OptionError if the value is not a finite number.
 * @example
 * ```ts
 * import { Constant, Random } from 'memcell';
 * console.log(new Constant({ value: 0.5 }).initialize([2], new Random(1))); // => Float32Array(2) [ 0.5, 0.5 ]
 * ```
 */
export class Constant implements Initializer {
  readonly className = 'Constant';
  readonly value: number;

  constructor(options: ConstantOptions = {}) {
    checkOptions(this.className, options, ['value'], unsupportedOptions);
    this.value = checkNumber(this.className, 'value', options.value ?? 0);
  }

  config(): Config {
    return { value: this.value };
  }

  initialize(shape: Shape): Float32Array {
    return new Float32Array(sizeOf(shape)).fill(this.value);
  }
}
