import { reshape } from '../ops/reshape.ts';
import { checkOptions } from '../options.ts';
import { type OpenShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkDataFormat, type DataFormat } from './data-format.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { Tensors } from './trainable.ts';

/** Options of `Flatten`. */
export interface FlattenOptions extends LayerOptions {
  /** Only 'channelsLast'. */
  dataFormat?: DataFormat | null;
}

/**
 * Gives each sample as one row of numbers.
 *
 * **Shapes** input [B, …] → output [B, D], D the number of elements of a sample. A mask ends here.
 *
 * @throws UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { Flatten, Sequential } from 'memcell';
 * console.log(new Sequential([new Flatten()]).predict([[[1, 2], [3, 4]]]).toArray()); // => [ [ 1, 2, 3, 4 ] ]
 * ```
 */
export class Flatten extends Layer {
  readonly className = 'Flatten';
  readonly #dataFormat: DataFormat;

  constructor(options: FlattenOptions = {}) {
    super('flatten', options);
    const subject = `Flatten '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'dataFormat']);
    this.#dataFormat = checkDataFormat(subject, options.dataFormat);
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    return reshape(x, this.outputShape(x.shape) as readonly number[]);
  }

  protected override needsSequence(input: Tensors): boolean {
    return (input as Tensor).rank > 2;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const [batch = null, ...sample] = inputShape;
    return [batch, sample.includes(null) ? null : sizeOf(sample as readonly number[])];
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, dataFormat: this.#dataFormat };
  }
}
