import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { unsupportedOptions } from './initializer.ts';
import { VarianceScaling } from './variance-scaling.ts';

/**
 * Draws a weight's values by Glorot and Bengio's normal rule, cut off at two standard deviations.
 *
 * w ~ truncated N(0, 2 / (fan in + fan out))
 *
 * @throws OptionError for any option.
 * @see https://proceedings.mlr.press/v9/glorot10a.html
 * @example
 * ```ts
 * import { GlorotNormal, Random } from 'memcell';
 * const values = new GlorotNormal().initialize([30, 30], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.42)); // => true
 * ```
 */
export class GlorotNormal extends VarianceScaling {
  override readonly className = 'GlorotNormal';

  constructor(options: object = {}) {
    checkOptions('GlorotNormal', options, [], unsupportedOptions);
    super({ scale: 1, mode: 'fanAvg', distribution: 'truncatedNormal' });
  }

  override config(): Config {
    return {};
  }
}
