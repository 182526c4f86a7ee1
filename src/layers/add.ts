import { add } from '../ops/add.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerOptions } from './layer.ts';
import { MergeLayer, sameRank } from './merge-layer.ts';

/**
 * Sum of its inputs.
 *
 * y = x₁ + x₂ + …
 *
 * **Shapes** inputs a list of [B, …], which broadcast behind the batch axis → output [B, …].
 *
 * @throws ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Add, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Add().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ 4, 7 ] ]
 * ```
 */
export class Add extends MergeLayer {
  readonly className = 'Add';

  constructor(options: LayerOptions = {}) {
    super('Add', options);
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    return sameRank(inputs).reduce((a, b) => add(a, b));
  }
}
