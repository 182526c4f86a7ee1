import { type ActivationName, activation } from '../activations/index.ts';
import type { ConstraintId } from '../constraints/index.ts';
import { OptionError } from '../errors.ts';
import type { Initializer, InitializerId } from '../initializers/index.ts';
import { dropoutFactors } from '../ops/dropout.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import type { OpenShape, Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { CellStep, CellStepper, SequenceOptions, SequenceResult } from './cell-loop.ts';
import type { LayerConfig, LayerOptions } from './layer.ts';
import { RNNCell } from './rnn-cell.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options of every built-in cell, and of its layer; G is the number of its gates. */
export interface KernelCellOptions extends LayerOptions {
  /** Width of the output and of each state, U ≥ 1. */
  units: number;
  /** Of the output or candidate. Default 'tanh'; which ones are fused, the class says, others take the cell loop. */
  activation?: ActivationName;
  /** Whether there is a bias. Default true. */
  useBias?: boolean;
  /** Of W [D, G·U]. Default 'glorotUniform'. */
  kernelInitializer?: Given<InitializerId>;
  /** Of R [U, G·U]. Default 'orthogonal'. */
  recurrentInitializer?: Given<InitializerId>;
  /** Of b. Default 'zeros'. */
  biasInitializer?: Given<InitializerId>;
  /** Penalty on W, R, b. Default none. */
  kernelRegularizer?: Given<RegularizerId> | null;
  recurrentRegularizer?: Given<RegularizerId> | null;
  biasRegularizer?: Given<RegularizerId> | null;
  /** Applied to W, R, b after each update. Default none. */
  kernelConstraint?: Given<ConstraintId> | null;
  recurrentConstraint?: Given<ConstraintId> | null;
  biasConstraint?: Given<ConstraintId> | null;
  /** Share of the inputs set to 0 in training, the same ones at every step, 0 ≤ dropout < 1. Default 0. */
  dropout?: number;
  /** Share of h set to 0 in training before R, the same at every step, 0 ≤ recurrentDropout < 1. Default 0. */
  recurrentDropout?: number;
}

/** Names of the options of every built-in cell. */
export const KERNEL_CELL_OPTIONS: readonly string[] = [
  'units activation useBias kernelInitializer recurrentInitializer biasInitializer kernelRegularizer',
  'recurrentRegularizer biasRegularizer kernelConstraint recurrentConstraint biasConstraint dropout recurrentDropout',
].flatMap((line) => line.split(' '));

/** What a class of cells says of itself. */
export interface CellKind {
  /** Class and name as errors say them. */
  readonly subject: string;
  /** Name where none is given. */
  readonly defaultName: string;
  /** Gates, each of U columns in W and R. */
  readonly gates: number;
  /** Names of its states, each of width U. */
  readonly states: readonly string[];
  /** Names of its options beyond those of every cell. */
  readonly options: readonly string[];
}

/** What dropout multiplies the input [B, D] and h [B, U] by in one sequence; undefined: nothing. */
export interface DropoutFactors {
  readonly input: Tensor | undefined;
  readonly recurrent: Tensor | undefined;
}

/** A cell with a kernel W, a recurrent kernel R and a bias b: what the built-in cells have in common. */
export abstract class KernelCell extends RNNCell {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly stateSize: readonly number[];
  protected kernel!: Variable;
  protected recurrentKernel!: Variable;
  protected bias: Variable | undefined;
  readonly #gates: number;
  readonly #states: readonly string[];
  readonly #settings: WeightSettings<'kernel' | 'recurrent' | 'bias'>;

