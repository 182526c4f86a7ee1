import type { Config } from '../config.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Constraint } from './constraint.ts';
import { type Axis, checkAxis, norms, rescale } from './norms.ts';

/** Options of UnitNorm. */
export interface UnitNormOptions {
  /** Axes along which a norm is taken; 0 for the inputs of each unit of a Dense kernel [D, U]. Default 0. */
  axis?: Axis;
}

/**
 * Keeps the weights into each unit at norm 1.
 *
 * w ← w / (10⁻⁷ + ‖w‖)
 *
 * @throws OptionError if axis is not whole; ShapeError from `apply` if the weight has no such axis.
 * @example
 * ```ts
 * import { tensor, UnitNorm } from 'memcell';
 * console.log(new UnitNorm().apply(tensor([[3], [4]])).data[0]?.toFixed(3)); // => 0.600
 * ```
 */
export class UnitNorm implements Constraint {
  readonly className = 'UnitNorm';
  readonly axis: Axis;

  constructor(options: UnitNormOptions = {}) {
    checkOptions(this.className, options, ['axis']);
    this.axis = checkAxis(this.className, options.axis ?? 0);
  }

  config(): Config {
    return { axis: this.axis };
  }

  apply(weight: Tensor): Tensor {
    return rescale(weight, 1, norms(weight, this.axis));
  }
}
