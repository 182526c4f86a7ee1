import type { ConstraintId } from '../constraints/index.ts';
import { OptionError, ShapeError } from '../errors.ts';
import type { InitializerId } from '../initializers/index.ts';
import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { relu } from '../ops/relu.ts';
import { subtract } from '../ops/subtract.ts';
import { checkOptions, describe } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { Tensors } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options of `PReLU`. */
export interface PReluOptions extends LayerOptions {
  /** Of α. Default 'zeros'. */
  alphaInitializer?: Given<InitializerId>;
  /** Penalty on α. Default none. */
  alphaRegularizer?: Given<RegularizerId> | null;
  /** Applied to α after each update. Default none. */
  alphaConstraint?: Given<ConstraintId> | null;
  /** Axes along which α is the same, the first one after the batch being 1. Default none. */
  sharedAxes?: readonly number[] | null;
}

const OPTIONS = ['name', 'trainable', 'alphaInitializer', 'alphaRegularizer', 'alphaConstraint', 'sharedAxes'];

/**
 * Rectified linear unit whose slope below 0 is learnt, one for each element of a sample.
 *
 * y = x where x > 0, else α · x
 *
 * **Shapes** input [B, …] → output [B, …]. **Weights** alpha […], of size 1 along `sharedAxes`.
 *
 * @throws OptionError unless sharedAxes is a list of axes from 1; ShapeError if an axis that is not shared is open.
 * @see He et al., Delving Deep into Rectifiers, 2015.
 * @example
 * ```ts
 * import { PReLU, Sequential } from 'memcell';
 * const model = new Sequential([new PReLU({ alphaInitializer: 'ones', sharedAxes: [1] })]);
 * console.log(model.predict([[[-2, 3], [4, -5]]]).toArray()); // => [ [ [ -2, 3 ], [ 4, -5 ] ] ]
 * console.log(model.countParams()); // => 2
 * ```
 */
export class PReLU extends Layer {
  readonly className = 'PReLU';
  override readonly supportsMasking = true;
  readonly sharedAxes: readonly number[] | null;
  readonly #settings: WeightSettings<'alpha'>;
  #alpha!: Variable;

  constructor(options: PReluOptions = {}) {
    super('p_re_lu', options);
    const subject = `PReLU '${this.name}'`;
    checkOptions(subject, options, OPTIONS);
    const { sharedAxes = null } = options;
    if (sharedAxes !== null && !(Array.isArray(sharedAxes) && sharedAxes.every((n) => Number.isInteger(n) && n >= 1))) {
      throw new OptionError(
        `Cannot create ${subject}: sharedAxes must be a list of whole numbers from 1, received ${describe(sharedAxes)}`,
      );
    }
    this.sharedAxes = sharedAxes && [...sharedAxes];
    this.#settings = new WeightSettings(options, { alpha: 'zeros' });
  }

  override get hasWeights(): boolean {
    return true;
  }

  protected build(inputShape: OpenShape, random: Random): void {
    const shape = this.#shape(inputShape) as readonly number[];
    this.#alpha = this.addWeight({ name: 'alpha', shape, random, ...this.#settings.of('alpha') });
  }

  call(input: Tensor): Tensor {
    const x = this.checkCall(input);
    return subtract(relu(x), multiply(relu(negative(x)), this.#alpha));
  }

  protected override needsSequence(input: Tensors): boolean {
    return (input as Tensor).rank > 2 && !this.sharedAxes?.includes(1); // each step has slopes of its own
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const shape = this.#shape(inputShape);
    const refuse = (must: string): never => {
      throw new ShapeError(`Cannot call PReLU '${this.name}': ${must}, received ${formatShape(inputShape)}`);
    };
    if (inputShape.length < 2) refuse('input must have rank 2 or more');
    if (this.sharedAxes?.some((axis) => axis >= inputShape.length)) refuse('input must have each of the shared axes');
    if (!this.built && shape.includes(null)) refuse('axes must be known or shared');
    const fits = (alpha: readonly number[]): boolean =>
      alpha.length === shape.length && shape.every((n, i) => n === null || n === alpha[i]);
    if (this.built && !fits(this.#alpha.shape)) {
      refuse(`slopes of shape ${formatShape(this.#alpha.shape)} must fit the input`);
    }
    return inputShape;
  }

  /** Shape of α for an input of a shape. */
  #shape(inputShape: OpenShape): OpenShape {
    return inputShape.slice(1).map((n, i) => (this.sharedAxes?.includes(i + 1) ? 1 : n));
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      ...this.#settings.weightsConfig(),
      sharedAxes: this.sharedAxes && [...this.sharedAxes],
    };
  }
}
