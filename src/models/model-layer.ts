import { Layer, type LayerConfig } from '../layers/layer.ts';
import type { ForwardContext, Tensors } from '../layers/trainable.ts';
import type { Random } from '../random.ts';
import type { OpenShapes } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** How weights are made: whether they get their first values, and from where. */
export interface Building {
  /** Whether the weights get their first values, or stay 0 to be set. Default true. */
  initialize?: boolean;
  /** Where they are drawn from. Default: the model's seed. */
  random?: Random;
}

/** What a model is to the model that it is a part of. */
export interface NestedModel {
  readonly className: string;
  readonly name: string;
  readonly named: boolean;
  readonly built: boolean;
  readonly takesList: boolean;
  readonly layers: readonly Layer[];
  readonly weights: readonly Variable[];
  readonly stateVariables: readonly Variable[];
  trainable: boolean;
  readonly inputShape: OpenShapes | undefined;
  rename(name: string): void;
  build(inputShape: OpenShapes, building?: Building): void;
  shapesOf(inputShape: OpenShapes): OpenShapes;
  forward(input: Tensors, context: ForwardContext): Tensors;
  penalties(): Tensor[];
  resetStates(): void;
  namedWeights(): ReadonlyMap<string, Variable>;
  config(): LayerConfig;
}

/** A model as a layer of another one. All it has is the model's: weights, penalties, states, config. */
export class ModelLayer extends Layer {
  readonly className: string;
  override readonly takesList: boolean;
  readonly model: NestedModel;
  #placed = false;

  constructor(model: NestedModel) {
    super(model.name, model.named ? { name: model.name } : {});
    this.className = model.className;
    this.takesList = model.takesList;
    this.model = model;
  }

  protected build(): void {}

  override ensureBuilt(inputShape: OpenShapes, random: Random, { initialize = true }: Building = {}): void {
    this.model.build(inputShape, { initialize, random });
  }

  call(input: Tensors, context: ForwardContext): Tensors {
    return this.model.forward(input, context);
  }

  outputShape(inputShape: OpenShapes): OpenShapes {
    return this.model.shapesOf(inputShape);
  }

  config(): LayerConfig {
    return this.model.config();
  }

  override get built(): boolean {
    return this.model.built;
  }

  override get inputShape(): OpenShapes | undefined {
    return this.model.inputShape;
  }

  /** A model's weights are not called after it, so its name may change until it is part of another. */
  override get nameStays(): boolean {
    return this.named || this.#placed;
  }

  override rename(name: string): void {
    super.rename(name);
    this.model.rename(name);
    this.#placed = true;
  }

  override get trainable(): boolean {
    return this.model.trainable;
  }

  override set trainable(value: boolean) {
    this.model.trainable = value;
  }

  override get layers(): readonly Layer[] {
    return this.model.layers;
  }

  override get weights(): readonly Variable[] {
    return this.model.weights;
  }

  override get stateVariables(): readonly Variable[] {
    return this.model.stateVariables;
  }

  override resetStates(): void {
    this.model.resetStates();
  }

  override penalties(): Tensor[] {
    return this.model.penalties();
  }
}
