import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of SGD. */
export interface SGDOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.01. */
  learningRate?: LearningRate;
  /** Share of the last step that is made again, from 0 to 1. Default 0. */
  momentum?: number;
  /** Whether the gradient is taken to stand where the momentum leads. Default false. */
  nesterov?: boolean;
}

/**
 * Stochastic gradient descent, with momentum.
 *
 * momentum 0: w ← w − η g.  Else: v ← μ v − η g;  w ← w + v, or with nesterov w ← w + μ v − η g.
 *
 * η learningRate, μ momentum; `clipNorm`, `clipValue` or `globalClipNorm` keep gradients small.
 *
 * **Slots** momentum (v), where momentum is not 0.
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://proceedings.mlr.press/v28/sutskever13.html
 * @example
 * ```ts
 * import { SGD, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new SGD({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([1, -2]) }]);
 * console.log(w.toArray()); // => [ -0.5, 1 ]
 * ```
 */
export class SGD extends Optimizer {
  readonly className = 'SGD';
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly slotNames: readonly string[];

  constructor(options: SGDOptions = {}) {
    checkOptions('SGD', options, [...sharedOptions, 'momentum', 'nesterov'], unsupportedOptions);
    super('SGD', options.learningRate ?? 0.01, options);
    this.momentum = checkNumber('SGD', 'momentum', options.momentum ?? 0, { from: 0, to: 1 });
    this.nesterov = checkBoolean('SGD', 'nesterov', options.nesterov ?? false);
    this.slotNames = this.momentum === 0 ? [] : ['momentum'];
  }

  override config(): Config {
    return { ...super.config(), momentum: this.momentum, nesterov: this.nesterov };
  }

  update({ size, variable, gradient, slots: [velocity] }: WeightRun, [rate = 0]: readonly number[]): void {
    const { kernels } = backend();
    if (velocity === undefined) kernels.sgd(size, variable, gradient, rate);
    else kernels.momentum(size, variable, gradient, velocity, rate, this.momentum, 1, this.nesterov ? 1 : 0);
  }
}
