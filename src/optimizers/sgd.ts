import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';

/** Options of SGD. */
export interface SGDOptions extends OptimizerOptions {
  /** Step size, a finite number above 0. Default 0.01. */
  learningRate?: number;
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
  protected readonly slotNames: readonly string[];

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

  protected update(variable: Variable, gradient: Tensor, [velocity]: readonly Variable[], rate: number): void {
    const { kernels } = backend();
    const { size } = variable;
    const w = variable.address();
    const g = gradient.address();
    if (velocity === undefined) kernels.sgd(size, w, g, rate);
    else kernels.momentum(size, w, g, velocity.address(), rate, this.momentum, this.nesterov ? 1 : 0);
  }
}
