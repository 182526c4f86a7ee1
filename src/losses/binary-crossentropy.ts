import type { Config } from '../config.ts';
import { add } from '../ops/add.ts';
import { log } from '../ops/log.ts';
import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { subtract } from '../ops/subtract.ts';
import { checkBoolean, checkNumber } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { clipProbabilities } from './epsilon.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { checkLastAxis, RowLoss } from './row-loss.ts';
import { softplus } from './softplus.ts';

/** Options of BinaryCrossentropy. */
export interface BinaryCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** How far targets are moved towards ½, from 0 to 1. Default 0. */
  labelSmoothing?: number;
  /** The axis of a row: only the last one. Default -1. */
  axis?: -1;
}

/**
 * Cross-entropy of yes-or-no targets.
 *
 * From probabilities p: L = −mean (z ln p + (1 − z) ln(1 − p)), p clipped to [10⁻⁷, 1 − 10⁻⁷] (gradient 0 beyond).
 * From logits x: L = mean (max(x, 0) − x z + ln(1 + e^−|x|)).
 * Targets are z = y (1 − labelSmoothing) + labelSmoothing / 2.
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for another axis.
 * @see https://keras.io/api/losses/probabilistic_losses/
 * @example
 * ```ts
 * import { BinaryCrossentropy, tensor } from 'memcell';
 * const loss = new BinaryCrossentropy().call(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(loss.item().toFixed(4)); // => 0.6931
 * ```
 */
export class BinaryCrossentropy extends RowLoss {
  readonly className = 'BinaryCrossentropy';
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor(options: BinaryCrossentropyOptions = {}) {
    super('BinaryCrossentropy', options, ['fromLogits', 'labelSmoothing', 'axis']);
    const { fromLogits = false, labelSmoothing = 0 } = options;
    this.fromLogits = checkBoolean('BinaryCrossentropy', 'fromLogits', fromLogits);
    this.labelSmoothing = checkNumber('BinaryCrossentropy', 'labelSmoothing', labelSmoothing, { from: 0, to: 1 });
    checkLastAxis('BinaryCrossentropy', options.axis);
  }

  override config(): Config {
    return { fromLogits: this.fromLogits, labelSmoothing: this.labelSmoothing, ...super.config() };
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const z = smoothBits(matchTarget(action, target, prediction), this.labelSmoothing);
    return this.fromLogits
      ? subtract(softplus(prediction), multiply(prediction, z))
      : bitCrossentropy(z, clipProbabilities(prediction));
  }
}

/** Targets of 0 and 1 moved towards ½. */
export function smoothBits(y: Tensor, smoothing: number): Tensor {
  return smoothing === 0 ? y : add(multiply(y, 1 - smoothing), 0.5 * smoothing);
}

/** −(z ln p + (1 − z) ln(1 − p)) of probabilities within (0, 1). */
export function bitCrossentropy(z: Tensor, p: Tensor): Tensor {
  return negative(add(multiply(z, log(p)), multiply(subtract(1, z), log(subtract(1, p)))));
}
