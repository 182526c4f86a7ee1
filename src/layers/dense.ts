import { type ActivationName, activation } from '../activations/index.ts';
import { type Constraint, type ConstraintId, constraint, constraintFromConfig } from '../constraints/index.ts';
import { ShapeError } from '../errors.ts';
import { type Initializer, type InitializerId, initializer, initializerFromConfig } from '../initializers/index.ts';
import { matmul } from '../ops/matmul.ts';
import { checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { type Regularizer, type RegularizerId, regularizer, regularizerFromConfig } from '../regularizers/index.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { entryOf, type Given, given, Layer, type LayerConfig, type LayerOptions, optional } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/** Options of `Dense`. */
export interface DenseOptions extends LayerOptions {
  /** Width of the output, U ≥ 1. */
  units: number;
  /** Default 'linear'. */
  activation?: ActivationName;
  /** Whether there is a bias. Default true. */
  useBias?: boolean;
  /** Of W [D, U]. Default 'glorotUniform'. */
  kernelInitializer?: Given<InitializerId>;
  /** Of b [U]. Default 'zeros'. */
  biasInitializer?: Given<InitializerId>;
  /** Penalty on W, b, and on the output (divided by B). Default none. */
  kernelRegularizer?: Given<RegularizerId> | null;
  biasRegularizer?: Given<RegularizerId> | null;
  activityRegularizer?: Given<RegularizerId> | null;
  /** Applied to W, b after each update. Default none. */
  kernelConstraint?: Given<ConstraintId> | null;
  biasConstraint?: Given<ConstraintId> | null;
}

const OPTIONS = [
  'name trainable units activation useBias kernelInitializer biasInitializer kernelRegularizer biasRegularizer',
  'activityRegularizer kernelConstraint biasConstraint',
].flatMap((line) => line.split(' '));

/**
 * A fully connected layer on the last axis.
 *
 * y = activation(x·W + b)
 *
 * **Shapes** input [B, …, D] → output [B, …, U]. **Weights** kernel [D, U], bias [U]. **Cost** 2·B·…·D·U FLOPs.
 *
 * @throws OptionError for an option outside its range.
 * @example
 * ```ts
 * import { Dense, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new Dense({ units: 2, kernelInitializer: 'ones' })]);
 * console.log(model.predict(tensor([[1, 2, 3]])).toArray()); // => [ [ 6, 6 ] ]
 * ```
 */
export class Dense extends Layer {
  readonly className = 'Dense';
  readonly units: number;
  readonly #activation: ActivationName;
  readonly #useBias: boolean;
  readonly #initializers: { kernel: Initializer; bias: Initializer };
  readonly #regularizers: Record<'kernel' | 'bias' | 'activity', Regularizer | undefined>;
  readonly #constraints: Record<'kernel' | 'bias', Constraint | undefined>;
  #kernel!: Variable;
  #bias: Variable | undefined;

  constructor(options: DenseOptions) {
    super('dense', options);
    checkOptions(`create Dense '${this.name}'`, options, OPTIONS);
    this.units = this.checkCount('units', options.units);
    this.#activation = options.activation ?? 'linear';
    activation(this.#activation);
    this.#useBias = options.useBias ?? true;
    this.#initializers = {
      kernel: given(initializer, initializerFromConfig, options.kernelInitializer ?? 'glorotUniform'),
      bias: given(initializer, initializerFromConfig, options.biasInitializer ?? 'zeros'),
    };
    this.#regularizers = {
      kernel: optional(regularizer, regularizerFromConfig, options.kernelRegularizer),
      bias: optional(regularizer, regularizerFromConfig, options.biasRegularizer),
      activity: optional(regularizer, regularizerFromConfig, options.activityRegularizer),
    };
    this.#constraints = {
      kernel: optional(constraint, constraintFromConfig, options.kernelConstraint),
      bias: optional(constraint, constraintFromConfig, options.biasConstraint),
    };
  }

  protected build(inputShape: OpenShape, random: Random): void {
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [inputShape.at(-1) as number, this.units],
      initializer: this.#initializers.kernel,
      random: random.split(),
      regularizer: this.#regularizers.kernel,
      constraint: this.#constraints.kernel,
    });
    if (!this.#useBias) return;
    this.#bias = this.addWeight({
      name: 'bias',
      shape: [this.units],
      initializer: this.#initializers.bias,
      random: random.split(),
      regularizer: this.#regularizers.bias,
      constraint: this.#constraints.bias,
    });
  }

  call(x: Tensor, context: ForwardContext): Tensor {
    this.outputShape(x.shape);
    const output = activation(this.#activation)(matmul(x, this.#kernel, { bias: this.#bias }));
    this.penalizeActivity(this.#regularizers.activity, output, context);
    return output;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    if (inputShape.length < 2 || inputShape.at(-1) === null) {
      throw new ShapeError(
        `Cannot call Dense '${this.name}': input must have rank 2 or more and a known last axis, received ${formatShape(inputShape)}`,
      );
    }
    this.checkInput(inputShape, inputShape.length, '');
    return [...inputShape.slice(0, -1), this.units];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      units: this.units,
      activation: this.#activation,
      useBias: this.#useBias,
      kernelInitializer: entryOf(this.#initializers.kernel),
      biasInitializer: entryOf(this.#initializers.bias),
      kernelRegularizer: entryOf(this.#regularizers.kernel),
      biasRegularizer: entryOf(this.#regularizers.bias),
      activityRegularizer: entryOf(this.#regularizers.activity),
      kernelConstraint: entryOf(this.#constraints.kernel),
      biasConstraint: entryOf(this.#constraints.bias),
    };
  }
}
