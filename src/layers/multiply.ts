import { multiply } from '../ops/multiply.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerOptions } from './layer.ts';
import { anyOf, chosen, MergeLayer, sameRank } from './merge-layer.ts';
import type { Mask } from './trainable.ts';

/**
 * Product of its inputs; a step that an input's mask leaves out counts as 1, and as 0 where all leave it out.
 *
 * y = x₁ ⊙ x₂ ⊙ …
 *
 * **Shapes** inputs a list of [B, …], which broadcast behind the batch axis → output [B, …].
 *
 * @throws ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Multiply, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Multiply().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ 3, 10 ] ]
 * ```
 */
export class Multiply extends MergeLayer {
  readonly className = 'Multiply';

  constructor(options: LayerOptions = {}) {
    super('Multiply', options);
  }

  protected merge(inputs: readonly Tensor[], masks: readonly Mask[]): Tensor {
    const product = sameRank(inputs)
      .map((x, i) => chosen(masks[i], x, 1))
      .reduce((a, b) => multiply(a, b));
    return chosen(anyOf(masks), product, 0);
  }
}
