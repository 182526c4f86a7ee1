import type { Padding } from '../ops/windows.ts';
import { ConvLayer, type ConvLayerOptions } from './conv-layer.ts';

/** Options of `Conv1D`. */
export interface Conv1DOptions extends ConvLayerOptions {
  /** 'valid': windows inside; 'same': T' = ⌈T / stride⌉; 'causal': as same, looking back only. Default 'valid'. */
  padding?: Padding;
}

/**
 * Convolution over the steps of a sequence.
 *
 * y[b, t, f] = activation(Σ_kc x[b, t·stride + k·dilation, c] · W[k, c, f] + b[f])
 *
 * **Shapes** input [B, T, C] → output [B, T', F]. **Weights** kernel [K, C, F], bias [F]. **Cost** 2·B·T'·K·C·F FLOPs.
 * A mask ends here.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst' and groups above 1.
 * @example
 * ```ts
 * import { Conv1D, Sequential } from 'memcell';
 * const layer = new Conv1D({ filters: 1, kernelSize: 2, padding: 'causal', kernelInitializer: 'ones' });
 * console.log(new Sequential([layer]).predict([[[1], [2], [3]]]).toArray()); // => [ [ [ 1 ], [ 3 ], [ 5 ] ] ]
 * ```
 */
export class Conv1D extends ConvLayer {
  readonly className = 'Conv1D';

  constructor(options: Conv1DOptions) {
    super(options, { className: 'Conv1D', name: 'conv1d', axes: 1, paddings: ['valid', 'same', 'causal'] });
  }
}
