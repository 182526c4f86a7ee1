import { type TensorLike, toTensor } from '../data/batches.ts';
import { OptionError, ShapeError } from '../errors.ts';
import type { Layer } from '../layers/layer.ts';
import type { ApplyOptions, SymbolicTensor, SymbolicTensors } from '../layers/symbolic.ts';
import type { ForwardContext } from '../layers/trainable.ts';
import { nearestName } from '../nearest-name.ts';
import { add } from '../ops/add.ts';
import { checkBoolean, checkNumber, checkText, describe } from '../options.ts';
import type { Tensors } from '../tensor/batch.ts';
import { formatShape, type OpenShapes, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { type Building, ModelLayer, type NestedModel } from './model-layer.ts';
import { summarize } from './summary.ts';
import { TrainableModel } from './trainable-model.ts';

/** Options of every model. */
export interface ModelOptions {
  /** Default: the class in small letters. */
  name?: string;
  /** Whole number from 0 that initial weights, shuffling and dropout follow from. Default 0. */
  seed?: number;
}

/** A model made of layers: weights, states and summary are those of its layers, and it may be a layer of another. */
export abstract class LayeredModel<P extends Tensors = Tensor> extends TrainableModel<P> implements NestedModel {
  /** Whether its name was given. */
  readonly named: boolean;
  #weights: readonly Variable[] | undefined;
  #known: readonly Layer[] | undefined;
  #layer: ModelLayer | undefined;

  constructor(className: string, options: ModelOptions) {
    const name = checkText(className, 'name', options.name ?? className.toLowerCase());
    const subject = `${className} '${name}'`;
    super(name, checkNumber(subject, 'seed', options.seed ?? 0, { from: 0, to: MAX_SEED, whole: true }));
    this.named = options.name !== undefined;
  }

  /** Its layers. */
  abstract override readonly layers: readonly Layer[];
  /** Whether the weights exist. */
  abstract get built(): boolean;
  /** Shape of the input, once built (a list of shapes for several); null where a size may change. */
  abstract override get inputShape(): OpenShapes | undefined;
  /** Whether it is given a list of inputs. */
  abstract get takesList(): boolean;
  abstract override build(inputShape: OpenShapes, building?: Building): void;
  /** Shape of the output for inputs of this shape. @throws ShapeError if a layer cannot take it. */
  abstract shapesOf(inputShape: OpenShapes): OpenShapes;
  /** Its layers and options as plain JSON. */
  abstract config(): Record<string, unknown>;
  /** What a summary shows beside the layers: their output shapes, and where their inputs come from. */
  protected abstract summaryColumns(): {
    readonly layers: readonly Layer[];
    readonly shapes: readonly OpenShapes[] | undefined;
    readonly connections?: readonly string[] | undefined;
  };

  /**
   * Applies the model to symbolic tensors, as a part of another model: weights, penalties, states and the trainable flag
   * stay its own.
   *
   * @throws as a layer's `apply` does.
   */
  apply<T extends SymbolicTensors = SymbolicTensor>(input: SymbolicTensors, options: ApplyOptions = {}): T {
    return this.asLayer().apply<T>(input, options);
  }

  /** @internal The model as a layer, the same each time. */
  asLayer(): ModelLayer {
    this.#layer ??= new ModelLayer(this);
    return this.#layer;
  }

  /** All weights, in Keras's order, each once. */
  get weights(): readonly Variable[] {
    if (this.#weights !== undefined) return this.#weights;
    const weights = [...new Set(this.layers.flatMap((layer) => layer.weights))];
    if (this.built) this.#weights = weights;
    return weights;
  }

  /** @internal All weights by names that differ: those of a model in it after its name. */
  namedWeights(): ReadonlyMap<string, Variable> {
    const found = new Map<string, Variable>();
    const seen = new Set<Variable>();
    const put = (name: string, weight: Variable): void => {
      if (!seen.has(weight)) found.set(name, weight);
      seen.add(weight);
    };
    for (const layer of this.layers) {
      if (layer instanceof ModelLayer) {
        for (const [name, weight] of layer.model.namedWeights()) put(`${layer.name}/${name}`, weight);
      } else for (const weight of layer.weights) put(weight.name, weight);
    }
    return found;
  }

  /** What its layers keep from call to call beside their weights. */
  get stateVariables(): readonly Variable[] {
    return this.#leaves().flatMap((layer) => layer.stateVariables);
  }

  /** Sets what its layers keep from call to call to its beginning. */
  resetStates(): void {
    for (const layer of this.layers) layer.resetStates();
  }

  /** Penalties of its weights, each a scalar. */
  penalties(): Tensor[] {
    const penalties: Tensor[] = [];
    for (const layer of this.#leaves()) penalties.push(...layer.penalties());
    return penalties;
  }

  regularization({ penalties }: ForwardContext): Tensor | undefined {
    let sum: Tensor | undefined;
    for (const penalty of this.penalties()) sum = sum ? add(sum, penalty) : penalty;
    for (const penalty of penalties) sum = sum ? add(sum, penalty) : penalty;
    return sum;
  }

  /**
   * Whether its weights learn: true where any layer's do. Setting it sets all layers, of nested models too. Like a
   * layer's `trainable` it may change at any time and holds from the next step on, without another `compile`.
   */
  get trainable(): boolean {
    return this.layers.some((layer) => layer.trainable);
  }

  set trainable(value: boolean) {
    checkBoolean(`set trainable of ${this.className} '${this.name}'`, 'it', value);
    for (const layer of this.layers) layer.trainable = value;
  }

  /**
   * A layer by its name, or by its place in `layers` (−1: the last one).
   *
   * @throws OptionError if there is none.
   */
  getLayer(id: string | number): Layer {
    const found = typeof id === 'number' ? this.layers.at(id) : this.layers.find(({ name }) => name === id);
    const fits = typeof id === 'number' ? Number.isInteger(id) : typeof id === 'string';
    if (found !== undefined && fits) return found;
    const names = this.layers.map(({ name }) => name);
    const near = typeof id === 'string' ? nearestName(id, names) : undefined;
    throw new OptionError(
      `Cannot get layer of ${this.className} '${this.name}': it must be one of ${names.join(', ')}, or a place among them, received ${describe(id)}`,
      near === undefined ? {} : { hint: `Did you mean '${near}'?` },
    );
  }

  /** Copies of all weights, in Keras's order. @throws OptionError if it is not built. */
  getWeights(): Tensor[] {
    this.requireBuilt('read weights of');
    return this.weights.map((weight) => weight.detach());
  }

  /**
   * Replaces all weights, in Keras's order.
   *
   * @throws ShapeError if number or shapes differ, and then none is replaced; OptionError if it is not built.
   */
  setWeights(values: readonly TensorLike[]): void {
    this.requireBuilt('set weights of');
    const { weights } = this;
    const action = `set weights of ${this.className} '${this.name}'`;
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
    this.requireBuilt('count weights of');
    return this.weights.reduce((sum, { size }) => sum + size, 0);
  }

  /** The table that Keras prints: layers, output shapes, parameter counts; of a graph also where inputs come from. */
  summary(): string {
    const { optimizer } = this;
    const slots = optimizer?.variables().reduce((sum, variable) => sum + variable.size, 0) ?? 0;
    const optimizerParams = optimizer !== undefined && optimizer.iterations > 0 ? slots + 1 : 0;
    return summarize({ name: this.name, ...this.summaryColumns(), weights: this.weights, optimizerParams });
  }

  /** Throws unless the weights exist. */
  protected requireBuilt(action: string): void {
    if (this.built) return;
    throw new OptionError(
      `Cannot ${action} ${this.className} '${this.name}': it must be built, received a model that has no shapes yet`,
      { hint: 'Put Input({ shape }) first, call build(shape), or fit or predict once.' },
    );
  }

  /** Layers that are no models, its own and those of the models in it, each once. */
  #leaves(): readonly Layer[] {
    if (this.#known !== undefined) return this.#known;
    const leaves = new Set<Layer>();
    const visit = (layer: Layer): void => {
      if (layer instanceof ModelLayer) layer.layers.forEach(visit);
      else leaves.add(layer);
    };
    this.layers.forEach(visit);
    this.#known = [...leaves];
    return this.#known;
  }
}

const MAX_SEED = Number.MAX_SAFE_INTEGER;
