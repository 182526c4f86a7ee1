import type { Constraint } from '../constraints/index.ts';
import { OptionError, ShapeError, UnsupportedError } from '../errors.ts';
import type { Initializer } from '../initializers/index.ts';
import { multiply } from '../ops/multiply.ts';
import { checkBoolean, describe } from '../options.ts';
import type { Random } from '../random.ts';
import type { Regularizer } from '../regularizers/index.ts';
import { formatShape, type OpenShape, type OpenShapes, type Shape, sameShape } from '../tensor/shape.ts';
import { Tensor, toFloat } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { applied } from './applied.ts';
import type { ApplyOptions, SymbolicTensor, SymbolicTensors } from './symbolic.ts';
import type { ForwardContext, Mask, Tensors } from './trainable.ts';

/** Options that every layer has. */
export interface LayerOptions {
  /** Name in summaries, errors and files. Default: the class in snake case, numbered by the model. */
  name?: string;
  /** Whether its weights learn. Default true. */
  trainable?: boolean;
}

/** What a layer says of one of its weights. */
export interface WeightOptions {
  /** Keras's name: kernel, recurrent_kernel, bias. */
  name: string;
  shape: Shape;
  initializer: Initializer;
  random: Random;
  regularizer?: Regularizer | undefined;
  constraint?: Constraint | undefined;
  /** Whether gradients flow to it while the layer is trainable. Default true; false for statistics. */
  trainable?: boolean;
}

/** What TensorFlow.js and older Keras say in the first layer. */
const INPUT_SHAPES = ['inputShape', 'batchInputShape', 'input_shape', 'batch_input_shape'];

/** A layer's options as JSON. */
export type LayerConfig = Record<string, unknown>;

/**
 * Base of all layers: weights are made when the shape of the input is known, and `call` computes.
 *
 * A layer of your own extends it with `className`, `build`, `call`, `outputShape` and `config`.
 *
 * @throws OptionError if the name holds '/' or blanks, or trainable is no boolean; UnsupportedError for inputShape.
 * @example
 * ```ts
 * import { Layer, multiply, Ones, type OpenShape, Random, Sequential, type Tensor, type Variable } from 'memcell';
 * class Scale extends Layer {
 *   readonly className = 'Scale';
 *   factor!: Variable;
 *   protected build(shape: OpenShape, random: Random) {
 *     this.factor = this.addWeight({ name: 'factor', shape: [shape.at(-1) ?? 1], initializer: new Ones(), random });
 *   }
 *   call(x: Tensor) {
 *     return multiply(this.checkCall(x), this.factor);
 *   }
 *   outputShape(shape: OpenShape) {
 *     return shape;
 *   }
 *   config() {
 *     return { name: this.name, trainable: this.trainable };
 *   }
 * }
 * const model = new Sequential([new Scale('scale', {})]);
 * console.log(model.predict([[1, 2]]).toArray()); // => [ [ 1, 2 ] ]
 * ```
 */
export abstract class Layer {
  /** Keras's class name. */
  abstract readonly className: string;
  /** Whether its output has the mask of its input, as where it works on each step by itself. Default false. */
  readonly supportsMasking: boolean = false;
  /** Whether it may be given a list of inputs. Default false. */
  readonly takesList: boolean = false;
  /** @internal Whether it stands for an input of a model. */
  readonly isInput: boolean = false;
  /** Whether the name was given. */
  readonly named: boolean;
  readonly #weights: Variable[] = [];
  /** Weights that never learn. */
  readonly #fixed = new Set<Variable>();
  readonly #regularizers: { weight: Variable; regularizer: Regularizer }[] = [];
  readonly #layers: Layer[] = [];
  #parent: Layer | undefined;
  #unnamed = false;
  #name: string;
  #inputShape: OpenShapes | undefined;
  #trainable: boolean;
  #initialize = true;
  /** The shape that was found to fit last: data comes in few shapes. */
  #fits: Shape | undefined;

  constructor(defaultName: string, options: LayerOptions) {
    if (typeof options !== 'object' || options === null) {
      throw new OptionError(
        `Cannot create layer '${defaultName}': options must be an object, received ${describe(options)}`,
        { hint: 'Write options by name: new LSTM({ units: 20 }), not new LSTM(20).' },
      );
    }
    const shaped = INPUT_SHAPES.find((each) => Object.hasOwn(options, each));
    if (shaped !== undefined) {
      throw new UnsupportedError(
        `Cannot create layer '${defaultName}': ${shaped} is not supported and must be left out, received ${describe(Reflect.get(options, shaped))}`,
        { hint: 'Put Input({ shape }) first in the model.' },
      );
    }
    const { name, trainable = true } = options;
    if (name !== undefined && (typeof name !== 'string' || !/^[^/\s]+$/.test(name))) {
      throw new OptionError(
        `Cannot create layer '${defaultName}': name must be text without '/' and blanks, received ${describe(name)}`,
      );
    }
    this.#name = name ?? defaultName;
    this.named = name !== undefined;
    this.#trainable = checkBoolean(`create layer '${this.#name}'`, 'trainable', trainable);
  }

