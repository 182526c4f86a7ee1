import { divide } from '../ops/divide.ts';
import { maximum } from '../ops/maximum.ts';
import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { sqrt } from '../ops/sqrt.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { EPSILON } from './epsilon.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { checkLastAxis, RowLoss } from './row-loss.ts';

/** Options of CosineSimilarity. */
export interface CosineSimilarityOptions extends LossOptions {
  /** The axis of the vectors: only the last one. Default -1. */
  axis?: -1;
}

/**
 * Negative cosine of the angle between target and prediction: −1 where they point the same way, 1 where they are opposite,
 * 0 where one of them is 0.
 *
 * L = −mean over rows of Σ y ŷ / (‖y‖ ‖ŷ‖), norms kept from 10⁻⁷
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError for an unknown option; UnsupportedError for another axis.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { CosineSimilarity, tensor } from 'memcell';
 * const loss = new CosineSimilarity().call(tensor([[0, 1], [1, 1]]), tensor([[0, 2], [1, 0]]));
 * console.log(loss.item().toFixed(4)); // => -0.8536
 * ```
 */
export class CosineSimilarity extends RowLoss {
  readonly className = 'CosineSimilarity';

  constructor(options: CosineSimilarityOptions = {}) {
    super('CosineSimilarity', options, ['axis']);
    checkLastAxis('CosineSimilarity', options.axis);
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    return negative(cosine(matchTarget(action, target, prediction), prediction));
  }
}

/** Cosine of the angle between the rows of two tensors. */
export function cosine(x: Tensor, y: Tensor): Tensor {
  return sum(multiply(unit(x), unit(y)), { axis: -1 });
}

function unit(x: Tensor): Tensor {
  const squares = sum(square(x), { axis: -1, keepDims: true });
  return divide(x, sqrt(maximum(squares, EPSILON * EPSILON)));
}
