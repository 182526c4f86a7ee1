import { GlobalPoolLayer, type GlobalPoolOptions } from './global-pool-layer.ts';

/**
 * The largest element of an image, channel by channel.
 *
 * **Shapes** input [B, H, W, C] → output [B, C], or [B, 1, 1, C] with `keepDims`.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { GlobalMaxPooling2D, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new GlobalMaxPooling2D()]);
 * console.log(model.predict(tensor([1, 3, 2, 0], [1, 2, 2, 1])).toArray()); // => [ [ 3 ] ]
 * ```
 */
export class GlobalMaxPooling2D extends GlobalPoolLayer {
  readonly className = 'GlobalMaxPooling2D';

  constructor(options: GlobalPoolOptions = {}) {
    super(options, { className: 'GlobalMaxPooling2D', name: 'global_max_pooling2d', axes: 2, of: 'max' });
  }
}
