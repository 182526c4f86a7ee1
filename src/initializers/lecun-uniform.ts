import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { unsupportedOptions } from './initializer.ts';
import { VarianceScaling } from './variance-scaling.ts';

/**
 * Draws a weight's values by LeCun's uniform rule.
 *
 * w ~ U[−a, a), a = √(3 / fan in)
 *
 * @throws OptionError for any option.
 * @see https://arxiv.org/abs/1706.02515
 * @example
 * ```ts
 * import { LecunUniform, Random } from 'memcell';
 * const values = new LecunUniform().initialize([30, 20], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.32)); // => true
 * ```
 */
export class LecunUniform extends VarianceScaling {
  override readonly className = 'LecunUniform';

  constructor(options: object = {}) {
    checkOptions('LecunUniform', options, [], unsupportedOptions);
    super({ scale: 1, mode: 'fanIn', distribution: 'uniform' });
  }

  override config(): Config {
    return {};
  }
}
