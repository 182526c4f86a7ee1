import { OptionError } from '../errors.ts';
import { dropout } from '../ops/dropout.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/**
 * Sets a random share of the inputs to 0 in training and scales the others by 1 / (1 − rate); passes all on in use.
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if rate lies outside [0, 1); UnsupportedError for Keras's noiseShape and seed.
 * @see Srivastava et al., Dropout, 2014.
 * @example
 * ```ts
 * import { Dropout, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new Dropout({ rate: 0.5 })]);
 * console.log(model.predict(tensor([[1, 2]])).toArray()); // => [ [ 1, 2 ] ]
 * ```
 */
export class Dropout extends Layer {
  readonly className = 'Dropout';
  override readonly supportsMasking = true;
  /** Share of inputs set to 0. */
  readonly rate: number;

  /** @param options rate: 0 ≤ rate < 1. */
  constructor(options: LayerOptions & { rate: number }) {
    super('dropout', options);
    const subject = `Dropout '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'rate'], ['noiseShape', 'seed']);
    this.rate = checkNumber(subject, 'rate', options.rate, { from: 0, below: 1 });
  }

  protected build(): void {}

  call(x: Tensor, { training, random }: ForwardContext): Tensor {
    if (!training || this.rate === 0) return x;
    if (random === undefined) {
      throw new OptionError(`Cannot call Dropout '${this.name}': random must be given in training, received none`);
    }
    return dropout(toFloat(x), { rate: this.rate, random: random.split() });
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, rate: this.rate };
  }
}
