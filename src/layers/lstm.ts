import { type ActivationName, activation } from '../activations/index.ts';
import { lstmCell } from '../cells/lstm.ts';
import { type Constraint, type ConstraintId, constraint, constraintFromConfig } from '../constraints/index.ts';
import { UnsupportedError } from '../errors.ts';
import { type Initializer, type InitializerId, initializer, initializerFromConfig } from '../initializers/index.ts';
import { concat } from '../ops/concat.ts';
import { lstmSequence } from '../ops/lstm-sequence.ts';
import { reshape } from '../ops/reshape.ts';
import { slice } from '../ops/slice.ts';
import { checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { type Regularizer, type RegularizerId, regularizer, regularizerFromConfig } from '../regularizers/index.ts';
import type { OpenShape, Shape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { entryOf, type Given, given, Layer, type LayerConfig, type LayerOptions, optional } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/** Options of `LSTM`. */
export interface LstmOptions extends LayerOptions {
  /** Width of the output and of the memory, U ≥ 1. */
  units: number;
  /** Of the candidate and the output. Default 'tanh'. */
  activation?: ActivationName;
  /** Of the three gates. Default 'sigmoid'. */
  recurrentActivation?: ActivationName;
  /** Whether there is a bias. Default true. */
  useBias?: boolean;
  /** Of W [D, 4U]. Default 'glorotUniform'. */
  kernelInitializer?: Given<InitializerId>;
  /** Of R [U, 4U]. Default 'orthogonal'. */
  recurrentInitializer?: Given<InitializerId>;
  /** Of b [4U]. Default 'zeros'. */
  biasInitializer?: Given<InitializerId>;
  /** Start the forget gate's bias at 1. Default true. */
  unitForgetBias?: boolean;
  /** Penalty on W, R, b, and on the output (divided by B). Default none. */
  kernelRegularizer?: Given<RegularizerId> | null;
  recurrentRegularizer?: Given<RegularizerId> | null;
  biasRegularizer?: Given<RegularizerId> | null;
  activityRegularizer?: Given<RegularizerId> | null;
  /** Applied to W, R, b after each update. Default none. */
  kernelConstraint?: Given<ConstraintId> | null;
  recurrentConstraint?: Given<ConstraintId> | null;
  biasConstraint?: Given<ConstraintId> | null;
  /** Give h of every step rather than of the last. Default false. */
  returnSequences?: boolean;
  /** Give the last h and c beside the output. Default false. */
  returnState?: boolean;
  /** Read the sequence from its last step to its first. Default false. */
  goBackwards?: boolean;
}

const OPTIONS = [
  'name trainable units activation recurrentActivation useBias kernelInitializer recurrentInitializer biasInitializer',
  'unitForgetBias kernelRegularizer recurrentRegularizer biasRegularizer activityRegularizer kernelConstraint',
  'recurrentConstraint biasConstraint returnSequences returnState goBackwards',
].flatMap((line) => line.split(' '));
const UNSUPPORTED = ['dropout', 'recurrentDropout', 'stateful', 'unroll', 'zeroOutputForMask', 'seed'];

/**
 * Long short-term memory over a sequence.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 *
 * **Shapes** input [B, T, D] → output [B, U], or [B, T, U] with `returnSequences`; with `returnState` also h [B, U] and
 * c [B, U]. **Weights** kernel [D, 4U], recurrent_kernel [U, 4U], bias [4U], gates i, f, g, o (Keras's order).
 * **Cost** 8·B·T·U·(D + U) FLOPs forward, about twice that backward.
 *
 * With tanh and sigmoid the whole sequence is one fused op; other activations take a loop over `lstmCell`
 * (`path` says which).
 *
 * @throws OptionError for an option outside its range; UnsupportedError for Keras's dropout, recurrentDropout,
 * stateful, unroll and zeroOutputForMask.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000.
 * @example
 * ```ts
 * import { LSTM, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new LSTM({ units: 4, returnSequences: true })], { seed: 1 });
 * console.log(model.predict(tensor([[[1], [2], [3]]])).shape); // => [ 1, 3, 4 ]
 * ```
 */
export class LSTM extends Layer {
  readonly className = 'LSTM';
  readonly units: number;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly #activation: ActivationName;
  readonly #recurrentActivation: ActivationName;
  readonly #useBias: boolean;
  readonly #unitForgetBias: boolean;
  readonly #goBackwards: boolean;
  readonly #initializers: { kernel: Initializer; recurrent: Initializer; bias: Initializer };
  readonly #regularizers: Record<'kernel' | 'recurrent' | 'bias' | 'activity', Regularizer | undefined>;
  readonly #constraints: Record<'kernel' | 'recurrent' | 'bias', Constraint | undefined>;
  #kernel!: Variable;
  #recurrentKernel!: Variable;
  #bias: Variable | undefined;

  constructor(options: LstmOptions) {
    super('lstm', options);
    refuse(options);
    checkOptions(`create LSTM '${this.name}'`, options, OPTIONS);
    this.units = this.checkCount('units', options.units);
    this.#activation = options.activation ?? 'tanh';
    this.#recurrentActivation = options.recurrentActivation ?? 'sigmoid';
    activation(this.#activation);
    activation(this.#recurrentActivation);
    this.#useBias = options.useBias ?? true;
    this.#unitForgetBias = options.unitForgetBias ?? true;
    this.returnSequences = options.returnSequences ?? false;
    this.returnState = options.returnState ?? false;
    this.#goBackwards = options.goBackwards ?? false;
    this.#initializers = {
      kernel: given(initializer, initializerFromConfig, options.kernelInitializer ?? 'glorotUniform'),
      recurrent: given(initializer, initializerFromConfig, options.recurrentInitializer ?? 'orthogonal'),
      bias: given(initializer, initializerFromConfig, options.biasInitializer ?? 'zeros'),
    };
    this.#regularizers = {
      kernel: optional(regularizer, regularizerFromConfig, options.kernelRegularizer),
      recurrent: optional(regularizer, regularizerFromConfig, options.recurrentRegularizer),
      bias: optional(regularizer, regularizerFromConfig, options.biasRegularizer),
      activity: optional(regularizer, regularizerFromConfig, options.activityRegularizer),
    };
    this.#constraints = {
      kernel: optional(constraint, constraintFromConfig, options.kernelConstraint),
      recurrent: optional(constraint, constraintFromConfig, options.recurrentConstraint),
      bias: optional(constraint, constraintFromConfig, options.biasConstraint),
    };
  }

  /** 'fused': one op over the sequence; 'cell loop': a loop over `lstmCell` (activations other than tanh and sigmoid). */
  get path(): 'fused' | 'cell loop' {
    return this.#activation === 'tanh' && this.#recurrentActivation === 'sigmoid' ? 'fused' : 'cell loop';
  }

  protected build(inputShape: OpenShape, random: Random): void {
    const depth = inputShape[2] as number;
    const [regularizers, constraints] = [this.#regularizers, this.#constraints];
    const weight = (key: 'kernel' | 'recurrent' | 'bias', name: string, shape: Shape, from: Initializer): Variable =>
      this.addWeight({
        name,
        shape,
        initializer: from,
        random: random.split(),
        regularizer: regularizers[key],
        constraint: constraints[key],
      });
    this.#kernel = weight('kernel', 'kernel', [depth, 4 * this.units], this.#initializers.kernel);
    this.#recurrentKernel = weight(
      'recurrent',
      'recurrent_kernel',
      [this.units, 4 * this.units],
      this.#initializers.recurrent,
    );
    if (!this.#useBias) return;
    const { bias } = this.#initializers;
    this.#bias = weight(
      'bias',
      'bias',
      [4 * this.units],
      this.#unitForgetBias ? forgetGateOpen(bias, this.units) : bias,
    );
  }

  call(x: Tensor, context: ForwardContext): Tensor | readonly Tensor[] {
    this.checkInput(x.shape, 3, '[B, T, D]');
    if (context.mask) {
      throw new UnsupportedError(`Cannot call LSTM '${this.name}': masks are not supported yet, received one`);
    }
    const before = context.states?.get(this);
    const { output, hidden, cell } = this.path === 'fused' ? this.#fused(x, before) : this.#loop(x, before);
    if (context.states) this.#keep(context.states, hidden, cell);
    this.penalizeActivity(this.#regularizers.activity, output, context);
    return this.returnState ? [output, hidden, cell] : output;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, D]');
    const [batch, steps] = inputShape as [number | null, number | null];
    return this.returnSequences ? [batch, steps, this.units] : [batch, this.units];
  }

  config(): LayerConfig {
    const { kernel, recurrent, bias } = this.#initializers;
    return {
      name: this.name,
      trainable: this.trainable,
      units: this.units,
      activation: this.#activation,
      recurrentActivation: this.#recurrentActivation,
      useBias: this.#useBias,
      kernelInitializer: entryOf(kernel),
      recurrentInitializer: entryOf(recurrent),
      biasInitializer: entryOf(bias),
      unitForgetBias: this.#unitForgetBias,
      kernelRegularizer: entryOf(this.#regularizers.kernel),
      recurrentRegularizer: entryOf(this.#regularizers.recurrent),
      biasRegularizer: entryOf(this.#regularizers.bias),
      activityRegularizer: entryOf(this.#regularizers.activity),
      kernelConstraint: entryOf(this.#constraints.kernel),
      recurrentConstraint: entryOf(this.#constraints.recurrent),
      biasConstraint: entryOf(this.#constraints.bias),
      returnSequences: this.returnSequences,
      returnState: this.returnState,
      goBackwards: this.#goBackwards,
    };
  }

  #fused(x: Tensor, states: readonly Variable[] | undefined): Output {
    const { sequence, hidden, cell } = lstmSequence(x, {
      kernel: this.#kernel,
      recurrentKernel: this.#recurrentKernel,
      bias: this.#bias,
      initialState: states as readonly [Variable, Variable] | undefined,
      goBackwards: this.#goBackwards,
      returnSequences: this.returnSequences,
    });
    return { output: sequence ?? hidden, hidden, cell };
  }

  #loop(x: Tensor, states: readonly Variable[] | undefined): Output {
    const [batch, steps, depth] = x.shape as [number, number, number];
    const options = {
      kernel: this.#kernel,
      recurrentKernel: this.#recurrentKernel,
      bias: this.#bias,
      activation: activation(this.#activation),
      recurrentActivation: activation(this.#recurrentActivation),
    };
    const zeros = (): Tensor => tensor(new Float32Array(batch * this.units), [batch, this.units]);
    let [hidden, cell]: [Tensor, Tensor] = states ? [states[0] as Variable, states[1] as Variable] : [zeros(), zeros()];
    const sequence: Tensor[] = [];
    for (let step = 0; step < steps; step++) {
      const t = this.#goBackwards ? steps - 1 - step : step;
      const now = reshape(slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]);
      [hidden, cell] = lstmCell(now, [hidden, cell], options);
      if (this.returnSequences) sequence.push(reshape(hidden, [batch, 1, this.units]));
    }
    return { output: this.returnSequences ? concat(sequence, { axis: 1 }) : hidden, hidden, cell };
  }

  #keep(states: Map<object, readonly Variable[]>, hidden: Tensor, cell: Tensor): void {
    let kept = states.get(this);
    if (kept === undefined) {
      kept = ['hidden', 'cell'].map(
        (name) => new Variable(hidden.shape, { name: `${this.name}/${name}`, trainable: false }),
      );
      states.set(this, kept);
    }
    (kept[0] as Variable).assign(hidden);
    (kept[1] as Variable).assign(cell);
  }
}

interface Output {
  readonly output: Tensor;
  readonly hidden: Tensor;
  readonly cell: Tensor;
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

/** Throws for Keras's options that are not here, unless they have Keras's value for "off". */
function refuse(options: object): void {
  const given = options as Record<string, unknown>;
  for (const option of UNSUPPORTED) {
    const value = given[option];
    if (value === undefined || value === false || value === 0 || value === null) continue;
    throw new UnsupportedError(
      `Cannot create LSTM: ${option} is not supported yet, received ${String(value)}`,
      option === 'dropout' ? { hint: 'Put a Dropout layer before or after it.' } : {},
    );
  }
}