  /** Makes the weights for an input of this shape (a list of shapes for several inputs), with `addWeight`. */
  protected abstract build(inputShape: OpenShapes, random: Random): void;

  /** Computes the output. */
  abstract call(input: Tensors, context: ForwardContext): Tensors;

  /** Shape of the output for an input of this shape. @throws ShapeError if the layer cannot take it. */
  abstract outputShape(inputShape: OpenShapes): OpenShapes;

  /** The options as JSON, defaults included. */
  abstract config(): LayerConfig;

  /**
   * Applies it to symbolic tensors, one or a list, as the part of a `Model`; with `initialState` a recurrent layer begins
   * with these states. A layer may be applied several times: it has one set of weights.
   *
   * @returns what it makes of them: a list where it has several outputs (`apply<SymbolicTensor[]>(x)`). The weights come
   * with the Model.
   * @throws ShapeError where the shapes do not fit; OptionError for real tensors, which go to `predict` of a model.
   */
  apply<T extends SymbolicTensors = SymbolicTensor>(input: SymbolicTensors, options: ApplyOptions = {}): T {
    return applied(this, input, options) as T;
  }

  /**
   * Computes the output and leaves its mask in the context: how a model calls a layer.
   *
   * @throws as `call` does; UnsupportedError in a stream, if it needs the whole sequence.
   */
  run(input: Tensors, context: ForwardContext): Tensors {
    if (context.states && this.needsSequence(input)) {
      throw new UnsupportedError(
        `Cannot call ${this.className} '${this.name}': in a stream a layer must work on each step by itself, received one that needs the whole sequence`,
        { hint: 'Call predict with whole sequences, or fit without truncate.' },
      );
    }
    const output = this.call(input, context);
    const { masks, tracer } = context;
    tracer?.output?.(this, output);
    if (masks.size === 0) return output;
    const outputs = output instanceof Tensor ? [output] : output;
    if (outputs.some((each) => masks.has(each))) return output;
    const mask = this.computeMask(
      input,
      input instanceof Tensor ? masks.get(input) : input.map((each) => masks.get(each)),
    );
    const ofEach = mask === undefined || mask instanceof Tensor ? [mask] : mask;
    ofEach.forEach((each, i) => {
      if (each !== undefined) masks.set(outputs[i] as Tensor, each);
    });
    return output;
  }

  /**
   * Mask of the output (a list: of each output), from those of the inputs. Default: the input's where `supportsMasking`
   * is true, else none.
   */
  computeMask(_input: Tensors, mask: Mask | readonly Mask[]): Mask | readonly Mask[] {
    if (!this.supportsMasking) return undefined;
    return mask === undefined || mask instanceof Tensor ? mask : mask[0];
  }

  /** Whether it puts several steps of the input together, so that it cannot be given them one by one. Default false. */
  protected needsSequence(_input: Tensors): boolean {
    return false;
  }

  /** Whether it makes weights when it is built, for a summary before that. Default: where it or a part of it has units. */
  get hasWeights(): boolean {
    return 'units' in this || this.#layers.some((layer) => layer.hasWeights);
  }

  /** The name given, or the class in snake case, numbered by the model. */
  get name(): string {
    return this.#name;
  }

  /** @internal Whether its name stays: it was given, or weights are called after it. */
  get nameStays(): boolean {
    return this.named || this.built;
  }

  /** @internal Numbers a layer that was not named; its weights are named after it, so only before it is built. */
  rename(name: string): void {
    this.#name = name;
  }

