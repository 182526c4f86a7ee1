import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import { unsupportedOptions } from './initializer.ts';
import { VarianceScaling } from './variance-scaling.ts';

/**
 * Draws a weight's values by LeCun's normal rule, cut off at two standard deviations.
 *
 * w ~ truncated N(0, 1 / fan in)
 *
 * @throws OptionError for any option.
 * @see https://arxiv.org/abs/1706.02515
 * @example
 * ```ts
 * import { LecunNormal, Random } from 'memcell';
 * const values = new LecunNormal().initialize([30, 20], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 0.42)); // => true
 * ```
 */
export class LecunNormal extends VarianceScaling {
  override readonly className = 'LecunNormal';

  constructor(options: object = {}) {
    checkOptions('LecunNormal', options, [], unsupportedOptions);
    super({ scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' });
  }

  override config(): Config {
    return {};
  }
}
