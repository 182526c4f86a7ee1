import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Mean of squared differences.
 *
 * L = mean (y − ŷ)²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { MeanSquaredError, tensor } from 'memcell';
 * console.log(new MeanSquaredError().call(tensor([[1], [2]]), tensor([[1], [4]])).item()); // => 2
 * ```
 */
export class MeanSquaredError extends RowLoss {
  readonly className = 'MeanSquaredError';

  constructor(options: LossOptions = {}) {
    super('MeanSquaredError', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return square(subtract(matchTarget(action, target, prediction), prediction));
  }
}
