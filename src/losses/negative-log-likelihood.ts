import { negative } from '../ops/negative.ts';
import { pickAt } from '../ops/pick.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { LabelLoss, type LabelLossOptions } from './label-loss.ts';

/**
 * Negative log-likelihood of targets that are numbers of classes, for models that end in a log softmax.
 *
 * L = −mean over rows of ŷ[y], ŷ = ln p
 *
 * **Shapes** target [B, …] or [B, …, 1] (int32 or float32), prediction [B, …, C]; result [].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 * @example
 * ```ts
 * import { NegativeLogLikelihood, logSoftmax, tensor } from 'memcell';
 * const loss = new NegativeLogLikelihood().call(tensor([1]), logSoftmax(tensor([[0, 0]])));
 * console.log(loss.item().toFixed(4)); // => 0.6931
 * ```
 */
export class NegativeLogLikelihood extends LabelLoss {
  readonly className = 'NegativeLogLikelihood';

  constructor(options: LabelLossOptions = {}) {
    super('NegativeLogLikelihood', options);
  }

  protected at(prediction: Tensor, positions: Tensor): Tensor {
    return negative(pickAt(prediction, positions));
  }
}
