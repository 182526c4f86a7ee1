import type { Config } from '../config.ts';
import { abs } from '../ops/abs.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Regularizer } from './regularizer.ts';

/** Options of L1L2. */
export interface L1L2Options {
  /** Factor of the absolute values, a finite number from 0. Default 0. */
  l1?: number;
  /** Factor of the squares, a finite number from 0. Default 0. */
  l2?: number;
}

/**
 * Penalty on the absolute values and on the squares of a weight. As in Keras both factors are 0 unless they are given,
 * and 0.01 each by the name `l1L2`.
 *
 * l1 · Σ |w| + l2 · Σ w²
 *
 * @throws OptionError if a factor is below 0 or not finite.
 * @example
 * ```ts
 * import { L1L2, tensor } from 'memcell';
 * console.log(new L1L2({ l1: 1, l2: 0.5 }).penalty(tensor([1, -3])).item()); // => 9
 * ```
 */
export class L1L2 implements Regularizer {
  readonly className = 'L1L2';
  readonly l1: number;
  readonly l2: number;

  constructor(options: L1L2Options = {}) {
    checkOptions(this.className, options, ['l1', 'l2']);
    this.l1 = checkNumber(this.className, 'l1', options.l1 ?? 0, { from: 0 });
    this.l2 = checkNumber(this.className, 'l2', options.l2 ?? 0, { from: 0 });
  }

  config(): Config {
    return { l1: this.l1, l2: this.l2 };
  }

  penalty(weight: Tensor): Tensor {
    return add(multiply(sum(abs(weight)), this.l1), multiply(sum(square(weight)), this.l2));
  }
}
