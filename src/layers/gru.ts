import { GRU_CELL_OPTIONS, GRUCell, type GruCellLayerOptions } from './gru-cell.ts';
import { pickOptions } from './kernel-cell.ts';
import type { LayerConfig } from './layer.ts';
import { RecurrentLayer, type RecurrentOptions } from './recurrent-layer.ts';

/** Options of `GRU`. */
export interface GruOptions extends GruCellLayerOptions, RecurrentOptions {}

/**
 * Gated recurrent units over a sequence.
 *
 * z, r = σ(x·W + h·R + b);  g = tanh(x·W_h + b_h + r ⊙ (h·R_h + b'_h)), without `resetAfter`
 * tanh(x·W_h + (r ⊙ h)·R_h + b_h);  h' = z ⊙ h + (1 − z) ⊙ g
 *
 * **Shapes** input [B, T, D], or [x, h]; mask [B, T] → output [B, U], or [B, T, U] with `returnSequences`; with
 * `returnState` also h [B, U]. **Weights** kernel [D, 3U], recurrent_kernel [U, 3U], bias [2, 3U] (those of x·W and of
 * h·R), without `resetAfter` [3U]; gates z, r, h (Keras's order). **Cost** 6·B·T·U·(D + U) FLOPs forward, about twice
 * that backward.
 *
 * With tanh and sigmoid the whole sequence is one fused op; other activations and what Keras has not take a loop over
 * `gruCell` (`path` says which):
 *
 * - `layerNormalization`: N(x·W) and N(h·R) in the place of the products, N(v) = γ ⊙ (v − mean v) / √(variance v + 0.001) + β
 *   with one mean for z and r together and one for the candidate; further weights kernel_gamma, kernel_beta, recurrent_gamma,
 *   recurrent_beta [3U]
 * - `zoneout`: h' is kept as it was by chance
 *
 * @throws OptionError for an option outside its range; UnsupportedError for Keras's unroll and seed.
 * @see Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, whose reset comes before the product;
 * Ba et al., Layer Normalization, 2016; Krueger et al., Zoneout, 2016.
 * @example
 * ```ts
 * import { GRU, Sequential } from 'memcell';
 * const model = new Sequential([new GRU({ units: 4, returnSequences: true })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 3, 4 ]
 * ```
 */
export class GRU extends RecurrentLayer {
  readonly className = 'GRU';
  readonly cell: GRUCell;

  constructor(options: GruOptions) {
    super({ className: 'GRU', defaultName: 'gru', options: GRU_CELL_OPTIONS }, options);
    const cell = new GRUCell(pickOptions(options, GRU_CELL_OPTIONS), `GRU '${this.name}'`);
    this.cell = this.addLayer(cell, { unnamed: true });
  }

  /** Width of the output. */
  get units(): number {
    return this.cell.units;
  }

  protected cellConfig(): LayerConfig {
    return this.cell.cellConfig();
  }
}
