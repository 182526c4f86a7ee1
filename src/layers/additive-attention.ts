import { GlorotUniform } from '../initializers/index.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { tanh } from '../ops/tanh.ts';
import type { Random } from '../random.ts';
import type { OpenShape, OpenShapes } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { pairSums } from './attention.ts';
import { AttentionLayer, type AttentionLayerOptions } from './attention-layer.ts';

/**
 * Each step of a query looks at the steps of a value, by a sum over tanh of query and key (Bahdanau's attention).
 *
 * score = Σ s ⊙ tanh(q + k); weights = softmax(score); y = weights · v
 *
 * **Shapes** inputs a list: query [B, Tq, D], value [B, Tv, U], key [B, Tv, D] (default: the value) → output [B, Tq, U],
 * and with returnAttentionScores the weights [B, Tq, Tv]. Masks as in `Attention`. **Weights** scale [D]. **Cost**
 * B·Tq·Tv·(2·U + 3·D) FLOPs and a tanh for each of B·Tq·Tv·D.
 *
 * @throws OptionError for an option outside its range; ShapeError if the input is no such list.
 * @see Bahdanau, Cho and Bengio, Neural machine translation by jointly learning to align and translate, 2015.
 * @example
 * ```ts
 * import { AdditiveAttention, Input, Model } from 'memcell';
 * const [query, value] = [Input({ shape: [3, 2] }), Input({ shape: [5, 2] })];
 * const layer = new AdditiveAttention({ returnAttentionScores: true });
 * const [output, weights] = layer.apply<[typeof query, typeof query]>([query, value]);
 * console.log(output.shape, weights.shape); // => [ null, 3, 2 ] [ null, 3, 5 ]
 * ```
 */
export class AdditiveAttention extends AttentionLayer {
  readonly className = 'AdditiveAttention';
  #scale: Variable | undefined;

  /** useScale is true unless given. */
  constructor(options: AttentionLayerOptions = {}) {
    super({ className: 'AdditiveAttention', defaultName: 'additive_attention', useScale: true }, options);
  }

  protected build(inputShape: OpenShapes, random: Random): void {
    const [query] = inputShape as readonly OpenShape[];
    if (!this.useScale) return;
    const shape = [query?.at(-1) as number];
    this.#scale = this.addWeight({ name: 'scale', shape, initializer: new GlorotUniform(), random });
  }

  protected scores(query: Tensor, key: Tensor): Tensor {
    const sums = tanh(pairSums(query, key));
    return sum(this.#scale === undefined ? sums : multiply(sums, this.#scale), { axis: -1 });
  }
}
