import type { Config } from '../config.ts';
import { add } from '../ops/add.ts';
import { maximum } from '../ops/maximum.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Constraint } from './constraint.ts';
import { type Axis, checkAxis, norms, rescale } from './norms.ts';

/** Options of MinMaxNorm. */
export interface MinMaxNormOptions {
  /** Smallest norm, a finite number from 0. Default 0. */
  minValue?: number;
  /** Largest norm, at least `minValue`. Default 1. */
  maxValue?: number;
  /** How far a norm moves towards the bounds in one update, from 0 to 1. Default 1: all the way. */
  rate?: number;
  /** Axes along which a norm is taken; 0 for the inputs of each unit of a Dense kernel [D, U]. Default 0. */
  axis?: Axis;
}

/**
 * Keeps the norm of the weights into each unit between two bounds.
 *
 * d = rate · clip(‖w‖, minValue, maxValue) + (1 − rate) · ‖w‖;  w ← w · d / (10⁻⁷ + ‖w‖)
 *
 * @throws OptionError if an option is out of its range; ShapeError from `apply` if the weight has no such axis.
 * @example
 * ```ts
 * import { MinMaxNorm, tensor } from 'memcell';
 * console.log(new MinMaxNorm({ minValue: 1 }).apply(tensor([[0.5]])).item().toFixed(3)); // => 1.000
 * ```
 */
export class MinMaxNorm implements Constraint {
  readonly className = 'MinMaxNorm';
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
  readonly axis: Axis;

  constructor(options: MinMaxNormOptions = {}) {
    checkOptions(this.className, options, ['minValue', 'maxValue', 'rate', 'axis']);
    const { minValue = 0, maxValue = 1, rate = 1, axis = 0 } = options;
    this.minValue = checkNumber(this.className, 'minValue', minValue, { from: 0 });
    this.maxValue = checkNumber(this.className, 'maxValue', maxValue, { from: this.minValue });
    this.rate = checkNumber(this.className, 'rate', rate, { from: 0, to: 1 });
    this.axis = checkAxis(this.className, axis);
  }

  config(): Config {
    return { minValue: this.minValue, maxValue: this.maxValue, rate: this.rate, axis: this.axis };
  }

  apply(weight: Tensor): Tensor {
    const lengths = norms(weight, this.axis);
    const clipped = minimum(maximum(lengths, this.minValue), this.maxValue);
    return rescale(weight, add(multiply(clipped, this.rate), multiply(lengths, 1 - this.rate)), lengths);
  }
}
