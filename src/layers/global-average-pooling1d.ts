import { GlobalPoolLayer, type GlobalPoolOptions } from './global-pool-layer.ts';

/**
 * The mean of a sequence, channel by channel.
 *
 * **Shapes** input [B, T, C] → output [B, C], or [B, 1, C] with `keepDims`. A mask's steps alone count, and it ends here.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { GlobalAveragePooling1D, Sequential } from 'memcell';
 * const model = new Sequential([new GlobalAveragePooling1D()]);
 * console.log(model.predict([[[1], [3], [2]]]).toArray()); // => [ [ 2 ] ]
 * ```
 */
export class GlobalAveragePooling1D extends GlobalPoolLayer {
  readonly className = 'GlobalAveragePooling1D';

  constructor(options: GlobalPoolOptions = {}) {
    super(options, { className: 'GlobalAveragePooling1D', name: 'global_average_pooling1d', axes: 1, of: 'mean' });
  }
}
