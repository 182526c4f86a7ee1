import type { Config, Configurable } from '../config.ts';
import { ShapeError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Clipping, type ClippingOptions } from './clipping.ts';

/** A weight and the gradient of the loss with respect to it. */
export interface WeightGradient {
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/** Options that every optimizer has. */
export interface OptimizerOptions extends ClippingOptions {
  /** Step size, a finite number above 0. */
  learningRate?: number;
}

/** Names of the options that every optimizer has. */
export const sharedOptions: readonly string[] = ['learningRate', 'clipNorm', 'clipValue', 'globalClipNorm'];

/** Options that Keras's optimizers have and these have not. */
export const unsupportedOptions: readonly string[] = [
  'weightDecay',
  'useEma',
  'emaMomentum',
  'emaOverwriteFrequency',
  'lossScaleFactor',
  'gradientAccumulationSteps',
];

/**
 * What every optimizer does: clip the gradients, update each weight with its slots, apply the weight's constraint, count
 * the step. A kind of optimizer says what it keeps for each weight (`slotNames`) and how it updates one (`update`).
 */
export abstract class Optimizer implements Configurable {
  abstract readonly className: string;
  /** What it keeps for each weight, by name. */
  protected abstract readonly slotNames: readonly string[];
  readonly #clipping: Clipping;
  readonly #slots = new Map<Variable, readonly Variable[]>();
  #learningRate: number;
  #iterations: Variable | undefined;

  protected constructor(className: string, learningRate: number, options: ClippingOptions) {
    this.#learningRate = checkNumber(className, 'learningRate', learningRate, { above: 0 });
    this.#clipping = new Clipping(className, options);
  }

  /** Updates one weight in place, by a step of the size `rate`. */
  protected abstract update(variable: Variable, gradient: Tensor, slots: readonly Variable[], rate: number): void;

  /** Step size of a step (counted from 1) for all weights. */
  protected rateAt(_step: number): number {
    return this.#learningRate;
  }

  /** Step size; may be set between steps. */
  get learningRate(): number {
    return this.#learningRate;
  }

  set learningRate(value: number) {
    const action = `set learningRate of ${this.className}`;
    this.#learningRate = checkNumber(action, 'it', value, { above: 0 });
  }

  /** Number of steps made. */
  get iterations(): number {
    return this.#iterations?.item() ?? 0;
  }

  /** Its options; learningRate as it is now. */
  config(): Config {
    return { learningRate: this.#learningRate, ...this.#clipping.config() };
  }

  /** Makes the slots of weights that have none yet. The first step does it, too; a checkpoint needs it before. */
  build(variables: readonly Variable[]): void {
    const scope = this.className.toLowerCase();
    this.#iterations ??= new Variable([], { name: `${scope}/iteration`, dtype: 'int32', trainable: false });
    for (const variable of variables) {
      if (this.#slots.has(variable)) continue;
      const name = `${scope}/${variable.name.replaceAll('/', '_')}`;
      const slots = this.slotNames.map(
        (slot) => new Variable(variable.shape, { name: `${name}_${slot}`, trainable: false }),
      );
      this.#slots.set(variable, slots);
    }
  }

  /** What a checkpoint keeps: the number of steps (int32), then the slots of each weight; nothing before `build`. */
  variables(): readonly Variable[] {
    return this.#iterations === undefined ? [] : [this.#iterations, ...[...this.#slots.values()].flat()];
  }

  /**
   * Makes one step: changes the weights by their gradients.
   *
   * @throws ShapeError if a gradient has not its weight's shape; then no weight has changed.
   */
  apply(gradients: readonly WeightGradient[]): void {
    for (const { variable, gradient } of gradients) {
      if (sameShape(variable.shape, gradient.shape)) continue;
      throw new ShapeError(
        `Cannot apply ${this.className} to '${variable.name}': gradient must have shape ${formatShape(variable.shape)}, received ${formatShape(gradient.shape)}`,
      );
    }
    this.build(gradients.map(({ variable }) => variable));
    const step = this.iterations + 1;
    const rate = this.rateAt(step);
    inScope(() => {
      for (const { variable, gradient } of this.#clipping.clip(gradients)) {
        this.update(variable, gradient, this.#slots.get(variable) as readonly Variable[], rate);
        if (variable.constraint) variable.assign(variable.constraint(variable));
      }
    });
    this.#iterations?.assign([step]);
  }
}
