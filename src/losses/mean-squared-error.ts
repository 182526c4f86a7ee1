import type { Config } from '../config.ts';
import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Loss, Weighting } from './loss.ts';
import { matchTarget } from './match-target.ts';
import { reduceLoss } from './reduce-loss.ts';

const ACTION = 'compute MeanSquaredError';

/**
 * Mean of squared differences.
 *
 * L = mean (y − ŷ)²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for any option.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { MeanSquaredError, tensor } from 'memcell';
 * console.log(new MeanSquaredError().call(tensor([[1], [2]]), tensor([[1], [4]])).item()); // => 2
 * ```
 */
export class MeanSquaredError implements Loss {
  readonly className = 'MeanSquaredError';

  constructor(options: object = {}) {
    checkOptions(this.className, options, [], ['reduction', 'dtype']);
  }

  config(): Config {
    return {};
  }

  call(target: Tensor, prediction: Tensor, options?: Weighting): Tensor {
    const error = subtract(matchTarget(ACTION, target, prediction), prediction);
    return reduceLoss(ACTION, square(error), options);
  }
}
