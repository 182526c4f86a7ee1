import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { unsupportedOptions } from './initializer.ts';
import { VarianceScaling } from './variance-scaling.ts';

/**
 * Draws a weight's values by He's uniform rule.
 *
 * w ~ U[−a, a), a = √(6 / fan in)
 *
 * @throws OptionError for any option.
 * @see https://arxiv.org/abs/1502.01852
 * @example
 * ```ts
 * import { HeUniform, Random } from 'memcell';
 * const values = new HeUniform().initialize([60, 20], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.32)); // => true
 * ```
 */
export class HeUniform extends VarianceScaling {
  override readonly className = 'HeUniform';

  constructor(options: object = {}) {
    checkOptions('HeUniform', options, [], unsupportedOptions);
    super({ scale: 2, mode: 'fanIn', distribution: 'uniform' });
  }

  override config(): Config {
    return {};
  }
}
