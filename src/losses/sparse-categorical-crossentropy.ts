import type { Config } from '../config.ts';
import { softmaxCrossentropyAt } from '../ops/sparse-softmax-crossentropy.ts';
import { checkBoolean } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { LabelLoss, type LabelLossOptions } from './label-loss.ts';
import { checkLastAxis } from './row-loss.ts';
import { crossentropyAt } from './sparse-crossentropy.ts';

/** Options of SparseCategoricalCrossentropy. */
export interface SparseCategoricalCrossentropyOptions extends LabelLossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** The axis of the classes: only the last one. Default -1. */
  axis?: -1;
}

/**
 * Cross-entropy of targets that are numbers of classes.
 *
 * From probabilities p: L = −mean over rows of ln(p[y] / Σ p), the share clipped to [10⁻⁷, 1 − 10⁻⁷] (gradient 0 beyond).
 * From logits x: L = −mean over rows of ln softmax(x)[y], with the gradient softmax(x), less 1 at y.
 *
 * **Shapes** target [B, …] or [B, …, 1] (int32 or float32), prediction [B, …, C]; result [].
 *
 * **Cost** No one-hot tensor is made, and the gradient is written once: C may be a large vocabulary.
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for another axis.
 * @see https://keras.io/api/losses/probabilistic_losses/
 * @example
 * ```ts
 * import { SparseCategoricalCrossentropy, tensor } from 'memcell';
 * const loss = new SparseCategoricalCrossentropy().call(tensor([1]), tensor([[0.25, 0.5, 0.25]]));
 * console.log(loss.item().toFixed(4)); // => 0.6931
 * ```
 */
export class SparseCategoricalCrossentropy extends LabelLoss {
  readonly className = 'SparseCategoricalCrossentropy';
  readonly fromLogits: boolean;

  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    const own = 'SparseCategoricalCrossentropy';
    super(own, options, ['fromLogits', 'axis']);
    this.fromLogits = checkBoolean(own, 'fromLogits', options.fromLogits ?? false);
    checkLastAxis(own, options.axis);
  }

  override config(): Config {
    return { fromLogits: this.fromLogits, ...super.config() };
  }

  protected at(prediction: Tensor, positions: Tensor): Tensor {
    return this.fromLogits ? softmaxCrossentropyAt(prediction, positions) : crossentropyAt(prediction, positions);
  }
}
