import { type ActivationName, activation } from '../activations/index.ts';
import { lstmCell } from '../cells/lstm.ts';
import type { ConstraintId } from '../constraints/index.ts';
import { UnsupportedError } from '../errors.ts';
import type { Initializer, InitializerId } from '../initializers/index.ts';
import { concat } from '../ops/concat.ts';
import { lstmSequence } from '../ops/lstm-sequence.ts';
import { reshape } from '../ops/reshape.ts';
import { slice } from '../ops/slice.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

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
  readonly #settings: WeightSettings<'kernel' | 'recurrent' | 'bias'>;
  #kernel!: Variable;
  #recurrentKernel!: Variable;
  #bias: Variable | undefined;

  constructor(options: LstmOptions) {
    super('lstm', options);
    const subject = `LSTM '${this.name}'`;
    checkOptions(subject, options, OPTIONS, UNSUPPORTED);
    const flag = (
      name: 'useBias' | 'unitForgetBias' | 'returnSequences' | 'returnState' | 'goBackwards',
      initial: boolean,
    ) => checkBoolean(subject, name, options[name] ?? initial);
    this.units = checkNumber(subject, 'units', options.units, { from: 1, whole: true });
    this.#activation = options.activation ?? 'tanh';
    this.#recurrentActivation = options.recurrentActivation ?? 'sigmoid';
    activation(this.#activation);
    activation(this.#recurrentActivation);
    this.#useBias = flag('useBias', true);
    this.#unitForgetBias = flag('unitForgetBias', true);
    this.returnSequences = flag('returnSequences', false);
    this.returnState = flag('returnState', false);
    this.#goBackwards = flag('goBackwards', false);
    this.#settings = new WeightSettings(options, {
      kernel: 'glorotUniform',
      recurrent: 'orthogonal',
      bias: 'zeros',
    });
  }

  /** 'fused': one op over the sequence; 'cell loop': a loop over `lstmCell` (activations other than tanh and sigmoid). */
  get path(): 'fused' | 'cell loop' {
    return this.#activation === 'tanh' && this.#recurrentActivation === 'sigmoid' ? 'fused' : 'cell loop';
  }

  protected build(inputShape: OpenShape, random: Random): void {
    const depth = inputShape[2] as number;
    const width = 4 * this.units;
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [depth, width],
      random: random.split(),
      ...this.#settings.of('kernel'),
    });
    this.#recurrentKernel = this.addWeight({
      name: 'recurrent_kernel',
      shape: [this.units, width],
      random: random.split(),
      ...this.#settings.of('recurrent'),
    });
    if (!this.#useBias) return;
    const bias = this.#settings.of('bias');
    this.#bias = this.addWeight({
      name: 'bias',
      shape: [width],
      random: random.split(),
      ...bias,
      initializer: this.#unitForgetBias ? forgetGateOpen(bias.initializer, this.units) : bias.initializer,
    });
  }

  call(input: Tensor, context: ForwardContext): Tensor | readonly Tensor[] {
    const x = this.checkCall(input);
    const refuse = (what: string): never => {
      throw new UnsupportedError(`Cannot call LSTM '${this.name}': ${what}`);
    };
    if (context.masks.has(input)) refuse('there must be no mask, received one');
    if (context.states && this.#goBackwards) refuse('goBackwards must be off in a stream, received true');
    const before = context.states?.get(this);
    const { output, hidden, cell } = this.path === 'fused' ? this.#fused(x, before) : this.#loop(x, before);
    if (context.states) this.#keep(context.states, hidden, cell);
    this.penalizeActivity(this.#settings.activity, output, context);
    return this.returnState ? [output, hidden, cell] : output;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, D]');
    const [batch, steps] = inputShape as [number | null, number | null];
    return this.returnSequences ? [batch, steps, this.units] : [batch, this.units];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      units: this.units,
      activation: this.#activation,
      recurrentActivation: this.#recurrentActivation,
      useBias: this.#useBias,
      unitForgetBias: this.#unitForgetBias,
      ...this.#settings.config(),
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
