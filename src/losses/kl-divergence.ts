import { clip } from '../ops/clip.ts';
import { divide } from '../ops/divide.ts';
import { log } from '../ops/log.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { EPSILON } from './epsilon.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

const RANGE = { min: EPSILON, max: 1 };

/**
 * Kullback-Leibler divergence of the predicted from the target distribution.
 *
 * L = mean over rows of Σ y ln(y / ŷ); y and ŷ clipped to [10⁻⁷, 1] (gradient 0 beyond)
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/probabilistic_losses/
 * @example
 * ```ts
 * import { KLDivergence, tensor } from 'memcell';
 * const loss = new KLDivergence().call(tensor([[0.5, 0.5]]), tensor([[0.9, 0.1]]));
 * console.log(loss.item().toFixed(4)); // => 0.5108
 * ```
 */
export class KLDivergence extends RowLoss {
  readonly className = 'KLDivergence';

  constructor(options: LossOptions = {}) {
    super('KLDivergence', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = clip(matchTarget(action, target, prediction), RANGE);
    const ratio = divide(y, clip(prediction, RANGE));
    return sum(multiply(y, log(ratio)), { axis: -1 });
  }
}
