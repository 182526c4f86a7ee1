import { add } from '../ops/add.ts';
import { exp } from '../ops/exp.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import { subtract } from '../ops/subtract.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of `ELU`. */
export interface EluOptions extends LayerOptions {
  /** What −y goes to for small x. Default 1. */
  alpha?: number;
}

/**
 * Exponential linear unit.
 *
 * y = x where x > 0, else α(eˣ − 1)
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if alpha is no finite number.
 * @see Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015.
 * @example
 * ```ts
 * import { ELU, Sequential } from 'memcell';
 * console.log(new Sequential([new ELU({ alpha: 2 })]).predict([[-100, 3]]).toArray()); // => [ [ -2, 3 ] ]
 * ```
 */
export class ELU extends Layer {
  readonly className = 'ELU';
  override readonly supportsMasking = true;
  readonly alpha: number;

  constructor(options: EluOptions = {}) {
    super('elu', options);
    const subject = `ELU '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'alpha']);
    this.alpha = checkNumber(subject, 'alpha', options.alpha ?? 1);
  }

  protected build(): void {}

  call(input: Tensor): Tensor {
    const x = toFloat(input);
    return add(relu(x), multiply(subtract(exp(minimum(x, 0)), 1), this.alpha));
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, alpha: this.alpha };
  }
}
