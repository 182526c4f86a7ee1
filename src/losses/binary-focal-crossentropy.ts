import type { Config } from '../config.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { subtract } from '../ops/subtract.ts';
import { checkBoolean, checkNumber } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { bitCrossentropy, smoothBits } from './binary-crossentropy.ts';
import { clipProbabilities } from './epsilon.ts';
import { hardness } from './focal.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { checkLastAxis, RowLoss } from './row-loss.ts';

/** Options of BinaryFocalCrossentropy. */
export interface BinaryFocalCrossentropyOptions extends LossOptions {
  /** Whether the two classes are weighed by alpha. Default false. */
  applyClassBalancing?: boolean;
  /** Weight of class 1 (class 0: 1 − alpha), from 0 to 1. Default 0.25. */
  alpha?: number;
  /** How much easy samples lose of their weight, from 0. Default 2. */
  gamma?: number;
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** How far targets are moved towards ½, from 0 to 1. Default 0. */
  labelSmoothing?: number;
  /** The axis of a row: only the last one. Default -1. */
  axis?: -1;
}

const OPTIONS = ['applyClassBalancing', 'alpha', 'gamma', 'fromLogits', 'labelSmoothing', 'axis'];

/**
 * Cross-entropy of yes-or-no targets in which samples that are right already weigh little.
 *
 * L = mean (w (1 − q)^γ H), q = z p + (1 − z)(1 − p), H = −(z ln p + (1 − z) ln(1 − p)), w = 1, or
 * α z + (1 − α)(1 − z) with applyClassBalancing. p is clipped to [10⁻⁷, 1 − 10⁻⁷] in H; from logits p = sigmoid(x).
 * Targets are z = y (1 − labelSmoothing) + labelSmoothing / 2.
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for another axis.
 * @see Lin et al., Focal Loss for Dense Object Detection, 2017.
 * @example
 * ```ts
 * import { BinaryFocalCrossentropy, tensor } from 'memcell';
 * const loss = new BinaryFocalCrossentropy().call(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(loss.item().toFixed(4)); // => 0.1733
 * ```
 */
export class BinaryFocalCrossentropy extends RowLoss {
  readonly className = 'BinaryFocalCrossentropy';
  readonly applyClassBalancing: boolean;
  readonly alpha: number;
  readonly gamma: number;
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor(options: BinaryFocalCrossentropyOptions = {}) {
    const own = 'BinaryFocalCrossentropy';
    super(own, options, OPTIONS);
    const { applyClassBalancing = false, alpha = 0.25, gamma = 2, fromLogits = false, labelSmoothing = 0 } = options;
    this.applyClassBalancing = checkBoolean(own, 'applyClassBalancing', applyClassBalancing);
    this.alpha = checkNumber(own, 'alpha', alpha, { from: 0, to: 1 });
    this.gamma = checkNumber(own, 'gamma', gamma, { from: 0 });
    this.fromLogits = checkBoolean(own, 'fromLogits', fromLogits);
    this.labelSmoothing = checkNumber(own, 'labelSmoothing', labelSmoothing, { from: 0, to: 1 });
    checkLastAxis(own, options.axis);
  }

  override config(): Config {
    const { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing } = this;
    return { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, ...super.config() };
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const z = smoothBits(matchTarget(action, target, prediction), this.labelSmoothing);
    const p = this.fromLogits ? sigmoid(prediction) : prediction;
    const right = add(multiply(z, p), multiply(subtract(1, z), subtract(1, p)));
    const focal = multiply(hardness(subtract(1, right), this.gamma), bitCrossentropy(z, clipProbabilities(p)));
    if (!this.applyClassBalancing) return focal;
    const balance = add(multiply(z, this.alpha), multiply(subtract(1, z), 1 - this.alpha));
    return multiply(balance, focal);
  }
}
