import type { Config, Configurable } from '../config.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Adds a penalty on a weight (or on what a layer gives) to the loss. */
export interface Regularizer extends Configurable {
  readonly className: string;
  /** Its options. */
  config(): Config;
  /** The penalty, a scalar. */
  penalty(weight: Tensor): Tensor;
}
