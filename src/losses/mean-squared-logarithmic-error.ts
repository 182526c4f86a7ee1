import { add } from '../ops/add.ts';
import { log } from '../ops/log.ts';
import { maximum } from '../ops/maximum.ts';
import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { EPSILON } from './epsilon.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Mean of squared differences of logarithms, for numbers from 0 whose ratio matters.
 *
 * L = mean (ln(1 + max(y, 10⁻⁷)) − ln(1 + max(ŷ, 10⁻⁷)))²
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { MeanSquaredLogarithmicError, tensor } from 'memcell';
 * const loss = new MeanSquaredLogarithmicError().call(tensor([[1], [3]]), tensor([[1], [1]]));
 * console.log(loss.item().toFixed(4)); // => 0.2402
 * ```
 */
export class MeanSquaredLogarithmicError extends RowLoss {
  readonly className = 'MeanSquaredLogarithmicError';

  constructor(options: LossOptions = {}) {
    super('MeanSquaredLogarithmicError', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = matchTarget(action, target, prediction);
    return square(subtract(logOf(prediction), logOf(y)));
  }
}

function logOf(x: Tensor): Tensor {
  return log(add(maximum(x, EPSILON), 1));
}
