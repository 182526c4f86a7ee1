import { layerNormalization } from '../ops/layer-normalization.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { NormalizationLayer, type NormalizationOptions } from './normalization-layer.ts';

/**
 * Brings the features of each step to mean 0 and variance 1, then scales and shifts them.
 *
 * y = γ ⊙ (x − mean x) / √(variance x + ε) + β, mean and variance over the last axis
 *
 * **Shapes** input [B, …, D] → output [B, …, D]. **Weights** gamma [D], beta [D].
 *
 * @throws OptionError for an option outside its range; UnsupportedError for an axis other than the last.
 * @see Ba et al., Layer Normalization, 2016.
 * @example
 * ```ts
 * import { LayerNormalization, Sequential } from 'memcell';
 * const model = new Sequential([new LayerNormalization({ epsilon: 1e-9 })]);
 * console.log(model.predict([[1, 3], [10, 20]]).toArray()); // => [ [ -1, 1 ], [ -1, 1 ] ]
 * ```
 */
export class LayerNormalization extends NormalizationLayer {
  readonly className = 'LayerNormalization';

  constructor(options: NormalizationOptions = {}) {
    super(options, { className: 'LayerNormalization', name: 'layer_normalization', unsupported: ['rmsScaling'] });
  }

  call(x: Tensor): Tensor {
    const { gamma, beta, epsilon } = this;
    return layerNormalization(this.checkCall(x), { gamma, beta, epsilon });
  }
}
