import type { Config } from '../config.ts';
import { add } from '../ops/add.ts';
import { log } from '../ops/log.ts';
import { maximum } from '../ops/maximum.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { subtract } from '../ops/subtract.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Loss, Weighting } from './loss.ts';
import { matchTarget } from './match-target.ts';
import { reduceLoss } from './reduce-loss.ts';
import { softplus } from './softplus.ts';

/** Options of BinaryCrossentropy. */
export interface BinaryCrossentropyOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
  /** How far targets are moved towards ½, from 0 to 1. Default 0. */
  labelSmoothing?: number;
}

const ACTION = 'compute BinaryCrossentropy';
/** Probabilities are kept so far from 0 and 1, as in Keras. */
const EPSILON = 1e-7;

/**
 * Cross-entropy of yes-or-no targets.
 *
 * From probabilities p: L = −mean (z ln p + (1 − z) ln(1 − p)), p clipped to [10⁻⁷, 1 − 10⁻⁷] (gradient 0 beyond).
 * From logits x: L = mean (max(x, 0) − x z + ln(1 + e^−|x|)).
 * Targets are z = y (1 − labelSmoothing) + labelSmoothing / 2.
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError if an option is out of its range.
 * @see https://keras.io/api/losses/probabilistic_losses/
 * @example
 * ```ts
 * import { BinaryCrossentropy, tensor } from 'memcell';
 * const loss = new BinaryCrossentropy().call(tensor([[1], [0]]), tensor([[0.5], [0.5]]));
 * console.log(loss.item().toFixed(4)); // => 0.6931
 * ```
 */
export class BinaryCrossentropy implements Loss {
  readonly className = 'BinaryCrossentropy';
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor(options: BinaryCrossentropyOptions = {}) {
    checkOptions(this.className, options, ['fromLogits', 'labelSmoothing'], ['axis', 'reduction', 'dtype']);
    const { fromLogits = false, labelSmoothing = 0 } = options;
    this.fromLogits = checkBoolean(this.className, 'fromLogits', fromLogits);
    this.labelSmoothing = checkNumber(this.className, 'labelSmoothing', labelSmoothing, { from: 0, to: 1 });
  }

  config(): Config {
    return { fromLogits: this.fromLogits, labelSmoothing: this.labelSmoothing };
  }

  call(target: Tensor, prediction: Tensor, options?: Weighting): Tensor {
    const y = matchTarget(ACTION, target, prediction);
    const s = this.labelSmoothing;
    const z = s === 0 ? y : add(multiply(y, 1 - s), 0.5 * s);
    const values = this.fromLogits ? fromLogits(z, prediction) : fromProbabilities(z, prediction);
    return reduceLoss(ACTION, values, options);
  }
}

function fromProbabilities(z: Tensor, prediction: Tensor): Tensor {
  const p = minimum(maximum(prediction, EPSILON), 1 - EPSILON);
  return negative(add(multiply(z, log(p)), multiply(subtract(1, z), log(subtract(1, p)))));
}

function fromLogits(z: Tensor, x: Tensor): Tensor {
  return subtract(softplus(x), multiply(x, z));
}
