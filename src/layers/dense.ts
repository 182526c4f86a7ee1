import { type ActivationName, activation } from '../activations/index.ts';
import type { ConstraintId } from '../constraints/index.ts';
import { ShapeError } from '../errors.ts';
import type { InitializerId } from '../initializers/index.ts';
import { matmul } from '../ops/matmul.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

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
  override readonly supportsMasking = true;
  readonly units: number;
  readonly #activation: ActivationName;
  readonly #useBias: boolean;
  readonly #settings: WeightSettings<'kernel' | 'bias'>;
  #kernel!: Variable;
  #bias: Variable | undefined;

  constructor(options: DenseOptions) {
    super('dense', options);
    const subject = `Dense '${this.name}'`;
    checkOptions(subject, options, OPTIONS);
    this.units = checkNumber(subject, 'units', options.units, { from: 1, whole: true });
    this.#activation = options.activation ?? 'linear';
    activation(this.#activation);
    this.#useBias = checkBoolean(subject, 'useBias', options.useBias ?? true);
    this.#settings = new WeightSettings(options, { kernel: 'glorotUniform', bias: 'zeros' });
  }

  protected build(inputShape: OpenShape, random: Random): void {
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [inputShape.at(-1) as number, this.units],
      random: random.split(),
      ...this.#settings.of('kernel'),
    });
    if (!this.#useBias) return;
    this.#bias = this.addWeight({
      name: 'bias',
      shape: [this.units],
      random: random.split(),
      ...this.#settings.of('bias'),
    });
  }

  call(x: Tensor, context: ForwardContext): Tensor {
    const product = matmul(this.checkCall(x), this.#kernel, { bias: this.#bias });
    const output = activation(this.#activation)(product);
    this.penalizeActivity(this.#settings.activity, output, context);
    return output;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    if (inputShape.length < 2 || inputShape.at(-1) === null) {
      throw new ShapeError(
        `Cannot call Dense '${this.name}': input must have rank 2 or more and a known last axis, received ${formatShape(inputShape)}`,
      );
    }
    this.checkInput(inputShape);
    return [...inputShape.slice(0, -1), this.units];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      units: this.units,
      activation: this.#activation,
      useBias: this.#useBias,
      ...this.#settings.config(),
    };
  }
}
