import { Ones } from '../initializers/index.ts';
import { add } from '../ops/add.ts';
import { batchMatmul } from '../ops/batch-matmul.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { sum } from '../ops/sum.ts';
import { tanh } from '../ops/tanh.ts';
import { checkChoice } from '../options.ts';
import type { Random } from '../random.ts';
import type { OpenShapes } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { AttentionLayer, type AttentionLayerOptions } from './attention-layer.ts';
import type { LayerConfig } from './layer.ts';

/** Options of `Attention`. */
export interface AttentionOptions extends AttentionLayerOptions {
  /** 'dot': q·k; 'concat': Σ tanh(q + k), which is scaled by a weight of its own. Default 'dot'. */
  scoreMode?: 'dot' | 'concat';
}

/**
 * Each step of a query looks at the steps of a value, by how well it fits their keys (Luong's attention).
 *
 * score = s · q·kᵀ, or w · Σ tanh(s · (q + k)); weights = softmax(score); y = weights · v
 *
 * **Shapes** inputs a list: query [B, Tq, D], value [B, Tv, U], key [B, Tv, D] (default: the value) → output [B, Tq, U],
 * and with returnAttentionScores the weights [B, Tq, Tv]. Masks: that of the value says where not to look, that of the
 * query goes on to the output, which is 0 where it does not count. **Weights** scale [], concat_score_weight []. **Cost**
 * 4·B·Tq·Tv·D FLOPs.
 *
 * @throws OptionError for an option outside its range; ShapeError if the input is no such list.
 * @see Luong, Pham and Manning, Effective approaches to attention-based neural machine translation, 2015.
 * @example
 * ```ts
 * import { Attention, Input, Model } from 'memcell';
 * const [query, value] = [Input({ shape: [null, 2] }), Input({ shape: [null, 2] })];
 * const model = new Model({ inputs: [query, value], outputs: new Attention().apply([query, value]) });
 * const found = model.predict([[[[20, 0]]], [[[1, 5], [0, 7]]]]); // the query fits the first step
 * console.log(found.toArray()); // => [ [ [ 1, 5 ] ] ]
 * ```
 */
export class Attention extends AttentionLayer {
  readonly className = 'Attention';
  readonly scoreMode: 'dot' | 'concat';
  #scale: Variable | undefined;
  #concatWeight: Variable | undefined;

  /** useScale is false unless given. */
  constructor(options: AttentionOptions = {}) {
    super({ className: 'Attention', defaultName: 'attention', useScale: false }, options, ['scoreMode']);
    const modes = ['dot', 'concat'] as const;
    this.scoreMode = checkChoice(`Attention '${this.name}'`, 'scoreMode', options.scoreMode ?? 'dot', modes);
  }

  protected build(_inputShape: OpenShapes, random: Random): void {
    const scalar = (name: string): Variable => this.addWeight({ name, shape: [], initializer: new Ones(), random });
    if (this.useScale) this.#scale = scalar('scale');
    if (this.scoreMode === 'concat') this.#concatWeight = scalar('concat_score_weight');
  }

  protected scores(query: Tensor, key: Tensor): Tensor {
    const scaled = (x: Tensor): Tensor => (this.#scale === undefined ? x : multiply(x, this.#scale));
    if (this.#concatWeight === undefined) return scaled(batchMatmul(query, key, { transposeB: true }));
    return multiply(sum(tanh(scaled(pairSums(query, key))), { axis: -1 }), this.#concatWeight);
  }

  override config(): LayerConfig {
    return { ...super.config(), scoreMode: this.scoreMode };
  }
}

/** The sum of each step of the query and each of the key, [B, Tq, Tv, D]. */
export function pairSums(query: Tensor, key: Tensor): Tensor {
  const [batch, rows, width] = query.shape as readonly [number, number, number];
  const [, cols] = key.shape as readonly [number, number];
  return add(reshape(query, [batch, rows, 1, width]), reshape(key, [batch, 1, cols, width]));
}
