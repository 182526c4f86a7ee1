import type { Config } from '../config.ts';
import { maximum } from '../ops/maximum.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Constraint } from './constraint.ts';

/**
 * Keeps every value of a weight at 0 or above.
 *
 * w ← max(w, 0)
 *
 * @throws OptionError for any option.
 * @example
 * ```ts
 * import { NonNeg, tensor } from 'memcell';
 * console.log(new NonNeg().apply(tensor([-1, 2])).toArray()); // => [ 0, 2 ]
 * ```
 */
export class NonNeg implements Constraint {
  readonly className = 'NonNeg';

  constructor(options: object = {}) {
    checkOptions(this.className, options, []);
  }

  config(): Config {
    return {};
  }

  apply(weight: Tensor): Tensor {
    return maximum(weight, 0);
  }
}
