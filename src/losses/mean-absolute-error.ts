import { abs } from '../ops/abs.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Mean of absolute differences.
 *
 * L = mean |y − ŷ|
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { MeanAbsoluteError, tensor } from 'memcell';
 * console.log(new MeanAbsoluteError().call(tensor([[1], [2]]), tensor([[1], [4]])).item()); // => 1
 * ```
 */
export class MeanAbsoluteError extends RowLoss {
  readonly className = 'MeanAbsoluteError';

  constructor(options: LossOptions = {}) {
    super('MeanAbsoluteError', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return abs(subtract(matchTarget(action, target, prediction), prediction));
  }
}
