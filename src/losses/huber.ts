import type { Config } from '../config.ts';
import { abs } from '../ops/abs.ts';
import { add } from '../ops/add.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import { checkNumber } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { matchTarget } from './match-target.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/** Options of Huber. */
export interface HuberOptions extends LossOptions {
  /** Differences beyond it count linearly; above 0. Default 1. */
  delta?: number;
}

/**
 * Squared differences where they are small, absolute ones where they are large.
 *
 * L = mean ℓ(|y − ŷ|), ℓ(e) = e² / 2 for e ≤ δ and δ e − δ² / 2 beyond
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; result [].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/losses/regression_losses/
 * @example
 * ```ts
 * import { Huber, tensor } from 'memcell';
 * console.log(new Huber().call(tensor([[0], [0]]), tensor([[1], [3]])).item()); // => 1.5
 * ```
 */
export class Huber extends RowLoss {
  readonly className = 'Huber';
  readonly delta: number;

  constructor(options: HuberOptions = {}) {
    super('Huber', options, ['delta']);
    this.delta = checkNumber('Huber', 'delta', options.delta ?? 1, { above: 0 });
  }

  override config(): Config {
    return { delta: this.delta, ...super.config() };
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const error = abs(subtract(prediction, matchTarget(action, target, prediction)));
    const near = minimum(error, this.delta);
    return add(multiply(square(near), 0.5), multiply(subtract(error, near), this.delta));
  }
}
