import { add } from '../ops/add.ts';
import { log } from '../ops/log.ts';
import { multiply } from '../ops/multiply.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { EPSILON } from './epsilon.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Negative log-likelihood of counts under Poisson distributions of predicted means, less a constant.
 *
 * L = mean (ŷ − y ln(ŷ + 10⁻⁷))
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/probabilistic_losses/
 * @example
 * ```ts
 * import { Poisson, tensor } from 'memcell';
 * const loss = new Poisson().call(tensor([[1], [0]]), tensor([[2], [1]]));
 * console.log(loss.item().toFixed(4)); // => 1.1534
 * ```
 */
export class Poisson extends RowLoss {
  readonly className = 'Poisson';

  constructor(options: LossOptions = {}) {
    super('Poisson', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = matchTarget(action, target, prediction);
    return subtract(prediction, multiply(y, log(add(prediction, EPSILON))));
  }
}
