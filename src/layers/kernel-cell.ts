import { type ActivationName, activation } from '../activations/index.ts';
import type { GainAndShift } from '../cells/lstm.ts';
import type { ConstraintId } from '../constraints/index.ts';
import { OptionError } from '../errors.ts';
import { type Initializer, type InitializerId, Ones, Zeros } from '../initializers/index.ts';
import { dropoutFactors, dropoutFactorsOfSteps } from '../ops/dropout.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { transpose } from '../ops/transpose.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import type { OpenShape, Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { CellStep, CellStepper, SequenceOptions, SequenceResult } from './cell-loop.ts';
import type { LayerConfig, LayerOptions } from './layer.ts';
import { type RecurrentPath, RNNCell } from './rnn-cell.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';
import { readZoneout, type Zoneout, type ZoneoutStep, zoneoutOf } from './zoneout.ts';

/** Options of every built-in cell, and of its layer; G is the number of its gates. */
export interface KernelCellOptions extends LayerOptions {
  /** Width of the output and of each state, U ≥ 1 (of an LSTM with a projection: of its memory and gates). */
  units: number;
  /** Of the output or candidate. Default 'tanh'; which ones are fused, the class says, others take the cell loop. */
  activation?: ActivationName;
  /** Whether there is a bias. Default true. */
  useBias?: boolean;
  /** Of W [D, G·U]. Default 'glorotUniform'. */
  kernelInitializer?: Given<InitializerId>;
  /** Of R [U, G·U], with a projection [P, G·U]. Default 'orthogonal'. */
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
  /** Share of the inputs set to 0 in training, 0 ≤ dropout < 1. Default 0. */
  dropout?: number;
  /**
   * Share of h set to 0 in training before R, one draw for all gates (Keras 3.15 draws one for each), 0 ≤
   * recurrentDropout < 1. Default 0.
   */
  recurrentDropout?: number;
  /**
   * Whether dropout and recurrentDropout draw once a sequence and drop the same at every step, as Keras does; with false
   * they draw at each step, and recurrentDropout takes the cell loop. Default true.
   */
  variationalDropout?: boolean;
  /**
   * Probability z with which in training each unit of a state keeps its old value, drawn at each step; in use a state is
   * z · old + (1 − z) · new. Above 0 it takes the cell loop. Default 0.
   */
  zoneout?: Zoneout;
}

/** Names of the options of every built-in cell. */
export const KERNEL_CELL_OPTIONS: readonly string[] = [
  'units activation useBias kernelInitializer recurrentInitializer biasInitializer kernelRegularizer',
  'recurrentRegularizer biasRegularizer kernelConstraint recurrentConstraint biasConstraint dropout recurrentDropout',
  'variationalDropout zoneout',
].flatMap((line) => line.split(' '));

/** What a class of cells says of itself. */
export interface CellKind {
  /** Class and name as errors say them. */
  readonly subject: string;
  /** Name where none is given. */
  readonly defaultName: string;
  /** Gates, each of U columns in W and R. */
  readonly gates: number;
  /** Names of its states. */
  readonly states: readonly ('hidden' | 'cell')[];
  /** Names of its options beyond those of every cell. */
  readonly options: readonly string[];
  /** Kinds of weights beyond W, R and b, each with its initializer where none is given. */
  readonly weights?: Readonly<Record<string, InitializerId>>;
}

/** What dropout multiplies by at a step. */
type Factors = (step: number) => Tensor;

/** A cell with a kernel W, a recurrent kernel R and a bias b: what the built-in cells have in common. */
export abstract class KernelCell extends RNNCell {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly variationalDropout: boolean;
  /** Probability for each state. */
  readonly zoneout: Readonly<Zoneout>;
  protected kernel!: Variable;
  protected recurrentKernel!: Variable;
  protected bias: Variable | undefined;
  readonly #gates: number;
  readonly #states: CellKind['states'];
  /** z of each state, and whether one is above 0. */
  readonly #zoneouts: readonly number[];
  readonly #zonesOut: boolean;
  readonly #settings: WeightSettings<string>;

  constructor(kind: CellKind, options: KernelCellOptions) {
    const { subject, defaultName, gates, states, options: names, weights = {} } = kind;
    super(defaultName, options);
    checkOptions(subject, options, ['name', 'trainable', ...KERNEL_CELL_OPTIONS, ...names], ['seed']);
    this.units = checkNumber(subject, 'units', options.units, { from: 1, whole: true });
    const { activation: name = 'tanh' } = options; // null, which is linear in Keras, is refused
    activation(name);
    this.activation = name;
    this.useBias = checkBoolean(subject, 'useBias', options.useBias ?? true);
    this.dropout = checkNumber(subject, 'dropout', options.dropout ?? 0, { from: 0, below: 1 });
    const recurrent = options.recurrentDropout ?? 0;
    this.recurrentDropout = checkNumber(subject, 'recurrentDropout', recurrent, { from: 0, below: 1 });
    this.variationalDropout = checkBoolean(subject, 'variationalDropout', options.variationalDropout ?? true);
    this.zoneout = readZoneout(subject, options.zoneout ?? {}, states);
    this.#states = states;
    this.#zoneouts = states.map((state) => this.zoneout[state] ?? 0);
    this.#zonesOut = this.#zoneouts.some((rate) => rate > 0);
    this.#gates = gates;
    const begins: Readonly<Record<string, InitializerId>> = {
      kernel: 'glorotUniform',
      recurrent: 'orthogonal',
      bias: 'zeros',
    };
    this.#settings = new WeightSettings(options, { ...begins, ...weights });
  }

  /** Whether its equations are those of a fused op. */
  protected abstract get fusible(): boolean;

  /** The step in ops, where dropout has been applied to x and is still to be applied to h before R. */
  protected abstract compute(x: Tensor, states: readonly Tensor[], recurrentFactors: Tensor | undefined): CellStep;

  /** The whole sequence as one op, where dropout has been applied to x. Called where `path` is 'fused'. */
  protected abstract fused(x: Tensor, options: SequenceOptions, recurrentFactors: Tensor | undefined): SequenceResult;

  get stateSize(): readonly number[] {
    return this.#states.map(() => this.units);
  }

  override get path(): RecurrentPath {
    const looped = this.#zonesOut || (this.recurrentDropout > 0 && !this.variationalDropout);
    return this.fusible && !looped ? 'fused' : 'cell loop';
  }

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
    this.kernel = this.addKind('kernel', 'kernel', [inputShape.at(-1) as number, width], random);
    this.recurrentKernel = this.addKind('recurrent_kernel', 'recurrent', [this.stateSize[0] as number, width], random);
    if (this.useBias) this.bias = this.addKind('bias', 'bias', this.biasShape(), random);
  }

  /** Makes a weight as the options of its kind say. */
  protected addKind(name: string, kind: string, shape: Shape, random: Random): Variable {
    const setting = this.#settings.of(kind);
    const initializer = kind === 'bias' ? this.biasBegins(setting.initializer) : setting.initializer;
    return this.addWeight({ name, shape, random: random.split(), ...setting, initializer });
  }

  /** Makes γ and β of a layer normalisation: NAME_gamma of ones, NAME_beta of zeros. */
  protected addGain(name: string, width: number, random: Random): GainAndShift {
    const gamma = this.addWeight({ name: `${name}_gamma`, shape: [width], initializer: new Ones(), random });
    const beta = this.addWeight({ name: `${name}_beta`, shape: [width], initializer: new Zeros(), random });
    return { gamma, beta };
  }

  step(x: Tensor, states: readonly Tensor[], context: ForwardContext): CellStep {
    return this.begin(x.shape[0] as number, context)(x, states);
  }

  override begin(batch: number, context: ForwardContext): CellStepper {
    const random = this.#random(context);
    const input = this.#factors(batch, this.kernel.shape[0] as number, this.dropout, random);
    const recurrent = this.#factors(batch, this.stateSize[0] as number, this.recurrentDropout, random);
    const zoneout = this.#zoneout(random);
    let step = 0;
    return (x, states) => {
      const now = step++;
      const made = this.compute(input ? multiply(x, input(now)) : x, states, recurrent?.(now));
      return zoneout ? zoneout(made, states, now) : made;
    };
  }

  override sequence(x: Tensor, options: SequenceOptions, context: ForwardContext): SequenceResult {
    if (this.path === 'cell loop') return super.sequence(x, options, context);
    const batch = x.shape[0] as number;
    const random = this.#random(context);
    const kept = random && this.dropout > 0 ? multiply(x, this.#sequenceFactors(x.shape, options, random)) : x;
    return this.fused(kept, options, this.#factors(batch, this.units, this.recurrentDropout, random)?.(0));
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
      variationalDropout: this.variationalDropout,
      zoneout: this.zoneout,
    };
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, ...this.cellConfig() };
  }

  /** Where a sequence draws from; undefined where nothing is drawn. */
  #random({ training, random }: ForwardContext): Random | undefined {
    if (!training || (this.dropout === 0 && this.recurrentDropout === 0 && !this.#zonesOut)) return undefined;
    if (random === undefined) {
      throw new OptionError(
        `Cannot call ${this.className} '${this.fullName}': random must be given in training, received none`,
      );
    }
    return random;
  }

  /** What dropout multiplies [B, width] by at each step of a sequence; undefined: nothing. */
  #factors(batch: number, width: number, rate: number, from: Random | undefined): Factors | undefined {
    if (from === undefined || rate === 0) return undefined;
    const random = from.split();
    if (!this.variationalDropout) return (step) => dropoutFactors([batch, width], { rate, random, step });
    const factors = dropoutFactors([batch, width], { rate, random });
    return () => factors;
  }

  /** What dropout multiplies x [B, T, D] by: at each step what `begin` would draw. */
  #sequenceFactors(shape: Shape, { goBackwards }: SequenceOptions, from: Random): Tensor {
    const [batch, steps, depth] = shape as [number, number, number];
    const [rate, random] = [this.dropout, from.split()];
    if (this.variationalDropout) return reshape(dropoutFactors([batch, depth], { rate, random }), [batch, 1, depth]);
    const drawn = dropoutFactorsOfSteps([steps, batch, depth], { rate, random, backwards: goBackwards });
    return transpose(drawn, [1, 0, 2]);
  }

  #zoneout(random: Random | undefined): ZoneoutStep | undefined {
    return this.#zonesOut ? zoneoutOf(this.#zoneouts, random) : undefined;
  }
}

/** The options of a layer that are its cell's. */
export function pickOptions<T extends KernelCellOptions>(options: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name))) as unknown as T;
}
