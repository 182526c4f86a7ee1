import type { ConfigEntry } from '../config.ts';
import { type TensorLike, toTensor } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { FormatError, OptionError, ShapeError } from '../errors.ts';
import type { InputLayer } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { makeLayer } from '../layers/make-layer.ts';
import { currentLoading, type Loading, provideLayer, whileLoading } from '../layers/registry.ts';
import { type ForwardContext, forwardPass } from '../layers/trainable.ts';
import { reshape } from '../ops/reshape.ts';
import { checkOptions, describe } from '../options.ts';
import type { Tensors } from '../tensor/batch.ts';
import { scope } from '../tensor/scope.ts';
import {
  checkOpenShapes,
  formatShape,
  isOneShape,
  type OpenShape,
  type OpenShapes,
  type Shape,
  sameShape,
} from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { readLayers, type SequentialPart } from './layer-list.ts';
import { LayeredModel, type ModelOptions } from './layered-model.ts';
import type { Building } from './model-layer.ts';
import type { Port } from './read-tensors.ts';

/** Options of `Sequential`. */
export type SequentialOptions = ModelOptions;

/** Options of `predictStep`. */
export interface PredictStepOptions {
  /**
   * Where the numbers of the result are written: an array as long as they are many. The tensor given back holds this
   * array and is the same in every call with it, so that a step leaves no array behind. Default: a new array each time.
   */
  out?: Float32Array;
}

/**
 * Layers one after another; whole models may be among them.
 *
 * Weights are made when the shape of the input is known: by an `Input` in front, by `build`, or by the first data.
 *
 * @throws OptionError if there are no layers, one comes twice, or two have one name.
 * @example
 * ```ts
 * import { Adam, Dense, LSTM, Sequential } from 'memcell';
 * const model = new Sequential([new LSTM({ units: 8 }), new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: new Adam({ learningRate: 0.01 }), loss: 'meanSquaredError' });
 * const x = [[[0], [1]], [[1], [0]]]; // two sequences of two steps
 * const { history } = await model.fit(x, [[1], [0]], { epochs: 3 });
 * console.log(history.loss?.length); // => 3
 * console.log(model.predict(x).shape); // => [ 2, 1 ]
 * ```
 */
export class Sequential extends LayeredModel {
  static {
    provideLayer('Sequential', (config) => {
      const { buildInputShape: _, ...rest } = asObject(config); // the model that it is a part of says the shape
      return Sequential.fromConfig(rest, currentLoading()).asLayer();
    });
  }
  readonly className = 'Sequential';
  /** Its layers, without the Input. */
  readonly layers: readonly Layer[];
  readonly takesList: boolean;
  readonly #input: InputLayer | undefined;
  /** Input shape that the weights were made for, and the output shape of each layer. */
  #built: { readonly input: OpenShape; readonly shapes: readonly OpenShape[] } | undefined;
  #fits: OpenShape | undefined;
  #stream: Stream = newStream();

