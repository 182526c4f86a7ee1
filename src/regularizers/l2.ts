import type { Config } from '../config.ts';
import { multiply } from '../ops/multiply.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Regularizer } from './regularizer.ts';

/** Options of L2. */
export interface L2Options {
  /** Factor, a finite number from 0. Default 0.01. */
  l2?: number;
}

/**
 * Penalty on the squares of a weight.
 *
 * l2 · Σ w²
 *
 * @throws OptionError if the factor is below 0 or not finite.
 * @example
 * ```ts
 * import { L2, tensor } from 'memcell';
 * console.log(new L2({ l2: 0.5 }).penalty(tensor([1, -3])).item()); // => 5
 * ```
 */
export class L2 implements Regularizer {
  readonly className = 'L2';
  readonly l2: number;

  constructor(options: L2Options = {}) {
    checkOptions(this.className, options, ['l2']);
    this.l2 = checkNumber(this.className, 'l2', options.l2 ?? 0.01, { from: 0 });
  }

  config(): Config {
    return { l2: this.l2 };
  }

  penalty(weight: Tensor): Tensor {
    return multiply(sum(square(weight)), this.l2);
  }
}
