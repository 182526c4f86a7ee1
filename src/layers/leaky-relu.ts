import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { relu } from '../ops/relu.ts';
import { subtract } from '../ops/subtract.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of `LeakyReLU`. */
export interface LeakyReluOptions extends LayerOptions {
  /** Slope below 0, ≥ 0. Default 0.3. */
  negativeSlope?: number;
}

/**
 * Rectified linear unit that lets a part of negative numbers through.
 *
 * y = x where x > 0, else negativeSlope · x
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if negativeSlope is no number from 0.
 * @see Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013.
 * @example
 * ```ts
 * import { LeakyReLU, Sequential } from 'memcell';
 * console.log(new Sequential([new LeakyReLU({ negativeSlope: 0.5 })]).predict([[-2, 3]]).toArray()); // => [ [ -1, 3 ] ]
 * ```
 */
export class LeakyReLU extends Layer {
  readonly className = 'LeakyReLU';
  override readonly supportsMasking = true;
  readonly negativeSlope: number;

  constructor(options: LeakyReluOptions = {}) {
    super('leaky_re_lu', options);
    const subject = `LeakyReLU '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'negativeSlope']);
    this.negativeSlope = checkNumber(subject, 'negativeSlope', options.negativeSlope ?? 0.3, { from: 0 });
  }

  protected build(): void {}

  call(input: Tensor): Tensor {
    const x = toFloat(input);
    return subtract(relu(x), multiply(relu(negative(x)), this.negativeSlope));
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, negativeSlope: this.negativeSlope };
  }
}