  constructor({ subject, defaultName, gates, states, options: names }: CellKind, options: KernelCellOptions) {
    super(defaultName, options);
    checkOptions(subject, options, ['name', 'trainable', ...KERNEL_CELL_OPTIONS, ...names], ['seed']);
    this.units = checkNumber(subject, 'units', options.units, { from: 1, whole: true });
    this.activation = options.activation ?? 'tanh';
    activation(this.activation);
    this.useBias = checkBoolean(subject, 'useBias', options.useBias ?? true);
    this.dropout = checkNumber(subject, 'dropout', options.dropout ?? 0, { from: 0, below: 1 });
    const recurrent = options.recurrentDropout ?? 0;
    this.recurrentDropout = checkNumber(subject, 'recurrentDropout', recurrent, { from: 0, below: 1 });
    this.stateSize = states.map(() => this.units);
    this.#states = states;
    this.#gates = gates;
    this.#settings = new WeightSettings(options, { kernel: 'glorotUniform', recurrent: 'orthogonal', bias: 'zeros' });
  }

  /** The step in ops, where dropout has been applied to x and is still to be applied to h before R. */
  protected abstract compute(x: Tensor, states: readonly Tensor[], recurrentFactors: Tensor | undefined): CellStep;

  /** The whole sequence as one op, where dropout has been applied to x. Called where `path` is 'fused'. */
  protected abstract fused(x: Tensor, options: SequenceOptions, recurrentFactors: Tensor | undefined): SequenceResult;

  override get stateNames(): readonly string[] {
    return this.#states;
  }

  /** Shape of b. */
  protected biasShape(): Shape {
    return [this.#gates * this.units];
  }

  /** How b begins, from what its option says. */
  protected biasBegins(initializer: Initializer): Initializer {
    return initializer;
  }

  protected build(inputShape: OpenShape, random: Random): void {
    const width = this.#gates * this.units;
    const add = (name: string, shape: Shape, kind: 'kernel' | 'recurrent' | 'bias'): Variable => {
      const setting = this.#settings.of(kind);
      const initializer = kind === 'bias' ? this.biasBegins(setting.initializer) : setting.initializer;
      return this.addWeight({ name, shape, random: random.split(), ...setting, initializer });
    };
    this.kernel = add('kernel', [inputShape.at(-1) as number, width], 'kernel');
    this.recurrentKernel = add('recurrent_kernel', [this.units, width], 'recurrent');
    if (this.useBias) this.bias = add('bias', this.biasShape(), 'bias');
  }

  step(x: Tensor, states: readonly Tensor[], context: ForwardContext): CellStep {
    return this.begin(x.shape[0] as number, context)(x, states);
  }

  override begin(batch: number, context: ForwardContext): CellStepper {
    const { input, recurrent } = this.#draw(batch, context);
    return (x, states) => this.compute(input ? multiply(x, input) : x, states, recurrent);
  }

  override sequence(x: Tensor, options: SequenceOptions, context: ForwardContext): SequenceResult {
    if (this.path === 'cell loop') return super.sequence(x, options, context);
    const [batch, , depth] = x.shape as [number, number, number];
    const { input, recurrent } = this.#draw(batch, context);
    return this.fused(input ? multiply(x, reshape(input, [batch, 1, depth])) : x, options, recurrent);
  }

  /** Its own options as JSON, which are also its layer's. */
  cellConfig(): LayerConfig {
    const { activityRegularizer: _, ...settings } = this.#settings.config();
    return {
      units: this.units,
      activation: this.activation,
      useBias: this.useBias,
      ...settings,
      dropout: this.dropout,
      recurrentDropout: this.recurrentDropout,
    };
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, ...this.cellConfig() };
  }

  /** Draws what dropout multiplies by in one sequence. */
  #draw(batch: number, { training, random }: ForwardContext): DropoutFactors {
    if (!training || (this.dropout === 0 && this.recurrentDropout === 0)) {
      return { input: undefined, recurrent: undefined };
    }
    if (random === undefined) {
      throw new OptionError(
        `Cannot call ${this.className} '${this.fullName}': random must be given in training, received none`,
      );
    }
    const draw = (width: number, rate: number): Tensor | undefined =>
      rate === 0 ? undefined : dropoutFactors([batch, width], { rate, random: random.split() });
    return {
      input: draw(this.kernel.shape[0] as number, this.dropout),
      recurrent: draw(this.units, this.recurrentDropout),
    };
  }
}

/** The options of a layer that are its cell's. */
export function pickOptions<T extends KernelCellOptions>(options: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name))) as unknown as T;
}
