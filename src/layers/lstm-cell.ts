import { type ActivationName, activation } from '../activations/index.ts';
import { lstmCell } from '../cells/lstm.ts';
import type { Initializer } from '../initializers/index.ts';
import { lstmSequence } from '../ops/lstm-sequence.ts';
import { multiply } from '../ops/multiply.ts';
import { checkBoolean } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CellStep, SequenceOptions, SequenceResult } from './cell-loop.ts';
import { KERNEL_CELL_OPTIONS, KernelCell, type KernelCellOptions } from './kernel-cell.ts';
import type { LayerConfig } from './layer.ts';
import type { RecurrentPath } from './rnn-cell.ts';

/** Options of `LSTMCell`. */
export interface LstmCellLayerOptions extends KernelCellOptions {
  /** Of the three gates. Default 'sigmoid'. Any pair but tanh and sigmoid takes the cell loop. */
  recurrentActivation?: ActivationName;
  /** Start the forget gate's bias at 1. Default true. */
  unitForgetBias?: boolean;
}

const OWN = ['recurrentActivation', 'unitForgetBias'];
/** Names of the options that an LSTM shares with its cell. */
export const LSTM_CELL_OPTIONS: readonly string[] = [...KERNEL_CELL_OPTIONS, ...OWN];

/**
 * One step of an LSTM as a layer, for `RNN` and `StackedRNNCells`.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 *
 * **Shapes** input [B, D] → output [B, U]; or [x, h, c] → [h', h', c']. **Weights** kernel [D, 4U], recurrent_kernel
 * [U, 4U], bias [4U], gates i, f, g, o.
 *
 * @throws OptionError for an option outside its range.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000.
 * @example
 * ```ts
 * import { LSTMCell, RNN, Sequential } from 'memcell';
 * const cell = [new LSTMCell({ units: 4 }), new LSTMCell({ units: 2 })];
 * const model = new Sequential([new RNN({ cell })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 2 ]
 * ```
 */
export class LSTMCell extends KernelCell {
  readonly className = 'LSTMCell';
  readonly recurrentActivation: ActivationName;
  readonly unitForgetBias: boolean;

  /** @param subject what errors name in the cell's place: the layer that it is made for. */
  constructor(options: LstmCellLayerOptions, subject = `LSTMCell '${options?.name ?? 'lstm_cell'}'`) {
    super({ subject, defaultName: 'lstm_cell', gates: 4, states: ['hidden', 'cell'], options: OWN }, options);
    this.recurrentActivation = options.recurrentActivation ?? 'sigmoid';
    activation(this.recurrentActivation);
    this.unitForgetBias = checkBoolean(subject, 'unitForgetBias', options.unitForgetBias ?? true);
  }

  override get path(): RecurrentPath {
    return this.activation === 'tanh' && this.recurrentActivation === 'sigmoid' ? 'fused' : 'cell loop';
  }

  protected override biasBegins(initializer: Initializer): Initializer {
    return this.unitForgetBias ? forgetGateOpen(initializer, this.units) : initializer;
  }

  protected compute(x: Tensor, states: readonly Tensor[], recurrentFactors: Tensor | undefined): CellStep {
    const [h, c] = states as readonly [Tensor, Tensor];
    let gates: CellStep['gates'];
    const [hidden, cell] = lstmCell(x, [recurrentFactors ? multiply(h, recurrentFactors) : h, c], {
      kernel: this.kernel,
      recurrentKernel: this.recurrentKernel,
      bias: this.bias,
      activation: activation(this.activation),
      recurrentActivation: activation(this.recurrentActivation),
      trace: (values) => {
        gates = values;
      },
    });
    return { output: hidden, states: [hidden, cell], gates };
  }

  protected fused(x: Tensor, options: SequenceOptions, recurrentMask: Tensor | undefined): SequenceResult {
    const { sequence, output, hidden, cell } = lstmSequence(x, {
      ...options,
      kernel: this.kernel,
      recurrentKernel: this.recurrentKernel,
      bias: this.bias,
      initialState: options.initialState as readonly [Tensor, Tensor] | undefined,
      recurrentMask,
    });
    return { output: sequence ?? output, states: [hidden, cell] };
  }

  override cellConfig(): LayerConfig {
    const { recurrentActivation, unitForgetBias } = this;
    return { ...super.cellConfig(), recurrentActivation, unitForgetBias };
  }
}

/** Keras's unit forget bias: ones for the forget gate, the given initializer for the others. */
function forgetGateOpen(bias: Initializer, units: number): Initializer {
  return {
    className: bias.className,
    config: () => bias.config(),
    initialize: (_shape, random) => {
      const values = new Float32Array(4 * units).fill(1);
      values.set(bias.initialize([units], random.split()));
      values.set(bias.initialize([2 * units], random.split()), 2 * units);
      return values;
    },
  };
}