  /** @internal Its name after those of the layers that it is part of, as its weights bear it. */
  get fullName(): string {
    if (this.#parent === undefined) return this.#name;
    return this.#unnamed ? this.#parent.fullName : `${this.#parent.fullName}/${this.#name}`;
  }

  /** Whether its weights exist. */
  get built(): boolean {
    return this.#inputShape !== undefined;
  }

  /** Shape it was built for. */
  get inputShape(): OpenShapes | undefined {
    return this.#inputShape;
  }

  /**
   * Makes the weights, once; where that fails, there are none.
   *
   * @param options initialize: whether they get their first values, or stay 0 to be set. Default true.
   * @throws ShapeError if the layer cannot take the shape; ResourceError where memory is not to be had.
   */
  ensureBuilt(inputShape: OpenShapes, random: Random, { initialize = true }: { initialize?: boolean } = {}): void {
    if (this.#inputShape !== undefined) return;
    this.outputShape(inputShape);
    this.#initialize = initialize;
    try {
      this.build(inputShape, random);
    } catch (error) {
      this.#weights.length = 0;
      this.#regularizers.length = 0;
      throw error;
    }
    this.#inputShape = inputShape;
  }

  /** Whether its weights learn. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = checkBoolean(`set trainable of ${this.className} '${this.name}'`, 'it', value);
    for (const weight of this.#weights) weight.trainable = value && !this.#fixed.has(weight);
    for (const layer of this.#layers) layer.trainable = value;
  }

  /** Layers that it is made of. */
  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** All weights in Keras's order: its own, then those of the layers that it is made of. */
  get weights(): readonly Variable[] {
    if (this.#layers.length === 0) return this.#weights;
    return [...this.#weights, ...this.#layers.flatMap((layer) => layer.weights)];
  }

  /** What it keeps from call to call beside its weights, such as the states of a stateful layer. */
  get stateVariables(): readonly Variable[] {
    return this.#layers.flatMap((layer) => layer.stateVariables);
  }

  /** Sets what it keeps from call to call to its beginning. */
  resetStates(): void {
    for (const layer of this.#layers) layer.resetStates();
  }

  /** Number of weights, counted as numbers. */
  countParams(): number {
    return this.weights.reduce((sum, weight) => sum + weight.size, 0);
  }

  /** Penalties of its weights, each a scalar. */
  penalties(): Tensor[] {
    const penalties = this.#regularizers.map(({ weight, regularizer }) => regularizer.penalty(weight));
    for (const layer of this.#layers) penalties.push(...layer.penalties());
    return penalties;
  }

  /**
   * Takes a layer as a part: its weights, penalties and states are this layer's, too, under this layer's name.
   *
   * @param options unnamed: whether its weights bear this layer's name alone. Default false.
   * @throws OptionError if it is part of another layer, or built.
   */
  protected addLayer<T extends Layer>(layer: T, { unnamed = false }: { unnamed?: boolean } = {}): T {
    if (layer.#parent !== undefined || layer.built) {
      const received =
        layer.#parent === undefined ? 'one that is built' : `one that is part of '${layer.#parent.name}'`;
      throw new OptionError(
        `Cannot make '${layer.name}' a part of '${this.name}': it must be a new layer, received ${received}`,
      );
    }
    layer.#parent = this;
    layer.#unnamed = unnamed;
    this.#layers.push(layer);
    if (!this.#trainable) layer.trainable = false;
    return layer;
  }

  /** Makes one weight. */
  protected addWeight(options: WeightOptions): Variable {
    const { name, shape, initializer, random, regularizer, constraint, trainable = true } = options;
    const weight = new Variable(shape, {
      name: `${this.fullName}/${name}`,
      trainable: trainable && this.#trainable,
      constraint: constraint && ((value) => constraint.apply(value)),
    });
    if (this.#initialize) weight.assign(initializer.initialize(shape, random));
    this.#weights.push(weight);
    if (!trainable) this.#fixed.add(weight);
    if (regularizer) this.#regularizers.push({ weight, regularizer });
    return weight;
  }

  /** Adds a penalty on the output, divided by the batch size as in Keras, to those of the pass. */
  protected penalizeActivity(activity: Regularizer | undefined, output: Tensor, { penalties }: ForwardContext): void {
    if (activity) penalties.push(multiply(activity.penalty(output), 1 / (output.shape[0] as number)));
  }

  /**
   * The input of a call as float32.
   *
   * @throws OptionError if the layer is not built; ShapeError if the input does not fit.
   */
  protected checkCall(input: Tensor): Tensor {
    this.checkBuilt(input);
    return toFloat(input);
  }

  /** Throws as `checkCall` does, for a layer that takes other dtypes. */
  protected checkBuilt(input: Tensor): void {
    if (this.#inputShape === undefined) {
      throw new OptionError(
        `Cannot call ${this.className} '${this.name}': it must be built, received a layer without weights`,
        { hint: 'Put it into a model, or call ensureBuilt(shape, random).' },
      );
    }
    if (this.#fits !== undefined && sameShape(this.#fits, input.shape)) return;
    this.outputShape(input.shape);
    this.#fits = input.shape;
  }

  /** Throws unless an input has the rank (any where it is left out) and, once built, the width that the layer takes. */
  protected checkInput(shape: OpenShape, rank?: number, axes?: string): void {
    const refuse = (must: string, hint?: string): never => {
      throw new ShapeError(
        `Cannot call ${this.className} '${this.name}': ${must}, received ${formatShape(shape)}`,
        hint === undefined ? {} : { hint },
      );
    };
    if (rank !== undefined && shape.length !== rank) {
      const flat = rank === 3 && shape.length === 2;
      refuse(
        `input must have rank ${rank} ${axes}`,
        flat
          ? 'Give every step an axis of its own, [B, T, 1]; a recurrent layer before this one needs returnSequences: true.'
          : undefined,
      );
    }
    const built = this.#inputShape?.at(-1);
    const width = typeof built === 'object' ? undefined : built; // layers of several inputs check each one themselves
    if (width === undefined ? shape.at(-1) === null : shape.at(-1) !== width) {
      refuse(`last axis of the input must be ${width ?? 'known'}`);
    }
  }
}
