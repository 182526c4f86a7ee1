import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { unsupportedOptions } from './initializer.ts';
import { VarianceScaling } from './variance-scaling.ts';

/**
 * Draws a weight's values by He's normal rule, cut off at two standard deviations.
 *
 * w ~ truncated N(0, 2 / fan in)
 *
 * @throws OptionError for any option.
 * @see https://arxiv.org/abs/1502.01852
 * @example
 * ```ts
 * import { HeNormal, Random } from 'memcell';
 * const values = new HeNormal().initialize([60, 20], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.42)); // => true
 * ```
 */
export class HeNormal extends VarianceScaling {
  override readonly className = 'HeNormal';

  constructor(options: object = {}) {
    checkOptions('HeNormal', options, [], unsupportedOptions);
    super({ scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' });
  }

  override config(): Config {
    return {};
  }
}
