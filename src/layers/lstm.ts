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
 * With tanh and sigmoid the whole sequence is one fused op; other activations take a loop over `lstmCell`
 * (`path` says which).
 *
 * @throws OptionError for an option outside its range; UnsupportedError for Keras's unroll and seed.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000.
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

  /** Width of the output and of the memory. */
  get units(): number {
    return this.cell.units;
  }

  protected cellConfig(): LayerConfig {
    return this.cell.cellConfig();
  }
}
