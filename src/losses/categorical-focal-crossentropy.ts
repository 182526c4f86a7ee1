import type { Config } from '../config.ts';
import { UnsupportedError } from '../errors.ts';
import { log } from '../ops/log.ts';
import { multiply } from '../ops/multiply.ts';
import { softmax } from '../ops/softmax.ts';
import { subtract } from '../ops/subtract.ts';
import { sum } from '../ops/sum.ts';
import { checkBoolean, checkNumber, describe } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { clippedShares, smoothClasses } from './categorical-crossentropy.ts';
import { hardness } from './focal.ts';
import { matchClasses } from './match-classes.ts';
import type { LossOptions } from './reduction.ts';
import { checkLastAxis, RowLoss } from './row-loss.ts';

/** Options of CategoricalFocalCrossentropy. */
export interface CategoricalFocalCrossentropyOptions extends LossOptions {
  /** Weight of all classes, from 0; one for each class is not supported. Default 0.25. */
  alpha?: number;
  /** How much easy samples lose of their weight, from 0. Default 2. */
  gamma?: number;
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** How far targets are moved towards 1 / C, from 0 to 1. Default 0. */
  labelSmoothing?: number;
  /** The axis of the classes: only the last one. Default -1. */
  axis?: -1;
}

/**
 * Cross-entropy of one-hot targets in which samples that are right already weigh little.
 *
 * L = −mean over rows of Σ α (1 − q)^γ z ln q, q = p / Σ p clipped to [10⁻⁷, 1 − 10⁻⁷]; from logits p = softmax(x).
 * Targets are z = y (1 − labelSmoothing) + labelSmoothing / C.
 *
 * **Shapes** target and prediction [B, …, C]; result [].
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for another axis or a list of alphas.
 * @see Lin et al., Focal Loss for Dense Object Detection, 2017.
 * @example
 * ```ts
 * import { CategoricalFocalCrossentropy, tensor } from 'memcell';
 * const loss = new CategoricalFocalCrossentropy().call(tensor([[0, 1]]), tensor([[0.5, 0.5]]));
 * console.log(loss.item().toFixed(4)); // => 0.0433
 * ```
 */
export class CategoricalFocalCrossentropy extends RowLoss {
  readonly className = 'CategoricalFocalCrossentropy';
  readonly alpha: number;
  readonly gamma: number;
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor(options: CategoricalFocalCrossentropyOptions = {}) {
    const own = 'CategoricalFocalCrossentropy';
    super(own, options, ['alpha', 'gamma', 'fromLogits', 'labelSmoothing', 'axis']);
    const { alpha = 0.25, gamma = 2, fromLogits = false, labelSmoothing = 0 } = options;
    if (Array.isArray(alpha)) {
      throw new UnsupportedError(`Cannot create ${own}: alpha must be one number, received ${describe(alpha)}`);
    }
    this.alpha = checkNumber(own, 'alpha', alpha, { from: 0 });
    this.gamma = checkNumber(own, 'gamma', gamma, { from: 0 });
    this.fromLogits = checkBoolean(own, 'fromLogits', fromLogits);
    this.labelSmoothing = checkNumber(own, 'labelSmoothing', labelSmoothing, { from: 0, to: 1 });
    checkLastAxis(own, options.axis);
  }

  override config(): Config {
    const { alpha, gamma, fromLogits, labelSmoothing } = this;
    return { alpha, gamma, fromLogits, labelSmoothing, ...super.config() };
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const y = matchClasses(action, target, prediction, "'sparseCategoricalCrossentropy'");
    const z = smoothClasses(y, this.labelSmoothing);
    const q = clippedShares(this.fromLogits ? softmax(prediction) : prediction);
    const factor = multiply(hardness(subtract(1, q), this.gamma), -this.alpha);
    return sum(multiply(factor, multiply(z, log(q))), { axis: -1 });
  }
}
