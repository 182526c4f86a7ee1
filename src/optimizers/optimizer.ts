import { backend } from '../backend/current.ts';
import { type Config, type Configurable, toConfig } from '../config.ts';
import { OptionError, ShapeError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Accumulation, type AccumulationOptions } from './accumulation.ts';
import { Averaging, type AveragingOptions } from './averaging.ts';
import { Clipping, type ClippingOptions } from './clipping.ts';
import { type LearningRate, readLearningRate } from './schedules/learning-rate.ts';
import { Schedule } from './schedules/schedule.ts';
import { WeightDecay, type WeightDecayOptions } from './weight-decay.ts';
import { forEachRun, type WeightRun } from './weight-run.ts';

/** A weight and the gradient of the loss with respect to it. */
export interface WeightGradient {
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/** Options that every optimizer has. */
export interface OptimizerOptions extends ClippingOptions, WeightDecayOptions, AveragingOptions, AccumulationOptions {
  /** Step size, a finite number from 0 (no weight changes), or a schedule. */
  learningRate?: LearningRate;
}

/** Names of the options that every optimizer has. */
export const sharedOptions: readonly string[] = [
  'learningRate clipNorm clipValue globalClipNorm weightDecay excludeFromWeightDecay',
  'useEma emaMomentum emaOverwriteFrequency gradientAccumulationSteps',
].flatMap((line) => line.split(' '));

/** Options that Keras's optimizers have and these have not. */
export const unsupportedOptions: readonly string[] = ['lossScaleFactor'];

/** What an optimizer keeps for one weight. */
export interface Slots {
  /** Those of the kind of optimizer. */
  readonly own: readonly Variable[];
  readonly average: Variable | undefined;
  readonly accumulator: Variable | undefined;
}

/**
 * What every optimizer does in a step: gather the gradients of several batches where it is told to, clip them, let the
 * weights decay, update each with its slots, apply the weight's constraint, average the weights, count the step. A kind
 * of optimizer says what it keeps for each weight (`slotNames`), which numbers all updates of a step share (`factorsAt`),
 * and how it updates a run of elements (`update`).
 *
 * Of a weight whose gradient is `SparseRows`, only these rows and their slots change: exact where a gradient of 0 would
 * change nothing (SGD without momentum, Adagrad); the moments of other kinds stay as they are in the rows that do not
 * occur, as in TensorFlow's LazyAdam and PyTorch's SparseAdam, and so do rows without decay. A constraint, an average and
 * an accumulator are of the whole weight.
 */
export abstract class Optimizer implements Configurable {
  abstract readonly className: string;
  /** What it keeps for each weight, by name. */
  abstract readonly slotNames: readonly string[];
  readonly #clipping: Clipping;
  readonly #decay: WeightDecay;
  readonly #averaging: Averaging;
  readonly #accumulation: Accumulation;
  readonly #slots = new Map<Variable, Slots>();
  #learningRate: number | Schedule;
  #calls: Variable | undefined;

  protected constructor(className: string, learningRate: LearningRate, options: OptimizerOptions) {
    this.#learningRate = readLearningRate(className, learningRate);
    this.#clipping = new Clipping(className, options);
    this.#decay = new WeightDecay(className, options);
    this.#averaging = new Averaging(className, options);
    this.#accumulation = new Accumulation(className, options);
  }

  /** Updates a run of elements in place; `factors` is what `factorsAt` gave for this step. */
  abstract update(run: WeightRun, factors: readonly number[]): void;

  /** Numbers that all updates of a step (counted from 1) share. */
  factorsAt(rate: number, _step: number): readonly number[] {
    return [rate];
  }

  /** First value of a slot. */
  slotStart(_name: string): number {
    return 0;
  }

