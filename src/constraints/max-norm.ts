import type { Config } from '../config.ts';
import { minimum } from '../ops/minimum.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Constraint } from './constraint.ts';
import { type Axis, checkAxis, norms, rescale } from './norms.ts';

/** Options of MaxNorm. */
export interface MaxNormOptions {
  /** Largest norm, a finite number from 0. Default 2. */
  maxValue?: number;
  /** Axes along which a norm is taken; 0 for the inputs of each unit of a Dense kernel [D, U]. Default 0. */
  axis?: Axis;
}

/**
 * Keeps the norm of the weights into each unit at or below a bound.
 *
 * w ← w · min(‖w‖, maxValue) / (10⁻⁷ + ‖w‖)
 *
 * @throws OptionError if an option is out of its range; ShapeError from `apply` if the weight has no such axis.
 * @see https://jmlr.org/papers/v15/srivastava14a.html
 * @example
 * ```ts
 * import { MaxNorm, tensor } from 'memcell';
 * console.log(new MaxNorm({ maxValue: 1 }).apply(tensor([[3], [4]])).data[1]?.toFixed(3)); // => 0.800
 * ```
 */
export class MaxNorm implements Constraint {
  readonly className = 'MaxNorm';
  readonly maxValue: number;
  readonly axis: Axis;

  constructor(options: MaxNormOptions = {}) {
    checkOptions(this.className, options, ['maxValue', 'axis']);
    this.maxValue = checkNumber(this.className, 'maxValue', options.maxValue ?? 2, { from: 0 });
    this.axis = checkAxis(this.className, options.axis ?? 0);
  }

  config(): Config {
    return { maxValue: this.maxValue, axis: this.axis };
  }

  apply(weight: Tensor): Tensor {
    const lengths = norms(weight, this.axis);
    return rescale(weight, minimum(lengths, this.maxValue), lengths);
  }
}
