import { GlobalPoolLayer, type GlobalPoolOptions } from './global-pool-layer.ts';

/**
 * The largest element of a sequence, channel by channel.
 *
 * **Shapes** input [B, T, C] → output [B, C], or [B, 1, C] with `keepDims`. A mask ends here.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { GlobalMaxPooling1D, Sequential } from 'memcell';
 * const model = new Sequential([new GlobalMaxPooling1D()]);
 * console.log(model.predict([[[1], [3], [2]]]).toArray()); // => [ [ 3 ] ]
 * ```
 */
export class GlobalMaxPooling1D extends GlobalPoolLayer {
  readonly className = 'GlobalMaxPooling1D';

  constructor(options: GlobalPoolOptions = {}) {
    super(options, { className: 'GlobalMaxPooling1D', name: 'global_max_pooling1d', axes: 1, of: 'max' });
  }
}
