import { GlobalPoolLayer, type GlobalPoolOptions } from './global-pool-layer.ts';

/**
 * The mean of an image, channel by channel.
 *
 * **Shapes** input [B, H, W, C] → output [B, C], or [B, 1, 1, C] with `keepDims`.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { GlobalAveragePooling2D, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new GlobalAveragePooling2D()]);
 * console.log(model.predict(tensor([1, 3, 2, 2], [1, 2, 2, 1])).toArray()); // => [ [ 2 ] ]
 * ```
 */
export class GlobalAveragePooling2D extends GlobalPoolLayer {
  readonly className = 'GlobalAveragePooling2D';

  constructor(options: GlobalPoolOptions = {}) {
    super(options, { className: 'GlobalAveragePooling2D', name: 'global_average_pooling2d', axes: 2, of: 'mean' });
  }
}
