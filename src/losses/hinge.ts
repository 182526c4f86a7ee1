import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import { subtract } from '../ops/subtract.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { hingeLabels } from './hinge-labels.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Hinge loss, for targets −1 and 1; targets that are all 0 or 1 count as −1 and 1.
 *
 * L = mean max(1 − y ŷ, 0)
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/hinge_losses/
 * @example
 * ```ts
 * import { Hinge, tensor } from 'memcell';
 * const loss = new Hinge().call(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(loss.item().toFixed(4)); // => 1.0000
 * ```
 */
export class Hinge extends RowLoss {
  readonly className = 'Hinge';

  constructor(options: LossOptions = {}) {
    super('Hinge', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = hingeLabels(matchTarget(action, target, prediction));
    return relu(subtract(1, multiply(y, prediction)));
  }
}
