import { KERNEL_CELL_OPTIONS, type KernelCellOptions, pickOptions } from './kernel-cell.ts';
import type { LayerConfig } from './layer.ts';
import { RecurrentLayer, type RecurrentOptions } from './recurrent-layer.ts';
import { SimpleRNNCell } from './simple-rnn-cell.ts';

/** Options of `SimpleRNN`. */
export interface SimpleRnnOptions extends KernelCellOptions, RecurrentOptions {}

/**
 * A fully connected recurrent network over a sequence.
 *
 * h' = tanh(x·W + h·R + b)
 *
 * **Shapes** input [B, T, D], or [x, h]; mask [B, T] → output [B, U], or [B, T, U] with `returnSequences`; with
 * `returnState` also h [B, U]. **Weights** kernel [D, U], recurrent_kernel [U, U], bias [U]. **Cost** 2·B·T·U·(D + U)
 * FLOPs forward, about twice that backward.
 *
 * With tanh or relu the whole sequence is one fused op; other activations and `zoneout`, by which h' is kept as it was by
 * chance, take a loop over `simpleRnnCell` (`path` says which).
 *
 * @throws OptionError for an option outside its range; UnsupportedError for Keras's unroll and seed.
 * @see Elman, Finding Structure in Time, 1990; Krueger et al., Zoneout, 2016.
 * @example
 * ```ts
 * import { Sequential, SimpleRNN } from 'memcell';
 * const model = new Sequential([new SimpleRNN({ units: 4 })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 4 ]
 * ```
 */
export class SimpleRNN extends RecurrentLayer {
  readonly className = 'SimpleRNN';
  readonly cell: SimpleRNNCell;

  constructor(options: SimpleRnnOptions) {
    super({ className: 'SimpleRNN', defaultName: 'simple_rnn', options: KERNEL_CELL_OPTIONS }, options);
    const cell = new SimpleRNNCell(pickOptions(options, KERNEL_CELL_OPTIONS), `SimpleRNN '${this.name}'`);
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
