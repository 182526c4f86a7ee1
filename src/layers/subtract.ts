import { subtract } from '../ops/subtract.ts';
import type { OpenShape, OpenShapes } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerOptions } from './layer.ts';
import { MergeLayer, sameRank } from './merge-layer.ts';

/**
 * The first of two inputs less the second.
 *
 * y = x₁ − x₂
 *
 * **Shapes** inputs a list of [B, …], which broadcast behind the batch axis → output [B, …].
 *
 * @throws ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Subtract, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Subtract().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ -2, 3 ] ]
 * ```
 */
export class Subtract extends MergeLayer {
  readonly className = 'Subtract';

  constructor(options: LayerOptions = {}) {
    super('Subtract', options);
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    const [a, b] = sameRank(inputs) as [Tensor, Tensor];
    return subtract(a, b);
  }

  override outputShape(inputShape: OpenShapes): OpenShape {
    return super.outputShape(this.checkList(inputShape, 2));
  }
}
