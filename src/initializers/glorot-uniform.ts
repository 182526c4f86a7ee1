import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { unsupportedOptions } from './initializer.ts';
import { VarianceScaling } from './variance-scaling.ts';

/**
 * Draws a weight's values by Glorot and Bengio's uniform rule.
 *
 * w ~ U[−a, a), a = √(6 / (fan in + fan out))
 *
 * @throws OptionError for any option.
 * @see https://proceedings.mlr.press/v9/glorot10a.html
 * @example
 * ```ts
 * import { GlorotUniform, Random } from 'memcell';
 * const values = new GlorotUniform().initialize([30, 30], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.32)); // => true
 * ```
 */
export class GlorotUniform extends VarianceScaling {
  override readonly className = 'GlorotUniform';

  constructor(options: object = {}) {
    checkOptions('GlorotUniform', options, [], unsupportedOptions);
    super({ scale: 1, mode: 'fanAvg', distribution: 'uniform' });
  }

  override config(): Config {
    return {};
  }
}
