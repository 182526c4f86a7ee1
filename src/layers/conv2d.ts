import { ConvLayer, type ConvLayerOptions } from './conv-layer.ts';

/** Options of `Conv2D`. */
export interface Conv2DOptions extends ConvLayerOptions {
  /** 'valid': windows inside; 'same': H' = ⌈H / stride⌉, W' = ⌈W / stride⌉. Default 'valid'. */
  padding?: 'valid' | 'same';
}

/**
 * Convolution over images.
 *
 * y[b, i, j, f] = activation(Σ_pqc x[b, i·stride + p·dilation, j·stride + q·dilation, c] · W[p, q, c, f] + b[f])
 *
 * **Shapes** input [B, H, W, C] → output [B, H', W', F]. **Weights** kernel [P, Q, C, F], bias [F].
 * **Cost** 2·B·H'·W'·P·Q·C·F FLOPs.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst' and groups above 1.
 * @see LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998.
 * @example
 * ```ts
 * import { Conv2D, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new Conv2D({ filters: 4, kernelSize: 3, strides: [2, 1], padding: 'same' })]);
 * console.log(model.predict(tensor(new Float32Array(48), [1, 4, 4, 3])).shape); // => [ 1, 2, 4, 4 ]
 * ```
 */
export class Conv2D extends ConvLayer {
  readonly className = 'Conv2D';

  constructor(options: Conv2DOptions) {
    super(options, { className: 'Conv2D', name: 'conv2d', axes: 2, paddings: ['valid', 'same'] });
  }
}
