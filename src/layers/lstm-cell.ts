import { type ActivationName, activation } from '../activations/index.ts';
import { type LstmCellOptions, lstmCell } from '../cells/lstm.ts';
import type { ConstraintId } from '../constraints/index.ts';
import type { Initializer, InitializerId } from '../initializers/index.ts';
import { type FusedGateActivation, isFusedGate, lstmSequence } from '../ops/lstm-sequence.ts';
import { multiply } from '../ops/multiply.ts';
import { checkBoolean, checkNumber } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { CellStep, SequenceOptions, SequenceResult } from './cell-loop.ts';
import { KERNEL_CELL_OPTIONS, KernelCell, type KernelCellOptions } from './kernel-cell.ts';
import type { LayerConfig } from './layer.ts';
import type { Given } from './weight-settings.ts';

/** Options of `LSTMCell`. */
export interface LstmCellLayerOptions extends KernelCellOptions {
  /**
   * Of the three gates. Default 'sigmoid'. Others than 'sigmoid', 'hardSigmoid' and 'hardSigmoidKeras2' take the cell loop, and
   * so does any `activation` but tanh.
   */
  recurrentActivation?: ActivationName;
  /** Start the forget gate's bias at 1. Default true. */
  unitForgetBias?: boolean;
  /**
   * Layer normalisation: x·W and h·R are each normalised over all gates, with γ and β of their own, before b is added, and c'
   * before the output's activation; ε is 0.001. Takes the cell loop. Default false.
   */
  layerNormalization?: boolean;
  /** Whether the gates see the memory: i and f the old one, o the new one, each unit its own. Takes the cell loop. Default false. */
  peephole?: boolean;
  /** Of the peepholes' weights, each [U]. Default 'glorotUniform'. */
  peepholeInitializer?: Given<InitializerId>;
  /** Penalty on the peepholes' weights. Default none. */
  peepholeRegularizer?: Given<RegularizerId> | null;
  /** Applied to the peepholes' weights after each update. Default none. */
  peepholeConstraint?: Given<ConstraintId> | null;
  /**
   * Width P ≥ 1 of the output and of h, which are a product of o ⊙ tanh c' with a projection kernel [U, P] (PyTorch's
   * proj_size). Takes the cell loop. Default null: none.
   */
  projectionUnits?: number | null;
  /** Of the projection kernel. Default 'glorotUniform'. */
  projectionInitializer?: Given<InitializerId>;
  /** Penalty on the projection kernel. Default none. */
  projectionRegularizer?: Given<RegularizerId> | null;
  /** Applied to the projection kernel after each update. Default none. */
  projectionConstraint?: Given<ConstraintId> | null;
}

const OWN = [
  'recurrentActivation unitForgetBias layerNormalization peephole peepholeInitializer peepholeRegularizer',
  'peepholeConstraint projectionUnits projectionInitializer projectionRegularizer projectionConstraint',
].flatMap((line) => line.split(' '));
/** Kinds of weights that it may have beside W, R and b. */
const WEIGHTS = { peephole: 'glorotUniform', projection: 'glorotUniform' } as const;
/** Names of the options that an LSTM shares with its cell. */
export const LSTM_CELL_OPTIONS: readonly string[] = [...KERNEL_CELL_OPTIONS, ...OWN];

/**
 * One step of an LSTM as a layer, for `RNN` and `StackedRNNCells`.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 *
 * **Shapes** input [B, D] → output [B, U]; or [x, h, c] → [h', h', c']. **Weights** kernel [D, 4U], recurrent_kernel
 * [U, 4U], bias [4U], gates i, f, g, o. With `peephole` input_peephole, forget_peephole and output_peephole [U]; with
 * `projectionUnits` P recurrent_kernel [P, 4U] and projection_kernel [U, P], and h and the output are [B, P]; with
 * `layerNormalization` kernel_gamma, kernel_beta, recurrent_gamma and recurrent_beta [4U], cell_gamma and cell_beta [U].
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
  readonly layerNormalization: boolean;
  readonly peephole: boolean;
  /** Width of h and the output where it is not U. */
  readonly projectionUnits: number | null;
  #normalization: LstmCellOptions['normalization'];
  #peepholes: LstmCellOptions['peepholes'];
  #projection: Variable | undefined;

  /** @param subject what errors name in the cell's place: the layer that it is made for. */
  constructor(options: LstmCellLayerOptions, subject = `LSTMCell '${options?.name ?? 'lstm_cell'}'`) {
    const kind = { subject, defaultName: 'lstm_cell', gates: 4, states: ['hidden', 'cell'] } as const;
    super({ ...kind, options: OWN, weights: WEIGHTS }, options);
    const { recurrentActivation = 'sigmoid' } = options;
    activation(recurrentActivation);
    this.recurrentActivation = recurrentActivation;
    this.unitForgetBias = checkBoolean(subject, 'unitForgetBias', options.unitForgetBias ?? true);
    this.layerNormalization = checkBoolean(subject, 'layerNormalization', options.layerNormalization ?? false);
    this.peephole = checkBoolean(subject, 'peephole', options.peephole ?? false);
    const projected = options.projectionUnits ?? null;
    const range = { from: 1, whole: true };
    this.projectionUnits = projected === null ? null : checkNumber(subject, 'projectionUnits', projected, range);
  }

  override get stateSize(): readonly number[] {
    return [this.projectionUnits ?? this.units, this.units];
  }

  protected get fusible(): boolean {
    const { activation: output, recurrentActivation, layerNormalization, peephole, projectionUnits } = this;
    const plain = !layerNormalization && !peephole && projectionUnits === null;
    return plain && output === 'tanh' && isFusedGate(recurrentActivation);
  }

  protected override biasBegins(initializer: Initializer): Initializer {
    return this.unitForgetBias ? forgetGateOpen(initializer, this.units) : initializer;
  }

  protected override build(inputShape: OpenShape, random: Random): void {
    super.build(inputShape, random);
    const { units, projectionUnits } = this;
    if (this.peephole) {
      const add = (gate: string): Variable => this.addKind(`${gate}_peephole`, 'peephole', [units], random);
      this.#peepholes = { input: add('input'), forget: add('forget'), output: add('output') };
    }
    if (projectionUnits !== null) {
      this.#projection = this.addKind('projection_kernel', 'projection', [units, projectionUnits], random);
    }
    if (this.layerNormalization) {
      this.#normalization = {
        input: this.addGain('kernel', 4 * units, random),
        recurrent: this.addGain('recurrent', 4 * units, random),
        cell: this.addGain('cell', units, random),
      };
    }
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
      normalization: this.#normalization,
      peepholes: this.#peepholes,
      projection: this.#projection,
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
      recurrentActivation: this.recurrentActivation as FusedGateActivation,
      initialState: options.initialState as readonly [Tensor, Tensor] | undefined,
      recurrentMask,
    });
    return { output: sequence ?? output, states: [hidden, cell] };
  }

  override cellConfig(): LayerConfig {
    const { recurrentActivation, unitForgetBias, layerNormalization, peephole, projectionUnits } = this;
    const own = { recurrentActivation, unitForgetBias, layerNormalization, peephole, projectionUnits };
    return { ...super.cellConfig(), ...own };
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
