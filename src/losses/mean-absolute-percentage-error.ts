import { abs } from '../ops/abs.ts';
import { divide } from '../ops/divide.ts';
import { maximum } from '../ops/maximum.ts';
import { multiply } from '../ops/multiply.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { EPSILON } from './epsilon.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Mean of absolute differences, in per cent of the target.
 *
 * L = 100 mean (|y − ŷ| / max(|y|, 10⁻⁷)); a target of 0 makes it huge
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { MeanAbsolutePercentageError, tensor } from 'memcell';
 * console.log(new MeanAbsolutePercentageError().call(tensor([[2], [4]]), tensor([[1], [4]])).item()); // => 25
 * ```
 */
export class MeanAbsolutePercentageError extends RowLoss {
  readonly className = 'MeanAbsolutePercentageError';

  constructor(options: LossOptions = {}) {
    super('MeanAbsolutePercentageError', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = matchTarget(action, target, prediction);
    return multiply(abs(divide(subtract(y, prediction), maximum(abs(y), EPSILON))), 100);
  }
}
