import { type ActivationName, activation } from '../activations/index.ts';
import { gruCell } from '../cells/gru.ts';
import type { GainAndShift } from '../cells/lstm.ts';
import { gruSequence } from '../ops/gru-sequence.ts';
import { checkBoolean } from '../options.ts';
import type { Random } from '../random.ts';
import type { OpenShape, Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CellStep, SequenceOptions, SequenceResult } from './cell-loop.ts';
import { KERNEL_CELL_OPTIONS, KernelCell, type KernelCellOptions } from './kernel-cell.ts';
import type { LayerConfig } from './layer.ts';

/** Options of `GRUCell`. */
export interface GruCellLayerOptions extends KernelCellOptions {
  /** Of the two gates. Default 'sigmoid'. Any pair but tanh and sigmoid takes the cell loop. */
  recurrentActivation?: ActivationName;
  /** Whether the reset gate comes after the product h·R_h, with a bias of its own. Default true. */
  resetAfter?: boolean;
  /**
   * Layer normalisation: x·W and h·R are each normalised, with γ and β of their own, before b is added; the two gates
   * together, the candidate by itself; ε is 0.001. Takes the cell loop. Default false.
   */
  layerNormalization?: boolean;
}

const OWN = ['recurrentActivation', 'resetAfter', 'layerNormalization'];
/** Names of the options that a GRU shares with its cell. */
export const GRU_CELL_OPTIONS: readonly string[] = [...KERNEL_CELL_OPTIONS, ...OWN];

/**
 * One step of a GRU as a layer, for `RNN` and `StackedRNNCells`.
 *
 * z, r = σ(x·W + h·R + b);  g = tanh(x·W_h + b_h + r ⊙ (h·R_h + b'_h)), without `resetAfter`
 * tanh(x·W_h + (r ⊙ h)·R_h + b_h);  h' = z ⊙ h + (1 − z) ⊙ g
 *
 * **Shapes** input [B, D] → output [B, U]; or [x, h] → [h', h']. **Weights** kernel [D, 3U], recurrent_kernel [U, 3U],
 * bias [2, 3U], without `resetAfter` [3U]; gates z, r, h. With `layerNormalization` kernel_gamma, kernel_beta,
 * recurrent_gamma and recurrent_beta [3U].
 *
 * @throws OptionError for an option outside its range.
 * @see Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, whose reset comes before the product.
 * @example
 * ```ts
 * import { GRUCell, RNN, Sequential } from 'memcell';
 * const model = new Sequential([new RNN({ cell: new GRUCell({ units: 4 }) })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 4 ]
 * ```
 */
export class GRUCell extends KernelCell {
  readonly className = 'GRUCell';
  readonly recurrentActivation: ActivationName;
  readonly resetAfter: boolean;
  readonly layerNormalization: boolean;
  #normalization: Readonly<Record<'input' | 'recurrent', GainAndShift>> | undefined;

  /** @param subject what errors name in the cell's place: the layer that it is made for. */
  constructor(options: GruCellLayerOptions, subject = `GRUCell '${options?.name ?? 'gru_cell'}'`) {
    super({ subject, defaultName: 'gru_cell', gates: 3, states: ['hidden'], options: OWN }, options);
    const { recurrentActivation = 'sigmoid' } = options;
    activation(recurrentActivation);
    this.recurrentActivation = recurrentActivation;
    this.resetAfter = checkBoolean(subject, 'resetAfter', options.resetAfter ?? true);
    this.layerNormalization = checkBoolean(subject, 'layerNormalization', options.layerNormalization ?? false);
  }

  protected get fusible(): boolean {
    return this.activation === 'tanh' && this.recurrentActivation === 'sigmoid' && !this.layerNormalization;
  }

  protected override biasShape(): Shape {
    return this.resetAfter ? [2, 3 * this.units] : [3 * this.units];
  }

  protected override build(inputShape: OpenShape, random: Random): void {
    super.build(inputShape, random);
    if (!this.layerNormalization) return;
    const gain = (name: string): GainAndShift => this.addGain(name, 3 * this.units, random);
    this.#normalization = { input: gain('kernel'), recurrent: gain('recurrent') };
  }

  protected compute(x: Tensor, [h]: readonly Tensor[], recurrentMask: Tensor | undefined): CellStep {
    let gates: CellStep['gates'];
    const [hidden] = gruCell(x, [h as Tensor], {
      kernel: this.kernel,
      recurrentKernel: this.recurrentKernel,
      bias: this.bias,
      resetAfter: this.resetAfter,
      activation: activation(this.activation),
      recurrentActivation: activation(this.recurrentActivation),
      normalization: this.#normalization,
      recurrentMask,
      trace: (values) => {
        gates = values;
      },
    });
    return { output: hidden, states: [hidden], gates };
  }

  protected fused(x: Tensor, options: SequenceOptions, recurrentMask: Tensor | undefined): SequenceResult {
    const { sequence, output, hidden } = gruSequence(x, {
      ...options,
      kernel: this.kernel,
      recurrentKernel: this.recurrentKernel,
      bias: this.bias,
      resetAfter: this.resetAfter,
      initialState: options.initialState as readonly [Tensor] | undefined,
      recurrentMask,
    });
    return { output: sequence ?? output, states: [hidden] };
  }

  override cellConfig(): LayerConfig {
    const { recurrentActivation, resetAfter, layerNormalization } = this;
    return { ...super.cellConfig(), recurrentActivation, resetAfter, layerNormalization };
  }
}
