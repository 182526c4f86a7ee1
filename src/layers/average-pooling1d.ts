import { PoolLayer, type PoolLayerOptions } from './pool-layer.ts';

/**
 * The mean of each window of a sequence, channel by channel. What 'same' cuts off does not count.
 *
 * **Shapes** input [B, T, C] → output [B, T', C]. A mask ends here.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { AveragePooling1D, Sequential } from 'memcell';
 * const model = new Sequential([new AveragePooling1D()]);
 * console.log(model.predict([[[1], [3], [2], [0]]]).toArray()); // => [ [ [ 2 ], [ 1 ] ] ]
 * ```
 */
export class AveragePooling1D extends PoolLayer {
  readonly className = 'AveragePooling1D';

  constructor(options: PoolLayerOptions = {}) {
    super(options, { className: 'AveragePooling1D', name: 'average_pooling1d', axes: 1, of: 'mean' });
  }
}
