import { PoolLayer, type PoolLayerOptions } from './pool-layer.ts';

/**
 * The largest element of each window of a sequence, channel by channel.
 *
 * **Shapes** input [B, T, C] → output [B, T', C]. A mask ends here.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { MaxPooling1D, Sequential } from 'memcell';
 * const model = new Sequential([new MaxPooling1D()]);
 * console.log(model.predict([[[1], [3], [2], [0]]]).toArray()); // => [ [ [ 3 ], [ 2 ] ] ]
 * ```
 */
export class MaxPooling1D extends PoolLayer {
  readonly className = 'MaxPooling1D';

  constructor(options: PoolLayerOptions = {}) {
    super(options, { className: 'MaxPooling1D', name: 'max_pooling1d', axes: 1, of: 'max' });
  }
}
