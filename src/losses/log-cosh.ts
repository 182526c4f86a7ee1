import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';
import { softplus } from './softplus.ts';

/**
 * Logarithm of the hyperbolic cosine of the difference: half its square where it is small, its size where it is large.
 *
 * L = mean ln cosh(ŷ − y)
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { LogCosh, tensor } from 'memcell';
 * const loss = new LogCosh().call(tensor([[0], [0]]), tensor([[1], [-1]]));
 * console.log(loss.item().toFixed(4)); // => 0.4338
 * ```
 */
export class LogCosh extends RowLoss {
  readonly className = 'LogCosh';

  constructor(options: LossOptions = {}) {
    super('LogCosh', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const error = subtract(prediction, matchTarget(action, target, prediction));
    return subtract(add(error, softplus(multiply(error, -2))), Math.LN2);
  }
}
