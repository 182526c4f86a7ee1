import { OptionError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/**
 * Adds normal noise in training; passes all on in use.
 *
 * y = x + ε, ε ~ N(0, stddev²)
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if stddev lies outside [0, 1]; UnsupportedError for Keras's seed.
 * @example
 * ```ts
 * import { GaussianNoise, Sequential } from 'memcell';
 * console.log(new Sequential([new GaussianNoise({ stddev: 0.1 })]).predict([[1, 2]]).toArray()); // => [ [ 1, 2 ] ]
 * ```
 */
export class GaussianNoise extends Layer {
  readonly className = 'GaussianNoise';
  override readonly supportsMasking = true;
  /** Standard deviation of the noise. */
  readonly stddev: number;

  /** @param options stddev: 0 ≤ stddev ≤ 1. */
  constructor(options: LayerOptions & { stddev: number }) {
    super('gaussian_noise', options);
    const subject = `GaussianNoise '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'stddev'], ['seed']);
    this.stddev = checkNumber(subject, 'stddev', options.stddev, { from: 0, to: 1 });
  }

  protected build(): void {}

  call(x: Tensor, { training, random }: ForwardContext): Tensor {
    if (!training || this.stddev === 0) return x;
    if (random === undefined) {
      throw new OptionError(
        `Cannot call GaussianNoise '${this.name}': random must be given in training, received none`,
      );
    }
    const noise = random.split().normal(x.size, 0, this.stddev);
    return add(toFloat(x), tensor(noise, x.shape));
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, stddev: this.stddev };
  }
}
