import { OptionError } from '../errors.ts';
import { dropout } from '../ops/dropout.ts';
import { checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/**
 * Sets a random share of the inputs to 0 in training and scales the others by 1 / (1 − rate); passes all on in use.
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if rate lies outside [0, 1).
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
  /** Share of inputs set to 0. */
  readonly rate: number;

  /** @param options rate: 0 ≤ rate < 1. */
  constructor(options: LayerOptions & { rate: number }) {
    super('dropout', options);
    checkOptions(`create Dropout '${this.name}'`, options, ['name', 'trainable', 'rate']);
    const { rate } = options;
    if (!(typeof rate === 'number' && rate >= 0 && rate < 1)) {
      throw new OptionError(
        `Cannot create layer '${this.name}': rate must be from 0 to below 1, received ${String(rate)}`,
      );
    }
    this.rate = rate;
  }

  protected build(): void {}

  call(x: Tensor, { training, random }: ForwardContext): Tensor {
    if (!training || this.rate === 0) return x;
    if (random === undefined) {
      throw new OptionError(`Cannot call Dropout '${this.name}': random must be given in training, received none`);
    }
    return dropout(x, { rate: this.rate, random: random.split() });
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, rate: this.rate };
  }
}
