import { toConfig } from '../config.ts';
import { OptionError } from '../errors.ts';
import { describe } from '../options.ts';
import type { LayerConfig } from './layer.ts';
import { RecurrentLayer, type RecurrentOptions } from './recurrent-layer.ts';
import { RNNCell } from './rnn-cell.ts';
import { StackedRNNCells } from './stacked-rnn-cells.ts';

/** Options of `RNN`. */
export interface RnnOptions extends RecurrentOptions {
  /** What runs over the sequence; a list is stacked. */
  cell: RNNCell | readonly RNNCell[];
}

/**
 * Any cell over a sequence: `LSTMCell`, `GRUCell`, `SimpleRNNCell`, `StackedRNNCells`, or an `RNNCell` of your own.
 *
 * **Shapes** input [B, T, D], or [x, …states]; mask [B, T] → output [B, outputSize], or [B, T, outputSize] with
 * `returnSequences`; with `returnState` also the states. **Weights** the cell's, under its name.
 *
 * A built-in cell takes its fused op where it has one, any other cell a loop of ops (`path` says which).
 *
 * @throws OptionError unless cell is a new cell or a list of them, or for an option outside its range;
 * UnsupportedError for Keras's unroll.
 * @example
 * ```ts
 * import { LSTMCell, RNN, Sequential } from 'memcell';
 * const model = new Sequential([new RNN({ cell: new LSTMCell({ units: 4 }), goBackwards: true })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 4 ]
 * ```
 */
export class RNN extends RecurrentLayer {
  readonly className = 'RNN';
  readonly cell: RNNCell;

  constructor(options: RnnOptions) {
    super({ className: 'RNN', defaultName: 'rnn', options: ['cell'] }, options);
    const { cell } = options;
    const one = Array.isArray(cell) ? new StackedRNNCells({ cells: cell }) : cell;
    if (!(one instanceof RNNCell)) {
      throw new OptionError(`Cannot create RNN '${this.name}': cell must be an RNNCell, received ${describe(one)}`);
    }
    if (!Array.isArray(one.stateSize) || one.stateSize.length === 0) {
      throw new OptionError(
        `Cannot create RNN '${this.name}': stateSize of the cell must be a list of one or more widths, received ${describe(one.stateSize)}`,
      );
    }
    this.cell = this.addLayer(one);
  }

  protected cellConfig(): LayerConfig {
    return { cell: toConfig(this.cell) };
  }
}
