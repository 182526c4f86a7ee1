import { toConfig } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkOptions, describe } from '../options.ts';
import type { Random } from '../random.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CellStep, CellStepper } from './cell-loop.ts';
import type { LayerConfig, LayerOptions } from './layer.ts';
import { nameLayers } from './name-layers.ts';
import { RNNCell } from './rnn-cell.ts';
import type { ForwardContext } from './trainable.ts';

/** Options of `StackedRNNCells`. */
export interface StackedRnnCellsOptions extends LayerOptions {
  /** The cells, lowest first. */
  cells: readonly RNNCell[];
}

/**
 * Cells one above the other as one cell: at each step every cell reads the output of the one below.
 *
 * **Shapes** input [B, D] → output [B, outputSize of the last cell]; states: those of the first cell, then those of the
 * second, and so on. **Weights** those of the cells.
 *
 * @throws OptionError unless cells is a list of one or more new cells with different names.
 * @example
 * ```ts
 * import { LSTMCell, RNN, Sequential, StackedRNNCells } from 'memcell';
 * const cell = new StackedRNNCells({ cells: [new LSTMCell({ units: 3 }), new LSTMCell({ units: 2 })] });
 * const model = new Sequential([new RNN({ cell, returnSequences: true })]);
 * console.log(model.predict([[[1], [2]]]).shape, cell.stateSize); // => [ 1, 2, 2 ] [ 3, 3, 2, 2 ]
 * ```
 */
export class StackedRNNCells extends RNNCell {
  readonly className = 'StackedRNNCells';
  readonly cells: readonly RNNCell[];
  readonly stateSize: readonly number[];

  constructor(options: StackedRnnCellsOptions) {
    super('stacked_rnn_cells', options);
    const subject = `StackedRNNCells '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'cells']);
    const { cells } = options;
    if (!Array.isArray(cells) || cells.length === 0 || !cells.every((cell) => cell instanceof RNNCell)) {
      throw new OptionError(
        `Cannot create ${subject}: cells must be a list of one or more cells, received ${describe(cells)}`,
      );
    }
    nameLayers(cells);
    const names = cells.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) {
      throw new OptionError(`Cannot create ${subject}: names of cells must differ, received '${twice}' twice`);
    }
    this.cells = cells.map((cell: RNNCell) => this.addLayer(cell));
    this.stateSize = cells.flatMap((cell: RNNCell) => cell.stateSize);
  }

  override get outputSize(): number {
    return (this.cells.at(-1) as RNNCell).outputSize;
  }

  protected build([batch = null, ...sample]: OpenShape, random: Random): void {
    let shape: OpenShape = [batch, ...sample];
    for (const cell of this.cells) {
      cell.ensureBuilt(shape, random.split());
      shape = [batch, cell.outputSize];
    }
  }

  step(x: Tensor, states: readonly Tensor[], context: ForwardContext): CellStep {
    return this.begin(x.shape[0] as number, context)(x, states);
  }

  override begin(batch: number, context: ForwardContext): CellStepper {
    const steppers = this.cells.map((cell) => cell.begin(batch, context));
    return (x, states) => {
      let output = x;
      const after = steppers.flatMap((step, i) => {
        const made = step(output, this.#statesOf(i, states));
        output = made.output;
        return made.states;
      });
      return { output, states: after };
    };
  }

  override outputBefore(states: readonly Tensor[]): Tensor | undefined {
    const last = this.cells.length - 1;
    return (this.cells[last] as RNNCell).outputBefore(this.#statesOf(last, states));
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, cells: this.cells.map(toConfig) };
  }

  #statesOf(i: number, states: readonly Tensor[]): readonly Tensor[] {
    const from = this.cells.slice(0, i).reduce((sum, { stateSize }) => sum + stateSize.length, 0);
    return states.slice(from, from + (this.cells[i] as RNNCell).stateSize.length);
  }
}
