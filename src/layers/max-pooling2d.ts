import { PoolLayer, type PoolLayerOptions } from './pool-layer.ts';

/**
 * The largest element of each window of an image, channel by channel.
 *
 * **Shapes** input [B, H, W, C] → output [B, H', W', C].
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { MaxPooling2D, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new MaxPooling2D()]);
 * console.log(model.predict(tensor([1, 3, 2, 0], [1, 2, 2, 1])).item()); // => 3
 * ```
 */
export class MaxPooling2D extends PoolLayer {
  readonly className = 'MaxPooling2D';

  constructor(options: PoolLayerOptions = {}) {
    super(options, { className: 'MaxPooling2D', name: 'max_pooling2d', axes: 2, of: 'max' });
  }
}
