import { OptionError, ShapeError, UnsupportedError } from '../errors.ts';
import { checkBoolean, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import { formatShape, isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { Tensor, type TensorValues, toFloat } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { checkStates } from './check-states.ts';
import { KeptStates } from './kept-states.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { SequenceListeners } from './loop-trace.ts';
import type { RecurrentPath, RNNCell } from './rnn-cell.ts';
import type { ForwardContext, Mask, Tensors } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options of every recurrent layer. */
export interface RecurrentOptions extends LayerOptions {
  /** Give the output of every step rather than of the last. Default false. */
  returnSequences?: boolean;
  /** Give the last states beside the output. Default false. */
  returnState?: boolean;
  /** Read the sequence from its last step to its first. Default false. */
  goBackwards?: boolean;
  /** Begin each batch with the states that the one before left, until `resetStates`. Default false. */
  stateful?: boolean;
  /** Whether the output of a masked step is 0 rather than the one before. Default false. */
  zeroOutputForMask?: boolean;
  /** Penalty on the output, divided by B. Default none. */
  activityRegularizer?: Given<RegularizerId> | null;
}

/** What a class of recurrent layers says of itself. */
export interface RecurrentKind {
  readonly className: string;
  /** Name where none is given. */
  readonly defaultName: string;
  /** Names of its options beyond those of every recurrent layer. */
  readonly options: readonly string[];
}

const OPTIONS = [
  'name trainable returnSequences returnState goBackwards stateful zeroOutputForMask activityRegularizer',
].flatMap((line) => line.split(' '));
const NO_STATES: readonly Tensor[] = [];
const NOBODY: SequenceListeners = {};
const FLAGS = ['returnSequences', 'returnState', 'goBackwards', 'stateful', 'zeroOutputForMask'] as const;

/**
 * A cell over a sequence: what `LSTM`, `GRU`, `SimpleRNN` and `RNN` have in common.
 *
 * **Shapes** input [B, T, D], or [x, …initial states [B, U]]; mask [B, T] → output [B, U], or [B, T, U] with
 * `returnSequences` (which keeps the mask); with `returnState` the last states after it.
 *
 * Initial states are the ones given, else those of a stream, else those that a stateful layer keeps, else zeros. At a
 * masked step the states stay as they are.
 */
export abstract class RecurrentLayer extends Layer {
  /** What it runs over the sequence. */
  abstract readonly cell: RNNCell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  /** May be changed; what was kept stays until `resetStates`. */
  stateful: boolean;
  readonly zeroOutputForMask: boolean;
  override readonly takesList = true;
  readonly #settings: WeightSettings<never>;
  #kept: KeptStates | undefined;
  #pending: { readonly context: ForwardContext; readonly run: () => void } | undefined;

  constructor({ className, defaultName, options: names }: RecurrentKind, options: RecurrentOptions) {
    super(defaultName, options);
    const subject = `${className} '${this.name}'`;
    if ('unroll' in options && options.unroll) {
      throw new UnsupportedError(
        `Cannot create ${subject}: unroll is not supported and must be left out, received true`,
        {
          hint: 'It changes no result; the fused path needs no unrolling.',
        },
      );
    }
    checkOptions(subject, options, [...OPTIONS, ...names], ['unroll', 'seed']);
    const [sequences, state, backwards, stateful, zero] = FLAGS.map((flag) =>
      checkBoolean(subject, flag, options[flag] ?? false),
    ) as [boolean, boolean, boolean, boolean, boolean];
    this.returnSequences = sequences;
    this.returnState = state;
    this.goBackwards = backwards;
    this.stateful = stateful;
    this.zeroOutputForMask = zero;
    this.#settings = new WeightSettings(options, {});
  }

  /** The options of its cell, as its own config says them. */
  protected abstract cellConfig(): LayerConfig;

  /** 'fused': one op over the sequence; 'cell loop': the cell's ops at each step. */
  get path(): RecurrentPath {
    return this.cell.path;
  }

  /** The states that a stateful layer keeps. */
  override get stateVariables(): readonly Variable[] {
    return this.#kept?.variables ?? [];
  }

  protected build([batch = null, , ...sample]: OpenShape, random: Random): void {
    this.cell.ensureBuilt([batch, ...sample], random);
  }

  override ensureBuilt(...[inputShape, ...rest]: Parameters<Layer['ensureBuilt']>): void {
    if (this.built) return;
    this.outputShape(inputShape);
    super.ensureBuilt(sequenceOf(inputShape), ...rest);
  }

  call(input: Tensors, context: ForwardContext): Tensors {
    const sequence = input instanceof Tensor ? input : (input[0] as Tensor);
    const given = input instanceof Tensor ? NO_STATES : input.slice(1);
    const x = this.checkCall(sequence);
    if (given.length > 0) this.outputShape([sequence, ...given].map(({ shape }) => shape));
    const mask = context.masks.get(sequence);
    this.#checkSteps(x, mask);
    if (context.states && this.goBackwards) {
      throw new UnsupportedError(`Cannot call ${this.#subject}: goBackwards must be off in a stream, received true`);
    }
    if (context.states && given.length > 0) {
      throw new UnsupportedError(
        `Cannot call ${this.#subject}: initial states must be left out in a stream, received ${given.length}`,
        { hint: 'In a stream the states are those of the step before.' },
      );
    }
    const batch = x.shape[0] as number;
    const turn = this.#turn(context);
    const before = this.#before(batch, context, turn);
    const initialState = given.length > 0 ? given.map(toFloat) : before;
    const { goBackwards, returnSequences, zeroOutputForMask } = this;
    const { trace, traceGradient } = this.#listeners(context);
    const flags = { goBackwards, returnSequences, zeroOutputForMask };
    const options = { initialState, mask: mask && toFloat(mask), trace, traceGradient, ...flags };
    const { output, states } = this.cell.sequence(x, options, context);
    this.#keep(states, context, turn);
    this.penalizeActivity(this.#settings.activity, output, context);
    return this.returnState ? [output, ...states] : output;
  }

  override computeMask(_input: Tensors, mask: Mask | readonly Mask[]): Mask | readonly Mask[] {
    const first = mask === undefined || mask instanceof Tensor ? mask : mask[0];
    return this.returnSequences ? first : undefined;
  }

  outputShape(inputShape: OpenShapes): OpenShapes {
    const sequence = sequenceOf(inputShape);
    this.checkInput(sequence, 3, '[B, T, D]');
    const [batch, steps] = sequence as readonly [number | null, number | null];
    if (!isOneShape(inputShape)) checkStates(this, this.cell.stateSize, sequence, inputShape.slice(1));
    const width = this.cell.outputSize;
    const output: OpenShape = this.returnSequences ? [batch, steps, width] : [batch, width];
    return this.returnState ? [output, ...this.cell.stateSize.map((size): OpenShape => [batch, size])] : output;
  }

  /**
   * The states that a stateful layer keeps, each [B, U]; none before the first batch.
   *
   * @throws OptionError if it is not stateful.
   */
  getStates(): Tensor[] {
    return this.#stateful('read states of').variables.map((state) => state.detach());
  }

  /**
   * Replaces the states that a stateful layer keeps.
   *
   * @throws ShapeError unless there is a [B, U] for each state; OptionError if it is not stateful.
   */
  setStates(states: readonly (Tensor | TensorValues)[]): void {
    this.#stateful('set states of').set(states);
  }

  /** Sets the states to the ones given, or to zeros, and then the next batch may have any size. */
  override resetStates(states?: readonly (Tensor | TensorValues)[]): void {
    if (states === undefined) this.#kept?.reset();
    else this.setStates(states);
  }

  config(): LayerConfig {
    const { name, trainable, returnSequences, returnState, goBackwards, stateful, zeroOutputForMask } = this;
    const flags = { returnSequences, returnState, goBackwards, stateful, zeroOutputForMask };
    return { name, trainable, ...this.cellConfig(), ...this.#settings.config(), ...flags };
  }

  get #subject(): string {
    return `${this.className} '${this.name}'`;
  }

  /** Throws unless there is a step, and a mask has one number for each. */
  #checkSteps({ shape }: Tensor, mask: Mask): void {
    const batch = shape[0] as number;
    const steps = shape[1] as number;
    if (steps === 0) {
      throw new ShapeError(
        `Cannot call ${this.#subject}: input must have shape [B, T, D] with T ≥ 1, received ${formatShape(shape)}`,
      );
    }
    if (mask === undefined || (mask.rank === 2 && mask.shape[0] === batch && mask.shape[1] === steps)) return;
    throw new ShapeError(
      `Cannot call ${this.#subject}: mask must have shape ${formatShape([batch, steps])}, received ${formatShape(mask.shape)}`,
    );
  }

  /** Those who look into the pass, told of this layer. */
  #listeners({ tracer }: ForwardContext): SequenceListeners {
    if (tracer === undefined) return NOBODY;
    return {
      trace: tracer.forward && ((values) => tracer.forward?.(this, values)),
      traceGradient: tracer.backward && ((gradient) => tracer.backward?.(this, gradient)),
    };
  }

  #stateful(action: string): KeptStates {
    if (!this.stateful) {
      throw new OptionError(`Cannot ${action} ${this.#subject}: it must be stateful, received stateful: false`);
    }
    this.#kept ??= new KeptStates(() => this.#subject, this.cell.stateSize);
    return this.#kept;
  }

  /** How often the pass called it before: of a layer that is applied several times each place has its own stream. */
  #turn({ turns }: ForwardContext): number {
    const turn = turns?.get(this) ?? 0;
    turns?.set(this, turn + 1);
    return turn;
  }

  #before(batch: number, context: ForwardContext, turn: number): readonly Tensor[] | undefined {
    if (context.states) return this.#ofTurn(context.states.get(this), turn);
    if (this.#pending?.context === context) this.#pending.run(); // a second call in one pass goes on from the first
    return this.stateful ? this.#stateful('call').before(batch) : undefined;
  }

  /** Keeps states once the pass has come to its end: a training step that fails leaves them as they were. */
  #keepAfter(states: readonly Tensor[], context: ForwardContext): void {
    const run = (): void => this.#stateful('call').keep(states);
    if (context.updates) {
      context.updates.push(run);
      this.#pending = { context, run };
    } else {
      run();
    }
  }

  /** States of one place of a stream; undefined before its first step. */
  #ofTurn(kept: readonly Variable[] | undefined, turn: number): readonly Variable[] | undefined {
    const { length } = this.cell.stateSize;
    if (kept === undefined || kept.length <= turn * length) return undefined;
    return kept.length === length ? kept : kept.slice(turn * length, (turn + 1) * length);
  }

  #keep(states: readonly Tensor[], context: ForwardContext, turn: number): void {
    if (context.states === undefined) {
      if (this.stateful) this.#keepAfter(states, context);
      return;
    }
    const all = context.states.get(this) ?? [];
    let variables = this.#ofTurn(all, turn);
    if (variables === undefined) {
      const name = (i: number): string => `${this.name}/state_${i}`;
      variables = states.map(({ shape }, i) => new Variable(shape, { name: name(i), trainable: false }));
      context.states.set(this, [...all, ...variables]);
    }
    for (let i = 0; i < variables.length; i++) (variables[i] as Variable).assign(states[i] as Tensor);
  }
}

/** The shape of the sequence, where initial states may follow it. */
function sequenceOf(inputShape: OpenShapes): OpenShape {
  return isOneShape(inputShape) ? inputShape : (inputShape[0] as OpenShape);
}
