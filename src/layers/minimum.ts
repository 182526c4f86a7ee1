import { minimum } from '../ops/minimum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerOptions } from './layer.ts';
import { MergeLayer, mergePairs, sameRank } from './merge-layer.ts';
import type { Mask } from './trainable.ts';

/**
 * The smallest of its inputs, element by element; a step that an input's mask leaves out does not take part.
 *
 * y = min(x₁, x₂, …)
 *
 * **Shapes** inputs a list of [B, …], which broadcast behind the batch axis → output [B, …].
 *
 * @throws ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Minimum, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Minimum().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ 1, 2 ] ]
 * ```
 */
export class Minimum extends MergeLayer {
  readonly className = 'Minimum';

  constructor(options: LayerOptions = {}) {
    super('Minimum', options);
  }

  protected merge(inputs: readonly Tensor[], masks: readonly Mask[]): Tensor {
    return mergePairs(minimum, sameRank(inputs), masks);
  }
}
