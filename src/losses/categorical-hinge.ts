import { add } from '../ops/add.ts';
import { max } from '../ops/max.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import { subtract } from '../ops/subtract.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matchClasses } from './match-classes.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/**
 * Hinge loss between the right class and the best of the wrong ones, for one-hot targets.
 *
 * L = mean over rows of max(max((1 − y) ŷ) − Σ y ŷ + 1, 0)
 *
 * **Shapes** target and prediction [B, …, C]; result [].
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/losses/hinge_losses/
 * @example
 * ```ts
 * import { CategoricalHinge, tensor } from 'memcell';
 * const loss = new CategoricalHinge().call(tensor([[0, 1]]), tensor([[0.6, 0.4]]));
 * console.log(loss.item().toFixed(4)); // => 1.2000
 * ```
 */
export class CategoricalHinge extends RowLoss {
  readonly className = 'CategoricalHinge';

  constructor(options: LossOptions = {}) {
    super('CategoricalHinge', options);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = matchClasses(action, target, prediction, "'sparseCategoricalCrossentropy'");
    const right = sum(multiply(y, prediction), { axis: -1 });
    const wrong = max(multiply(subtract(1, y), prediction), { axis: -1 });
    return relu(add(subtract(wrong, right), 1));
  }
}