  /** The third argument is that of `build`, for a model with an Input. */
  constructor(layers: readonly SequentialPart[], options: SequentialOptions = {}, building: Building = {}) {
    checkOptions('Sequential', options, ['name', 'seed']);
    super('Sequential', options);
    const read = readLayers(`Sequential '${this.name}'`, layers);
    this.#input = read.input;
    this.layers = read.layers;
    this.takesList = false;
    if (this.#input) this.build([null, ...this.#input.shape], building);
  }

  /**
   * Makes the weights for inputs of this shape, batch axis first (null for any); later, checks that a shape fits.
   *
   * @param building initialize: whether the weights get their first values, or stay 0 to be set. Default true.
   * @throws ShapeError if a layer cannot take it; then no weight is made.
   */
  build(inputShape: OpenShapes, building: Building = {}): void {
    checkOpenShapes(`build Sequential '${this.name}'`, inputShape);
    if (!isOneShape(inputShape)) throw this.#listed(inputShape.length);
    if (this.#fits !== undefined && sameShape(this.#fits, inputShape)) return;
    const shapes = this.#shapesFor(inputShape);
    const { random = this.random.fold(1) } = building;
    this.layers.forEach((layer, i) => {
      if (!layer.built) layer.ensureBuilt(shapes[i - 1] ?? inputShape, random.fold(i), building);
    });
    this.#built ??= { input: [...inputShape], shapes };
    this.#fits = inputShape;
  }

  /** Whether the weights exist. */
  get built(): boolean {
    return this.#built !== undefined;
  }

  /** Shape of the input, once built; null where a size may change. */
  get inputShape(): OpenShape | undefined {
    return this.#built?.input;
  }

  get outputShape(): OpenShape {
    this.requireBuilt('read outputShape of');
    return this.#built?.shapes.at(-1) as OpenShape;
  }

  shapesOf(inputShape: OpenShapes): OpenShape {
    if (!isOneShape(inputShape)) throw this.#listed(inputShape.length);
    return this.#shapesFor(inputShape).at(-1) as OpenShape;
  }

  forward(input: Tensors, context: ForwardContext): Tensor {
    let x: Tensors = input;
    for (const layer of this.layers) {
      x = layer.run(x, context);
      if (!(x instanceof Tensor)) throw this.#several(layer, x.length);
    }
    return x as Tensor;
  }

  /**
   * One step of a stream: the recurrent states are kept from call to call until `resetStates`.
   *
   * **Shapes** x [B, D], or ids [B] for a model that is built for ids [B, T] → [B, …], for the same B in every call.
   *
   * @throws ShapeError if x, its B or the length of `out` does not fit.
   */
  predictStep(x: TensorLike, options: PredictStepOptions = NO_OPTIONS): Tensor {
    const input = toTensor(x);
    const action = `predict with Sequential '${this.name}'`;
    if (options !== NO_OPTIONS) checkOptions(action, options, ['out']);
    const stream = this.#stream;
    if (stream.input === undefined || !sameShape(stream.input, input.shape)) this.#checkStep(action, input);
    else checkFinite(input, 'input', action);
    const { out } = options;
    if (out !== undefined && stream.result?.data !== out) this.#checkOut(action, out, input.shape[0] as number);
    return scope(() => {
      const { shape } = input;
      const step = this.forward(reshape(input, withSteps(shape)), forwardPass({ states: stream.states }));
      stream.input = shape;
      const output =
        step.rank > 2 && step.shape[1] === 1 ? reshape(step, [shape[0] as number, ...step.shape.slice(2)]) : step;
      return out === undefined ? output : this.#into(out, output);
    });
  }

  /** Throws unless an input can be a step of the stream; builds the model. */
  #checkStep(action: string, input: Tensor): void {
    const rank = this.#built && this.#built.input.length - 1; // the model's input has an axis of steps besides
    const ids = rank === 1; // [B] where a model reads ids [B, T]
    if (input.rank < (ids ? 1 : 2) || input.rank !== (rank ?? input.rank) || input.shape[0] === 0) {
      throw new ShapeError(
        `Cannot ${action}: one step must have shape ${ids ? '[B]' : '[B, D]'} with B ≥ 1, received ${formatShape(input.shape)}`,
        {
          hint: ids
            ? 'One step of one sequence is a list with one id: [7].'
            : 'One step of one sequence is a list with one list of features: [[1, 2]].',
        },
      );
    }
    checkFinite(input, 'input', action);
    const [batch, ...sample] = input.shape as [number, ...number[]];
    this.build([null, null, ...sample]);
    const kept = this.#stream.input?.[0];
    if (kept === undefined || kept === batch) return;
    throw new ShapeError(`Cannot ${action}: a stream must keep its batch size ${kept}, received ${batch}`, {
      hint: 'Call resetStates() to begin another stream.',
    });
  }

  /** Throws unless an array can hold the result of a step of so many rows. */
  #checkOut(action: string, out: unknown, rows: number): void {
    const size = this.outputShape.reduce<number>((product, n) => product * (n ?? 1), rows);
    if (out instanceof Float32Array && out.length === size) return;
    const received = out instanceof Float32Array ? `${out.length}` : describe(out);
    throw new ShapeError(`Cannot ${action}: out must be a Float32Array of length ${size}, received ${received}`);
  }

