import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerOptions } from './layer.ts';
import { MergeLayer, sameRank } from './merge-layer.ts';

/**
 * Mean of its inputs.
 *
 * y = (x₁ + … + xₙ) / n
 *
 * **Shapes** inputs a list of [B, …], which broadcast behind the batch axis → output [B, …].
 *
 * @throws ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Average, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Average().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ 2, 3.5 ] ]
 * ```
 */
export class Average extends MergeLayer {
  readonly className = 'Average';

  constructor(options: LayerOptions = {}) {
    super('Average', options);
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    const total = sameRank(inputs).reduce((a, b) => add(a, b));
    return divide(total, inputs.length);
  }
}
