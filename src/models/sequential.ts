import type { ConfigEntry } from '../config.ts';
import { type TensorLike, toTensor } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { FormatError, OptionError, ShapeError } from '../errors.ts';
import { layerFromConfig } from '../layers/index.ts';
import { InputLayer } from '../layers/input.ts';
import { Layer } from '../layers/layer.ts';
import type { ForwardContext } from '../layers/trainable.ts';
import { add } from '../ops/add.ts';
import { reshape } from '../ops/reshape.ts';
import { checkOptions, describe } from '../options.ts';
import { scope } from '../tensor/scope.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import { Tensor, type TensorData } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { predictStep } from '../train/step.ts';
import { summarize } from './summary.ts';
import { checkSeed, TrainableModel } from './trainable-model.ts';

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
  #shapes: readonly OpenShape[] | undefined;
  #stream = new Map<object, readonly Variable[]>();

  constructor(layers: readonly Layer[], options: SequentialOptions = {}) {
    const name = options.name ?? 'sequential';
    checkOptions(`create Sequential '${name}'`, options, ['name', 'seed']);
    super(name, checkSeed(`Sequential '${name}'`, options.seed ?? 0));
    if (!Array.isArray(layers) || layers.length === 0 || !layers.every((layer) => layer instanceof Layer)) {
      const received = Array.isArray(layers)
        ? describe(layers.find((layer) => !(layer instanceof Layer)))
        : describe(layers);
      throw new OptionError(
        `Cannot create Sequential '${name}': layers must be a list of one or more layers, received ${layers?.length === 0 ? 'none' : received}`,
      );
    }
    const [first, ...rest] = layers;
    this.#input = first instanceof InputLayer ? first : undefined;
    this.layers = this.#input ? rest : layers;
    this.#checkLayers();
    nameLayers(this.layers);
    if (this.#input) this.build([null, ...this.#input.shape]);
  }

  /** Makes the weights for inputs of this shape, batch axis first (null for any). @throws ShapeError if a layer cannot take it. */
  build(inputShape: OpenShape): void {
    if (this.#input) this.#input.outputShape(inputShape);
    const shapes: OpenShape[] = [];
    let shape = inputShape;
    const random = this.random.fold(1);
    this.layers.forEach((layer, i) => {
      const next = layer.outputShape(shape);
      if (!layer.built) layer.ensureBuilt(shape, random.fold(i));
      shapes.push(next);
      shape = next;
    });
    this.#shapes ??= shapes;
  }

  /** Whether the weights exist. */
  get built(): boolean {
    return this.#shapes !== undefined;
  }

  get outputShape(): OpenShape {
    return this.#built('read outputShape of').at(-1) as OpenShape;
  }

  get weights(): readonly Variable[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  forward(input: Tensor, context: ForwardContext): Tensor {
    let x = input;
    for (const layer of this.layers) {
      const output = layer.call(x, context);
      if (!(output instanceof Tensor)) {
        throw new OptionError(
          `Cannot call Sequential '${this.name}': every layer must have one output, received ${output.length} from '${layer.name}'`,
          { hint: 'Leave returnState out.' },
        );
      }
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
    if (input.rank < 2) {
      throw new ShapeError(`Cannot ${action}: one step must have shape [B, D], received ${formatShape(input.shape)}`);
    }
    checkFinite(input, 'input', action);
    const [batch, ...sample] = input.shape as [number, ...number[]];
    this.build([null, 1, ...sample]);
    const before = [...this.#stream.values()][0]?.[0]?.shape[0];
    if (before !== undefined && before !== batch) {
      throw new ShapeError(`Cannot ${action}: a stream must keep its batch size ${before}, received ${batch}`, {
        hint: 'Call resetStates() to begin another stream.',
      });
    }
    return scope(() => {
      const output = predictStep(this, reshape(input, [batch, 1, ...sample]), { states: this.#stream });
      return output.rank > 2 && output.shape[1] === 1 ? reshape(output, [batch, ...output.shape.slice(2)]) : output;
    });
  }

  /** Forgets the states of the stream that `predictStep` keeps. */
  resetStates(): void {
    this.#stream = new Map();
  }

  /** Copies of all weights, in Keras's order. */
  getWeights(): Tensor[] {
    this.#built('read weights of');
    return this.weights.map((weight) => weight.detach());
  }

  /** Replaces all weights, in Keras's order. @throws ShapeError if number or shapes differ; then none is replaced. */
  setWeights(values: readonly TensorLike[]): void {
    this.#built('set weights of');
    const { weights } = this;
    const tensors = values.map(toTensor);
    if (tensors.length !== weights.length) {
      throw new ShapeError(
        `Cannot set weights of Sequential '${this.name}': there must be ${weights.length}, received ${tensors.length}`,
      );
    }
    weights.forEach((weight, i) => {
      const { shape } = tensors[i] as Tensor;
      if (formatShape(shape) === formatShape(weight.shape)) return;
      throw new ShapeError(
        `Cannot set weights of Sequential '${this.name}': '${weight.name}' must have shape ${formatShape(weight.shape)}, received ${formatShape(shape)}`,
      );
    });
    weights.forEach((weight, i) => {
      weight.assign((tensors[i] as Tensor).data as TensorData);
    });
  }

  /** Number of weights, counted as numbers. */
  countParams(): number {
    this.#built('count weights of');
    return this.layers.reduce((sum, layer) => sum + layer.countParams(), 0);
  }

  /** The table that Keras prints: layers, output shapes, parameter counts. */
  summary(): string {
    const { optimizer } = this;
    const slots = optimizer?.variables().reduce((sum, variable) => sum + variable.size, 0) ?? 0;
    const optimizerParams = optimizer !== undefined && optimizer.iterations > 0 ? slots + 1 : 0;
    return summarize({ name: this.name, layers: this.layers, shapes: this.#shapes, optimizerParams });
  }

  /** Its layers and options as plain JSON. */
  config(): Record<string, unknown> {
    const entry = (layer: Layer): ConfigEntry => ({ className: layer.className, config: layer.config() });
    const all = this.#input ? [this.#input, ...this.layers] : this.layers;
    const inputShape = this.layers[0]?.inputShape;
    return {
      name: this.name,
      seed: this.seed,
      layers: all.map(entry),
      ...(inputShape ? { buildInputShape: [...inputShape] } : {}),
    };
  }

  /** Makes a model from what `config` gave. @throws FormatError, OptionError or UnsupportedError where it does not fit. */
  static fromConfig(config: unknown): Sequential {
    const { name, seed, layers, buildInputShape, ...rest } = asObject(config);
    const unknown = Object.keys(rest)[0];
    if (unknown !== undefined || !Array.isArray(layers)) {
      throw new FormatError(
        `Cannot load Sequential: config must hold name, seed, layers and buildInputShape, received ${unknown === undefined ? 'no layers' : `'${unknown}'`}`,
      );
    }
    const model = new Sequential(layers.map(layerFromConfig), { name, seed } as SequentialOptions);
    if (buildInputShape !== undefined) model.build(checkOpenShape(buildInputShape));
    return model;
  }

  #built(action: string): readonly OpenShape[] {
    if (this.#shapes !== undefined) return this.#shapes;
    throw new OptionError(
      `Cannot ${action} Sequential '${this.name}': it must be built, received a model that has no shapes yet`,
      {
        hint: 'Put Input({ shape }) first, call build(shape), or fit or predict once.',
      },
    );
  }

  #checkLayers(): void {
    const subject = `Cannot create Sequential '${this.name}'`;
    if (this.layers.length === 0) throw new OptionError(`${subject}: a layer must follow Input, received none`);
    const seen = new Set<Layer>();
    const names = new Set<string>();
    for (const layer of this.layers) {
      if (layer instanceof InputLayer) throw new OptionError(`${subject}: Input must come first, received it later`);
      if (seen.has(layer))
        throw new OptionError(`${subject}: each layer must come once, received '${layer.name}' twice`);
      seen.add(layer);
      if (!layer.named) continue;
      if (names.has(layer.name)) throw new OptionError(`${subject}: names must differ, received '${layer.name}' twice`);
      names.add(layer.name);
    }
  }
}

/** Numbers the layers that were not named: lstm, lstm_1, … */
function nameLayers(layers: readonly Layer[]): void {
  const taken = new Set(layers.filter((layer) => layer.named || layer.built).map((layer) => layer.name));
  for (const layer of layers) {
    if (layer.named || layer.built) continue;
    const base = layer.name;
    for (let n = 1; taken.has(layer.name); n++) layer.name = `${base}_${n}`;
    taken.add(layer.name);
  }
}

function asObject(config: unknown): Record<string, unknown> {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config as Record<string, unknown>;
  throw new FormatError(`Cannot load Sequential: config must be an object, received ${describe(config)}`);
}

function checkOpenShape(shape: unknown): OpenShape {
  if (Array.isArray(shape) && shape.every((n) => n === null || (Number.isInteger(n) && n >= 1))) return shape;
  throw new FormatError(
    `Cannot load Sequential: buildInputShape must be a list of whole numbers from 1 (or null), received ${JSON.stringify(shape)}`,
  );
}