  /** The output in the caller's array: the same tensor in every call with the same array. */
  #into(out: Float32Array, output: Tensor): Tensor {
    output.copyTo(out);
    const stream = this.#stream;
    if (stream.result?.data !== out) stream.result = new Tensor(output.shape, 'float32', out, undefined, 0);
    return stream.result;
  }

  /** Sets what its layers keep to its beginning, and forgets the states of the stream that `predictStep` keeps. */
  override resetStates(): void {
    super.resetStates();
    this.#stream = newStream();
  }

  /** Its layers and options as plain JSON. */
  config(): Record<string, unknown> {
    const entry = (layer: Layer): ConfigEntry => ({ className: layer.className, config: layer.config() });
    const all = this.#input ? [this.#input, ...this.layers] : this.layers;
    return {
      name: this.name,
      seed: this.seed,
      layers: all.map(entry),
      ...(this.#built ? { buildInputShape: [...this.#built.input] } : {}),
    };
  }

  /**
   * Makes a model from what `config` gave.
   *
   * @param options initialize: whether weights get their first values, or stay 0 to be set (default true);
   * customObjects: classes of layers by className, besides those that are registered.
   * @throws FormatError, OptionError, ShapeError or UnsupportedError where it does not fit.
   */
  static fromConfig(config: unknown, options: Loading = {}): Sequential {
    const { name, seed, layers, buildInputShape, ...rest } = asObject(config);
    const unknown = Object.keys(rest)[0];
    if (unknown !== undefined || !Array.isArray(layers)) {
      throw new FormatError(
        `Cannot load Sequential: config must hold name, seed, layers and buildInputShape, received ${unknown === undefined ? 'no layers' : `'${unknown}'`}`,
      );
    }
    const shape = buildInputShape === undefined ? undefined : checkOpenShape(buildInputShape);
    const building = { initialize: options.initialize ?? true };
    const made = whileLoading(options, () => layers.map(makeLayer));
    const model = new Sequential(made, { name, seed } as SequentialOptions, building);
    if (shape) model.build(shape, building);
    return model;
  }

  protected get inputPorts(): readonly Port[] {
    return this.#input ? [this.#input] : OPEN;
  }

  protected get outputPorts(): readonly Port[] {
    return [{ name: (this.layers.at(-1) as Layer).name }];
  }

  protected summaryColumns(): { layers: readonly Layer[]; shapes: readonly OpenShape[] | undefined } {
    return { layers: this.layers, shapes: this.#built?.shapes };
  }

  #shapesFor(inputShape: OpenShape): readonly OpenShape[] {
    this.#input?.outputShape(inputShape);
    const shapes: OpenShape[] = [];
    let shape = inputShape;
    for (const layer of this.layers) {
      const next = layer.outputShape(shape);
      if (!isOneShape(next)) throw this.#several(layer, next.length);
      shape = next;
      shapes.push(shape);
    }
    return shapes;
  }

  #several(layer: Layer, outputs: number): OptionError {
    return new OptionError(
      `Cannot call Sequential '${this.name}': every layer must have one output, received ${outputs} from '${layer.name}'`,
      { hint: 'Leave returnState out, or make a Model, where layers may have several inputs and outputs.' },
    );
  }

  #listed(inputs: number): ShapeError {
    return new ShapeError(`Cannot call Sequential '${this.name}': there must be one input, received ${inputs}`, {
      hint: 'A Model may have several inputs.',
    });
  }
}

/** A stream of `predictStep`. */
interface Stream {
  /** Shape of the step before. */
  input: Shape | undefined;
  /** The result in the caller's array. */
  result: Tensor | undefined;
  /** The states of each layer. */
  readonly states: Map<object, readonly Variable[]>;
}

function newStream(): Stream {
  return { input: undefined, result: undefined, states: new Map() };
}

const NO_OPTIONS: PredictStepOptions = {};

/** [B, …] → [B, 1, …]. */
function withSteps(shape: Shape): Shape {
  return shape.length === 2 ? [shape[0] as number, 1, shape[1] as number] : [shape[0] as number, 1, ...shape.slice(1)];
}

/** The input of a model that begins with a layer. */
const OPEN: readonly Port[] = [{ name: 'input_layer' }];

function asObject(config: unknown): Record<string, unknown> {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config as Record<string, unknown>;
  throw new FormatError(`Cannot load Sequential: config must be an object, received ${describe(config)}`);
}

function checkOpenShape(shape: unknown): OpenShape {
  if (Array.isArray(shape) && shape.every((n) => n === null || (Number.isInteger(n) && n >= 1))) return shape;
  throw new FormatError(
    `Cannot load Sequential: buildInputShape must be a list of whole numbers from 1 (or null), received ${describe(shape)}`,
  );
}
