import { type ConfigEntry, type Configurable, toConfig } from '../config.ts';
import type { Constraint } from '../constraints/index.ts';
import { OptionError, ShapeError } from '../errors.ts';
import type { Initializer } from '../initializers/index.ts';
import { multiply } from '../ops/multiply.ts';
import type { Random } from '../random.ts';
import type { Regularizer } from '../regularizers/index.ts';
import { formatShape, type OpenShape, type Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import type { ForwardContext } from './trainable.ts';

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
}

/** An initializer, regularizer or constraint as JSON; null where there is none. */
export function entryOf(object: Configurable | undefined): ConfigEntry | null {
  return object === undefined ? null : toConfig(object);
}

/** What an option gives: a name or an object, or an object as JSON (from a saved config). */
export type Given<Id> = Id | ConfigEntry;

/** The initializer, regularizer or constraint that an option gives. */
export function given<T extends Configurable, Id>(
  find: (id: Id) => T | undefined,
  make: (entry: ConfigEntry) => T,
  id: Given<Id>,
): T {
  const isEntry = typeof id === 'object' && id !== null && 'config' in id && typeof id.config === 'object';
  return isEntry ? make(id as ConfigEntry) : (find(id as Id) as T);
}

/** The same, or undefined where the option is off. */
export function optional<T extends Configurable, Id>(
  find: (id: Id) => T | undefined,
  make: (entry: ConfigEntry) => T,
  id: Given<Id> | null | undefined,
): T | undefined {
  return id === undefined || id === null ? undefined : given(find, make, id);
}

/** A layer's options as JSON. */
export type LayerConfig = Record<string, unknown>;

/**
 * Base of all layers: weights are made when the shape of the input is known, and `call` computes.
 *
 * A layer of your own extends it with `className`, `build`, `call`, `outputShape` and `config`.
 */
export abstract class Layer {
  /** Keras's class name. */
  abstract readonly className: string;
  /** Numbered by the model where it was not given. */
  name: string;
  /** Whether the name was given. */
  readonly named: boolean;
  readonly #weights: Variable[] = [];
  readonly #regularizers: { weight: Variable; regularizer: Regularizer }[] = [];
  #inputShape: OpenShape | undefined;
  #trainable: boolean;

  constructor(defaultName: string, { name, trainable = true }: LayerOptions) {
    if (name !== undefined && (typeof name !== 'string' || !/^[^/\s]+$/.test(name))) {
      throw new OptionError(
        `Cannot create layer '${defaultName}': name must be text without '/' and blanks, received '${name}'`,
      );
    }
    this.name = name ?? defaultName;
    this.named = name !== undefined;
    this.#trainable = trainable;
  }

  /** Makes the weights for an input of this shape, with `addWeight`. */
  protected abstract build(inputShape: OpenShape, random: Random): void;

  /** Computes the output. */
  abstract call(input: Tensor, context: ForwardContext): Tensor | readonly Tensor[];

  /** Shape of the output for an input of this shape. @throws ShapeError if the layer cannot take it. */
  abstract outputShape(inputShape: OpenShape): OpenShape;

  /** The options as JSON, defaults included. */
  abstract config(): LayerConfig;

  /** Whether its weights exist. */
  get built(): boolean {
    return this.#inputShape !== undefined;
  }

  /** Shape it was built for. */
  get inputShape(): OpenShape | undefined {
    return this.#inputShape;
  }

  /** Makes the weights, once. @throws ShapeError if the layer cannot take the shape. */
  ensureBuilt(inputShape: OpenShape, random: Random): void {
    if (this.#inputShape !== undefined) return;
    this.outputShape(inputShape);
    this.build(inputShape, random);
    this.#inputShape = inputShape;
  }

  /** Whether its weights learn. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = value;
    for (const weight of this.#weights) weight.trainable = value;
  }

  /** All weights in Keras's order. */
  get weights(): readonly Variable[] {
    return this.#weights;
  }

  /** Number of weights, counted as numbers. */
  countParams(): number {
    return this.#weights.reduce((sum, weight) => sum + weight.size, 0);
  }

  /** Penalties of its weights, each a scalar. */
  penalties(): Tensor[] {
    return this.#regularizers.map(({ weight, regularizer }) => regularizer.penalty(weight));
  }

  /** Makes one weight. */
  protected addWeight({ name, shape, initializer, random, regularizer, constraint }: WeightOptions): Variable {
    const weight = new Variable(shape, {
      name: `${this.name}/${name}`,
      trainable: this.#trainable,
      constraint: constraint && ((value) => constraint.apply(value)),
    });
    weight.assign(initializer.initialize(shape, random));
    this.#weights.push(weight);
    if (regularizer) this.#regularizers.push({ weight, regularizer });
    return weight;
  }

  /** Adds a penalty on the output, divided by the batch size as in Keras, to those of the pass. */
  protected penalizeActivity(activity: Regularizer | undefined, output: Tensor, { penalties }: ForwardContext): void {
    if (activity) penalties.push(multiply(activity.penalty(output), 1 / (output.shape[0] as number)));
  }

  /** Throws unless the input has the rank and, once built, the width that the layer takes. */
  protected checkInput(shape: OpenShape, rank: number, axes: string): void {
    if (shape.length !== rank) {
      const hint =
        rank === 3 && shape.length === 2 ? 'Give every step an axis of its own: reshape to [B, T, 1].' : undefined;
      throw new ShapeError(
        `Cannot call ${this.className} '${this.name}': input must have rank ${rank} ${axes}, received ${formatShape(shape)}`,
        hint === undefined ? {} : { hint },
      );
    }
    const width = this.#inputShape?.at(-1);
    if (width !== undefined && shape.at(-1) !== width) {
      throw new ShapeError(
        `Cannot call ${this.className} '${this.name}': last axis of the input must be ${width}, received ${formatShape(shape)}`,
      );
    }
  }

  /** Gives a count back, or throws unless it is a whole number from 1. */
  protected checkCount(option: string, value: number): number {
    if (Number.isInteger(value) && value >= 1) return value;
    throw new OptionError(
      `Cannot create layer '${this.name}': ${option} must be a whole number from 1, received ${String(value)}`,
    );
  }
}
