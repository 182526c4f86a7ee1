import type { Config, Configurable } from '../config.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Puts a weight back where it may be, after each update. */
export interface Constraint extends Configurable {
  readonly className: string;
  /** Its options. */
  config(): Config;
  /** The value to keep, of the same shape. */
  apply(weight: Tensor): Tensor;
}
