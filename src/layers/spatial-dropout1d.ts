import { OptionError } from '../errors.ts';
import { broadcastTo } from '../ops/broadcast-to.ts';
import { dropout } from '../ops/dropout.ts';
import { multiply } from '../ops/multiply.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/**
 * Sets a random share of the channels to 0 in training, each for all steps of a sequence, and scales the others by
 * 1 / (1 − rate); passes all on in use.
 *
 * **Shapes** input [B, T, C] → output [B, T, C].
 *
 * @throws OptionError if rate lies outside [0, 1); UnsupportedError for Keras's seed.
 * @see Tompson et al., Efficient Object Localization Using Convolutional Networks, 2015.
 * @example
 * ```ts
 * import { Sequential, SpatialDropout1D } from 'memcell';
 * console.log(new Sequential([new SpatialDropout1D({ rate: 0.5 })]).predict([[[1, 2]]]).toArray()); // => [ [ [ 1, 2 ] ] ]
 * ```
 */
export class SpatialDropout1D extends Layer {
  readonly className = 'SpatialDropout1D';
  override readonly supportsMasking = true;
  /** Share of channels set to 0. */
  readonly rate: number;

  /** @param options rate: 0 ≤ rate < 1. */
  constructor(options: LayerOptions & { rate: number }) {
    super('spatial_dropout1d', options);
    const subject = `SpatialDropout1D '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'rate'], ['seed']);
    this.rate = checkNumber(subject, 'rate', options.rate, { from: 0, below: 1 });
  }

  protected build(): void {}

  call(input: Tensor, { training, random }: ForwardContext): Tensor {
    const x = this.checkCall(input);
    if (!training || this.rate === 0) return x;
    if (random === undefined) {
      throw new OptionError(
        `Cannot call SpatialDropout1D '${this.name}': random must be given in training, received none`,
      );
    }
    const [batch, , depth] = x.shape as readonly [number, number, number];
    const ones = broadcastTo(tensor(1), [batch, 1, depth]);
    return multiply(x, dropout(ones, { rate: this.rate, random: random.split() }));
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, C]');
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, rate: this.rate };
  }
}
