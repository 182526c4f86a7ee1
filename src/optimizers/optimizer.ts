import { backend } from '../backend/current.ts';
import type { Address } from '../backend/table.ts';
import { type Config, type Configurable, toConfig } from '../config.ts';
import { OptionError, ShapeError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { heldNumbers, SparseRows } from '../tensor/sparse-rows.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Clipping, type ClippingOptions } from './clipping.ts';
import { type LearningRate, readLearningRate, Schedule } from './schedules/index.ts';

/** A weight and the gradient of the loss with respect to it. */
export interface WeightGradient {
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/** Elements of a weight that follow each other, with their gradient and slots, as places in memory. */
export interface WeightRun {
  readonly size: number;
  readonly variable: Address;
  readonly gradient: Address;
  /** In the order of `slotNames`. */
  readonly slots: readonly Address[];
}

/** Options that every optimizer has. */
export interface OptimizerOptions extends ClippingOptions {
  /** Step size, a finite number from 0 (no weight changes), or a schedule. */
  learningRate?: LearningRate;
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
 * the step. A kind of optimizer says what it keeps for each weight (`slotNames`), which numbers all updates of a step
 * share (`factorsAt`), and how it updates a run of elements (`update`).
 *
 * Of a weight whose gradient is `SparseRows`, only these rows and their slots change: exact where a gradient of 0 would
 * change nothing (SGD without momentum, Adagrad); the moments of other kinds stay as they are in the rows that do not
 * occur, as in TensorFlow's LazyAdam and PyTorch's SparseAdam. A constraint sees the whole weight.
 */
export abstract class Optimizer implements Configurable {
  abstract readonly className: string;
  /** What it keeps for each weight, by name. */
  protected abstract readonly slotNames: readonly string[];
  readonly #clipping: Clipping;
  readonly #slots = new Map<Variable, readonly Variable[]>();
  #learningRate: number | Schedule;
  #iterations: Variable | undefined;

  protected constructor(className: string, learningRate: LearningRate, options: ClippingOptions) {
    this.#learningRate = readLearningRate(className, learningRate);
    this.#clipping = new Clipping(className, options);
  }

  /** Updates a run of elements in place; `factors` is what `factorsAt` gave for this step. */
  protected abstract update(run: WeightRun, factors: readonly number[]): void;

  /** Numbers that all updates of a step (counted from 1) share. */
  protected factorsAt(rate: number, _step: number): readonly number[] {
    return [rate];
  }

  /** Step size of the next step; a number may be set between steps, where no schedule was given. */
  get learningRate(): number {
    const rate = this.#learningRate;
    return rate instanceof Schedule ? rate.at(this.iterations) : rate;
  }

  set learningRate(value: number) {
    const action = `set learningRate of ${this.className}`;
    const rate = checkNumber(action, 'it', value, { from: 0 });
    if (this.#learningRate instanceof Schedule) {
      throw new OptionError(`Cannot ${action}: it must not follow a schedule, received ${value}`, {
        hint: `Give the optimizer a number as learningRate, not ${this.#learningRate.className}.`,
      });
    }
    this.#learningRate = rate;
  }

  /** Number of steps made. */
  get iterations(): number {
    return this.#iterations?.item() ?? 0;
  }

  /** Its options; learningRate as it is now, or its schedule. */
  config(): Config {
    const rate = this.#learningRate;
    return { learningRate: rate instanceof Schedule ? toConfig(rate) : rate, ...this.#clipping.config() };
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
    const factors = this.factorsAt(this.learningRate, step);
    inScope(() => {
      for (const { variable, gradient } of this.#clipping.clip(gradients)) {
        const slots = this.#slots.get(variable) as readonly Variable[];
        forEachRun(variable, gradient, slots, (run) => this.update(run, factors));
        if (variable.constraint) variable.assign(variable.constraint(variable));
      }
    });
    this.#iterations?.assign([step]);
  }
}

/** Calls `update` with a whole weight, or with each run of the rows that a sparse gradient holds. */
function forEachRun(
  variable: Variable,
  gradient: Tensor,
  slots: readonly Variable[],
  update: (run: WeightRun) => void,
): void {
  const [w, g] = [variable.address(), heldNumbers(gradient).address()];
  const places = slots.map((slot) => slot.address());
  if (!(gradient instanceof SparseRows)) {
    update({ size: variable.size, variable: w, gradient: g, slots: places });
    return;
  }
  const { ids } = gradient;
  const width = variable.size / (variable.shape[0] as number);
  const bytes = width * backend().memory.elementBytes;
  const run = { size: 0, variable: 0, gradient: 0, slots: [...places] };
  for (let from = 0, to = 1; from < ids.length; from = to++) {
    const id = ids[from] as number;
    while (to < ids.length && ids[to] === id + to - from) to++; // rows that follow each other are one run
    run.size = (to - from) * width;
    run.variable = w + id * bytes;
    run.gradient = g + from * bytes;
    for (let i = 0; i < places.length; i++) run.slots[i] = (places[i] as number) + id * bytes;
    update(run);
  }
}
