import type { Config, Configurable } from '../config.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Reduction } from './reduction.ts';

/** What counts, and how much. */
export interface Weighting {
  /** 1 where a step counts and 0 where it is padding: [B, T], or [B]. */
  readonly mask?: Tensor | undefined;
  /** Weight of each sample [B], or of each step [B, T]. */
  readonly weight?: Tensor | undefined;
}

/** Measures how far a prediction is from its target. */
export interface Loss extends Configurable {
  readonly className: string;
  /** How the losses of the rows become one number. */
  readonly reduction?: Reduction;
  /** Its options. */
  config(): Config;
  /**
   * The loss of a batch, a scalar (but for the reduction 'none'): by default the mean over all values, weighted, and
   * rescaled under a mask as Keras 3 does.
   *
   * @throws ShapeError if target and prediction, or mask and weight, do not fit together.
   */
  call(target: Tensor, prediction: Tensor, options?: Weighting): Tensor;
}
