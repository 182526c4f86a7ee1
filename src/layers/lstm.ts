import { pickOptions } from './kernel-cell.ts';
import type { LayerConfig } from './layer.ts';
import { LSTM_CELL_OPTIONS, LSTMCell, type LstmCellLayerOptions } from './lstm-cell.ts';
import { RecurrentLayer, type RecurrentOptions } from './recurrent-layer.ts';

/** Options of `LSTM`. */
export interface LstmOptions extends LstmCellLayerOptions, RecurrentOptions {}

/**
 * Long short-term memory over a sequence.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 *
 * **Shapes** input [B, T, D], or [x, h, c]; mask [B, T] → output [B, U], or [B, T, U] with `returnSequences`; with
 * `returnState` also h [B, U] and c [B, U]. **Weights** kernel [D, 4U], recurrent_kernel [U, 4U], bias [4U], gates
 * i, f, g, o (Keras's order). **Cost** 8·B·T·U·(D + U) FLOPs forward, about twice that backward.
 *
 * With tanh and a sigmoid, hard ones among them, the whole sequence is one fused op; other activations and what Keras has not
 * take a loop over `lstmCell` (`path` says which):
 *
 * - `layerNormalization`: a = N(x·W) + N(h·R) + b and h' = o ⊙ tanh N(c'), N(v) = γ ⊙ (v − mean v) / √(variance v + 0.001) + β
 *   with the mean over all 4U numbers of a product; further weights kernel_gamma, kernel_beta, recurrent_gamma, recurrent_beta
 *   [4U], cell_gamma, cell_beta [U]
 * - `peephole`: i = σ(… + pᵢ ⊙ c), f = σ(… + p_f ⊙ c), o = σ(… + pₒ ⊙ c'); input_peephole, forget_peephole, output_peephole [U]
 * - `projectionUnits` P: h' = (o ⊙ tanh c')·P, so h and the output are [B, P], recurrent_kernel [P, 4U]; projection_kernel [U, P]
 * - `zoneout`: h' and c' are each kept as they were by chance; the h' of a step comes from its new c'
 *
 * @throws OptionError for an option outside its range; UnsupportedError for Keras's unroll and seed.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000. Ba et al., Layer
 * Normalization, 2016; Gers and Schmidhuber, Recurrent Nets that Time and Count, 2000; Sak et al., Long Short-Term Memory
 * Recurrent Neural Network Architectures for Large Scale Acoustic Modeling, 2014; Krueger et al., Zoneout, 2016.
 * @example
 * ```ts
 * import { LSTM, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new LSTM({ units: 4, returnSequences: true })], { seed: 1 });
 * console.log(model.predict(tensor([[[1], [2], [3]]])).shape); // => [ 1, 3, 4 ]
 * ```
 */
export class LSTM extends RecurrentLayer {
  readonly className = 'LSTM';
  readonly cell: LSTMCell;

  constructor(options: LstmOptions) {
    super({ className: 'LSTM', defaultName: 'lstm', options: LSTM_CELL_OPTIONS }, options);
    const cell = new LSTMCell(pickOptions(options, LSTM_CELL_OPTIONS), `LSTM '${this.name}'`);
    this.cell = this.addLayer(cell, { unnamed: true });
  }

  /** Width of the memory, and of the output where there is no projection. */
  get units(): number {
    return this.cell.units;
  }

  protected cellConfig(): LayerConfig {
    return this.cell.cellConfig();
  }
}
