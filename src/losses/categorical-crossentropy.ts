import type { Config } from '../config.ts';
import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import { log } from '../ops/log.ts';
import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { softmaxCrossentropy } from '../ops/softmax-crossentropy.ts';
import { sum } from '../ops/sum.ts';
import { checkBoolean, checkNumber } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { clipProbabilities } from './epsilon.ts';
import { matchClasses } from './match-classes.ts';
import type { LossOptions } from './reduction.ts';
import { checkLastAxis, RowLoss } from './row-loss.ts';

/** Options of CategoricalCrossentropy. */
export interface CategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** How far targets are moved towards 1 / C, from 0 to 1. Default 0. */
  labelSmoothing?: number;
  /** The axis of the classes: only the last one. Default -1. */
  axis?: -1;
}

/**
 * Cross-entropy of one-hot targets (or of probabilities of classes).
 *
 * From probabilities p: L = −mean over rows of Σ z ln(p / Σ p), shares clipped to [10⁻⁷, 1 − 10⁻⁷] (gradient 0 beyond).
 * From logits x: L = −mean over rows of Σ z ln softmax(x), with the gradient softmax(x) − z.
 * Targets are z = y (1 − labelSmoothing) + labelSmoothing / C.
 *
 * **Shapes** target and prediction [B, …, C]; result [].
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for another axis.
 * @see https://keras.io/api/losses/probabilistic_losses/
 * @example
 * ```ts
 * import { CategoricalCrossentropy, tensor } from 'memcell';
 * const loss = new CategoricalCrossentropy().call(tensor([[0, 1, 0]]), tensor([[0.25, 0.5, 0.25]]));
 * console.log(loss.item().toFixed(4)); // => 0.6931
 * ```
 */
export class CategoricalCrossentropy extends RowLoss {
  readonly className = 'CategoricalCrossentropy';
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor(options: CategoricalCrossentropyOptions = {}) {
    const own = 'CategoricalCrossentropy';
    super(own, options, ['fromLogits', 'labelSmoothing', 'axis']);
    const { fromLogits = false, labelSmoothing = 0 } = options;
    this.fromLogits = checkBoolean(own, 'fromLogits', fromLogits);
    this.labelSmoothing = checkNumber(own, 'labelSmoothing', labelSmoothing, { from: 0, to: 1 });
    checkLastAxis(own, options.axis);
  }

  override config(): Config {
    return { fromLogits: this.fromLogits, labelSmoothing: this.labelSmoothing, ...super.config() };
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = matchClasses(action, target, prediction, "'sparseCategoricalCrossentropy'");
    const z = smoothClasses(y, this.labelSmoothing);
    if (this.fromLogits) return softmaxCrossentropy(prediction, z);
    return negative(sum(multiply(z, log(clippedShares(prediction))), { axis: -1 }));
  }
}

/** One-hot targets moved towards 1 / C. */
export function smoothClasses(y: Tensor, smoothing: number): Tensor {
  return smoothing === 0 ? y : add(multiply(y, 1 - smoothing), smoothing / (y.shape.at(-1) as number));
}

/** Each number's share of its row, kept away from 0 and 1. */
export function clippedShares(p: Tensor): Tensor {
  return clipProbabilities(divide(p, sum(p, { axis: -1, keepDims: true })));
}
