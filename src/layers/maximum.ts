import { maximum } from '../ops/maximum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerOptions } from './layer.ts';
import { MergeLayer, mergePairs, sameRank } from './merge-layer.ts';
import type { Mask } from './trainable.ts';

/**
 * The largest of its inputs, element by element; a step that an input's mask leaves out does not take part.
 *
 * y = max(x₁, x₂, …)
 *
 * **Shapes** inputs a list of [B, …], which broadcast behind the batch axis → output [B, …].
 *
 * @throws ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Maximum, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Maximum().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ 3, 5 ] ]
 * ```
 */
export class Maximum extends MergeLayer {
  readonly className = 'Maximum';

  constructor(options: LayerOptions = {}) {
    super('Maximum', options);
  }

  protected merge(inputs: readonly Tensor[], masks: readonly Mask[]): Tensor {
    return mergePairs(maximum, sameRank(inputs), masks);
  }
}
