import { PoolLayer, type PoolLayerOptions } from './pool-layer.ts';

/**
 * The mean of each window of an image, channel by channel. What 'same' cuts off does not count.
 *
 * **Shapes** input [B, H, W, C] → output [B, H', W', C].
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { AveragePooling2D, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new AveragePooling2D()]);
 * console.log(model.predict(tensor([1, 3, 2, 2], [1, 2, 2, 1])).item()); // => 2
 * ```
 */
export class AveragePooling2D extends PoolLayer {
  readonly className = 'AveragePooling2D';

  constructor(options: PoolLayerOptions = {}) {
    super(options, { className: 'AveragePooling2D', name: 'average_pooling2d', axes: 2, of: 'mean' });
  }
}
