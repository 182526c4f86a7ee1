import type { ConfigEntry } from '../config.ts';
import { type TensorLike, toTensor } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { FormatError, OptionError, ShapeError } from '../errors.ts';
import { layerFromConfig } from '../layers/index.ts';
import type { InputLayer } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { type ForwardContext, forwardPass } from '../layers/trainable.ts';
import { add } from '../ops/add.ts';
import { reshape } from '../ops/reshape.ts';
import { checkNumber, checkOptions, checkText, describe } from '../options.ts';
import { scope } from '../tensor/scope.ts';
import { formatShape, isOneShape, type OpenShape, sameShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { readLayers } from './layer-list.ts';
import { summarize } from './summary.ts';
import { TrainableModel } from './trainable-model.ts';

/** Options of `Sequential`. */
export interface SequentialOptions {
  /** Default 'sequential'. */
  name?: string;
  /** Whole number from 0 that initial weights, shuffling and dropout follow from. Default 0. */
  seed?: number;
}

/**
 * Layers one after another.
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
export class Sequential extends TrainableModel {
  readonly className = 'Sequential';
  /** Its layers, without the Input. */
  readonly layers: readonly Layer[];
  readonly #input: InputLayer | undefined;
  /** Input shape that the weights were made for, and the output shape of each layer. */
  #built: { readonly input: OpenShape; readonly shapes: readonly OpenShape[] } | undefined;
  #fits: OpenShape | undefined;
  #weights: readonly Variable[] | undefined;
  #stream: Stream = { batch: undefined, states: new Map() };

  /** The third argument is that of `build`, for a model with an Input. */
  constructor(layers: readonly Layer[], options: SequentialOptions = {}, building: { initialize?: boolean } = {}) {
    checkOptions('Sequential', options, ['name', 'seed']);
    const name = checkText('Sequential', 'name', options.name ?? 'sequential');
    const subject = `Sequential '${name}'`;
    super(name, checkNumber(subject, 'seed', options.seed ?? 0, { from: 0, to: MAX_SEED, whole: true }));
    const read = readLayers(subject, layers);
    this.#input = read.input;
    this.layers = read.layers;
    if (this.#input) this.build([null, ...this.#input.shape], building);
  }

  /**
   * Makes the weights for inputs of this shape, batch axis first (null for any); later, checks that a shape fits.
   *
   * @param options initialize: whether the weights get their first values, or stay 0 to be set. Default true.
   * @throws ShapeError if a layer cannot take it; then no weight is made.
   */
  build(inputShape: OpenShape, options: { initialize?: boolean } = {}): void {
    if (this.#fits !== undefined && sameShape(this.#fits, inputShape)) return;
    this.#input?.outputShape(inputShape);
    const shapes: OpenShape[] = [];
    let shape = inputShape;
    for (const layer of this.layers) {
      const next = layer.outputShape(shape);
      if (!isOneShape(next)) throw this.#several(layer, next.length);
      shape = next;
      shapes.push(shape);
    }
    const random = this.random.fold(1);
    this.layers.forEach((layer, i) => {
      if (!layer.built) layer.ensureBuilt(shapes[i - 1] ?? inputShape, random.fold(i), options);
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
    return this.#shapes('read outputShape of').at(-1) as OpenShape;
  }

  get weights(): readonly Variable[] {
    if (this.#weights !== undefined) return this.#weights;
    const weights = this.layers.flatMap((layer) => layer.weights);
    if (this.#built !== undefined) this.#weights = weights;
    return weights;
  }

  forward(input: Tensor, context: ForwardContext): Tensor {
    let x = input;
    for (const layer of this.layers) {
      const output = layer.run(x, context);
      if (!(output instanceof Tensor)) throw this.#several(layer, output.length);
      x = output;
    }
    return x;
  }

  regularization({ penalties }: ForwardContext): Tensor | undefined {
    const all = [...this.layers.flatMap((layer) => layer.penalties()), ...penalties];
    return all.length === 0 ? undefined : all.reduce((sum, penalty) => add(sum, penalty));
  }

  /**
   * One step of a stream: the recurrent states are kept from call to call until `resetStates`.
   *
   * **Shapes** x [B, D] → [B, …], for the same B in every call.
   *
   * @throws ShapeError if x or its B does not fit.
   */
  predictStep(x: TensorLike): Tensor {
    const input = toTensor(x);
    const action = `predict with Sequential '${this.name}'`;
    const rank = this.#built && this.#built.input.length - 1; // the model's input has an axis of steps besides
    if (input.rank < 2 || input.rank !== (rank ?? input.rank) || input.shape[0] === 0) {
      throw new ShapeError(
        `Cannot ${action}: one step must have shape [B, D] with B ≥ 1, received ${formatShape(input.shape)}`,
        { hint: 'One step of one sequence is a list with one list of features: [[1, 2]].' },
      );
    }
    checkFinite(input, 'input', action);
    const [batch, ...sample] = input.shape as [number, ...number[]];
    this.build([null, null, ...sample]);
    const stream = this.#stream;
    if (stream.batch !== undefined && stream.batch !== batch) {
      throw new ShapeError(`Cannot ${action}: a stream must keep its batch size ${stream.batch}, received ${batch}`, {
        hint: 'Call resetStates() to begin another stream.',
      });
    }
    const output = scope(() => {
      const step = this.forward(reshape(input, [batch, 1, ...sample]), forwardPass({ states: stream.states }));
      return step.rank > 2 && step.shape[1] === 1 ? reshape(step, [batch, ...step.shape.slice(2)]) : step;
    });
    stream.batch = batch;
    return output;
  }

  /** Forgets the states of the stream that `predictStep` keeps, and those of stateful layers. */
  resetStates(): void {
    for (const layer of this.layers) layer.resetStates();
    this.#stream = { batch: undefined, states: new Map() };
  }

  /** Copies of all weights, in Keras's order. @throws OptionError if it is not built. */
  getWeights(): Tensor[] {
    this.#shapes('read weights of');
    return this.weights.map((weight) => weight.detach());
  }

  /**
   * Replaces all weights, in Keras's order.
   *
   * @throws ShapeError if number or shapes differ, and then none is replaced; OptionError if it is not built.
   */
  setWeights(values: readonly TensorLike[]): void {
    this.#shapes('set weights of');
    const { weights } = this;
    const action = `set weights of Sequential '${this.name}'`;
    if (!Array.isArray(values) || values.length !== weights.length) {
      const received = Array.isArray(values) ? values.length : describe(values);
      throw new ShapeError(`Cannot ${action}: there must be a list of ${weights.length}, received ${received}`);
    }
    const tensors = values.map(toTensor);
    weights.forEach(({ name, shape }, i) => {
      const received = (tensors[i] as Tensor).shape;
      if (sameShape(received, shape)) return;
      throw new ShapeError(
        `Cannot ${action}: '${name}' must have shape ${formatShape(shape)}, received ${formatShape(received)}`,
      );
    });
    weights.forEach((weight, i) => {
      weight.assign((tensors[i] as Tensor).data);
    });
  }

  /** Number of weights, counted as numbers. @throws OptionError if it is not built. */
  countParams(): number {
    this.#shapes('count weights of');
    return this.layers.reduce((sum, layer) => sum + layer.countParams(), 0);
  }

  /** The table that Keras prints: layers, output shapes, parameter counts; and the path that recurrent layers take. */
  summary(): string {
    const { optimizer } = this;
    const slots = optimizer?.variables().reduce((sum, variable) => sum + variable.size, 0) ?? 0;
    const optimizerParams = optimizer !== undefined && optimizer.iterations > 0 ? slots + 1 : 0;
    return summarize({ name: this.name, layers: this.layers, shapes: this.#built?.shapes, optimizerParams });
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
   * @param options initialize: whether weights get their first values, or stay 0 to be set. Default true.
   * @throws FormatError, OptionError, ShapeError or UnsupportedError where it does not fit.
   */
  static fromConfig(config: unknown, options: { initialize?: boolean } = {}): Sequential {
    const { name, seed, layers, buildInputShape, ...rest } = asObject(config);
    const unknown = Object.keys(rest)[0];
    if (unknown !== undefined || !Array.isArray(layers)) {
      throw new FormatError(
        `Cannot load Sequential: config must hold name, seed, layers and buildInputShape, received ${unknown === undefined ? 'no layers' : `'${unknown}'`}`,
      );
    }
    const shape = buildInputShape === undefined ? undefined : checkOpenShape(buildInputShape);
    const made = layers.map(layerFromConfig);
    const model = new Sequential(made, { name, seed } as SequentialOptions, options);
    if (shape) model.build(shape, options);
    return model;
  }

  #several(layer: Layer, outputs: number): OptionError {
    return new OptionError(
      `Cannot call Sequential '${this.name}': every layer must have one output, received ${outputs} from '${layer.name}'`,
      { hint: 'Leave returnState out.' },
    );
  }

  #shapes(action: string): readonly OpenShape[] {
    if (this.#built !== undefined) return this.#built.shapes;
    throw new OptionError(
      `Cannot ${action} Sequential '${this.name}': it must be built, received a model that has no shapes yet`,
      { hint: 'Put Input({ shape }) first, call build(shape), or fit or predict once.' },
    );
  }
}

/** A stream of `predictStep`: its batch size, and the states of each layer. */
interface Stream {
  batch: number | undefined;
  readonly states: Map<object, readonly Variable[]>;
}

const MAX_SEED = Number.MAX_SAFE_INTEGER;

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