  /** Step size of the next step; a number may be set between steps, where no schedule was given. */
  get learningRate(): number {
    const rate = this.#learningRate;
    return rate instanceof Schedule ? rate.at(this.calls) : rate;
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

  /** Number of steps made: with gradientAccumulationSteps fewer than calls. */
  get iterations(): number {
    return Math.floor(this.calls / this.#accumulation.steps);
  }

  /** Number of calls of `apply`; schedules count these, as in Keras. */
  get calls(): number {
    return this.#calls?.item() ?? 0;
  }

  /** Its options; learningRate as it is now, or its schedule. What is off is left out. */
  config(): Config {
    const rate = this.#learningRate;
    return {
      learningRate: rate instanceof Schedule ? toConfig(rate) : rate,
      ...this.#clipping.config(),
      ...this.#decay.config(),
      ...this.#averaging.config(),
      ...this.#accumulation.config(),
    };
  }

  /**
   * Lets weights whose name holds one of these texts, or matches one of these expressions, keep their size: biases, for
   * example.
   *
   * @throws OptionError where an entry is neither.
   */
  excludeFromWeightDecay(names: readonly (string | RegExp)[]): void {
    this.#decay.exclude(`exclude from weight decay of ${this.className}`, names);
  }

  /** Makes the slots of weights that have none yet. The first step does it, too; a checkpoint needs it before. */
  build(variables: readonly Variable[]): void {
    const scope = this.className.toLowerCase();
    this.#calls ??= new Variable([], { name: `${scope}/iteration`, dtype: 'int32', trainable: false });
    for (const variable of variables) {
      if (this.#slots.has(variable)) continue;
      const make = (slot: string, start = 0): Variable => {
        const name = `${scope}/${variable.name.replaceAll('/', '_')}_${slot}`;
        const made = new Variable(variable.shape, { name, trainable: false });
        if (start !== 0) backend().kernels.fill(made.size, start, made.address());
        return made;
      };
      this.#slots.set(variable, {
        own: this.slotNames.map((slot) => make(slot, this.slotStart(slot))),
        average: this.#averaging.used ? make('average') : undefined,
        accumulator: this.#accumulation.steps > 1 ? make('gradient_accumulator') : undefined,
      });
    }
  }

  /** What a checkpoint keeps: the number of calls (int32), then the slots of each weight; nothing before `build`. */
  variables(): readonly Variable[] {
    if (this.#calls === undefined) return [];
    const slots = [...this.#slots.values()].flatMap(({ own, average, accumulator }) => [...own, average, accumulator]);
    return [this.#calls, ...slots.filter((slot) => slot !== undefined)];
  }

  /** @internal What it keeps for a weight; undefined before `build`. */
  slotsOf(variable: Variable): Slots | undefined {
    return this.#slots.get(variable);
  }

  /** @internal Goes on from that number of calls, with the slots as they are. */
  resume(calls: number, variables: readonly Variable[]): void {
    this.build(variables);
    this.#calls?.assign([calls]);
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
    const known = this.#calls !== undefined && gradients.every(({ variable }) => this.#slots.has(variable));
    if (!known) this.build(gradients.map(({ variable }) => variable));
    const calls = this.calls + 1;
    inScope(() => {
      const ofAll = this.#accumulation.add(gradients, calls, (variable) => this.#slots.get(variable)?.accumulator);
      if (ofAll !== undefined) this.#updateAll(this.#clipping.clip(ofAll));
      if (this.#averaging.used) this.#averaging.update(this.#averages(), this.iterations);
    });
    this.#calls?.assign([calls]);
  }

  /** Where averages are kept (`useEma`): gives the weights their averages, for good. `fit` does it at its end. */
  finalizeVariableValues(): void {
    for (const [variable, average] of this.#averages()) variable.assign(average.detach());
  }

  /** Where averages are kept (`useEma`): exchanges weights and averages; a second call exchanges them back. */
  swapAverages(): void {
    for (const [variable, average] of this.#averages()) {
      const weights = variable.detach();
      variable.assign(average.detach());
      average.assign(weights);
    }
  }

  #updateAll(gradients: readonly WeightGradient[]): void {
    const rate = this.learningRate;
    const factors = this.factorsAt(rate, this.iterations + 1);
    const { kernels } = backend();
    let decay = 0;
    const update = (run: WeightRun): void => {
      if (decay > 0) kernels.sgd(run.size, run.variable, run.variable, decay); // w −= decay · w
      this.update(run, factors);
    };
    for (const { variable, gradient } of gradients) {
      decay = this.#decay.shareOf(variable) * rate;
      forEachRun(variable, gradient, this.#slots.get(variable)?.own ?? [], update);
      if (variable.constraint) variable.assign(variable.constraint(variable));
    }
  }

  *#averages(): Generator<readonly [variable: Variable, average: Variable]> {
    for (const [variable, { average }] of this.#slots) if (average !== undefined) yield [variable, average];
  }
}
