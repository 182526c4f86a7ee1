import type { Config } from '../config.ts';
import { abs } from '../ops/abs.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Regularizer } from './regularizer.ts';

/** Options of L1. */
export interface L1Options {
  /** Factor, a finite number from 0. Default 0.01. */
  l1?: number;
}

/**
 * Penalty on the absolute values of a weight.
 *
 * l1 · Σ |w|
 *
 * @throws OptionError if the factor is below 0 or not finite.
 * @example
 * ```ts
 * import { L1, tensor } from 'memcell';
 * console.log(new L1({ l1: 0.5 }).penalty(tensor([1, -3])).item()); // => 2
 * ```
 */
export class L1 implements Regularizer {
  readonly className = 'L1';
  readonly l1: number;

  constructor(options: L1Options = {}) {
    checkOptions(this.className, options, ['l1']);
    this.l1 = checkNumber(this.className, 'l1', options.l1 ?? 0.01, { from: 0 });
  }

  config(): Config {
    return { l1: this.l1 };
  }

  penalty(weight: Tensor): Tensor {
    return multiply(sum(abs(weight)), this.l1);
  }
}
