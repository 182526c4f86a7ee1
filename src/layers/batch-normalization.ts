import { ShapeError } from '../errors.ts';
import type { InitializerId } from '../initializers/index.ts';
import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import { type Moments, moments } from '../ops/moments.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { sqrt } from '../ops/sqrt.ts';
import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import { sum } from '../ops/sum.ts';
import { checkNumber } from '../options.ts';
import type { Random } from '../random.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { LayerConfig } from './layer.ts';
import { NormalizationLayer, type NormalizationOptions } from './normalization-layer.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options of `BatchNormalization`. */
export interface BatchNormalizationOptions extends NormalizationOptions {
  /** Share of the old moving statistics that stays at each step, from 0 to 1. Default 0.99. */
  momentum?: number;
  /** Of the moving mean [D]. Default 'zeros'. */
  movingMeanInitializer?: Given<InitializerId>;
  /** Of the moving variance [D]. Default 'ones'. */
  movingVarianceInitializer?: Given<InitializerId>;
}

/** Keeps a sum of weights away from 0, as Keras does. */
const LEAST = 1e-7;

/**
 * Brings each feature to mean 0 and variance 1 over the batch, then scales and shifts it. In use, and with
 * `trainable: false`, it takes the moving mean and variance that training has gathered.
 *
 * y = γ ⊙ (x − mean) / √(variance + ε) + β, mean and variance over all axes but the last
 *
 * moving ← moving · momentum + batch · (1 − momentum)
 *
 * **Shapes** input [B, …, D] → output [B, …, D]; steps that a mask leaves out count for no mean. **Weights** gamma [D],
 * beta [D], moving_mean [D], moving_variance [D]; no gradient flows to the last two.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for an axis other than the last, and for Keras's
 * synchronized and renorm.
 * @see Ioffe and Szegedy, Batch Normalization, 2015.
 * @example
 * ```ts
 * import { BatchNormalization, Sequential } from 'memcell';
 * const model = new Sequential([new BatchNormalization({ momentum: 0 })]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * model.trainOnBatch([[1], [3]], [[-1], [1]]);
 * console.log(model.weights.map(({ name, data }) => [name.split('/')[1], data[0]]).slice(2)); // => [ [ 'moving_mean', 2 ], [ 'moving_variance', 1 ] ]
 * ```
 */
export class BatchNormalization extends NormalizationLayer {
  readonly className = 'BatchNormalization';
  readonly momentum: number;
  readonly #moving: WeightSettings<'movingMean' | 'movingVariance'>;
  #mean!: Variable;
  #variance!: Variable;

  constructor(options: BatchNormalizationOptions = {}) {
    super(options, {
      className: 'BatchNormalization',
      name: 'batch_normalization',
      options: ['momentum', 'movingMeanInitializer', 'movingVarianceInitializer'],
      unsupported: ['synchronized', 'renorm', 'renormClipping', 'renormMomentum'],
    });
    const subject = `BatchNormalization '${this.name}'`;
    this.momentum = checkNumber(subject, 'momentum', options.momentum ?? 0.99, { from: 0, to: 1 });
    this.#moving = new WeightSettings(options, { movingMean: 'zeros', movingVariance: 'ones' });
  }

  override get hasWeights(): boolean {
    return true;
  }

  protected override build(inputShape: OpenShape, random: Random): void {
    super.build(inputShape, random);
    const make = (name: string, kind: 'movingMean' | 'movingVariance'): Variable =>
      this.addWeight({
        name,
        shape: [inputShape.at(-1) as number],
        random: random.split(),
        initializer: this.#moving.of(kind).initializer,
        trainable: false,
      });
    this.#mean = make('moving_mean', 'movingMean');
    this.#variance = make('moving_variance', 'movingVariance');
  }

  call(input: Tensor, { training, masks, updates }: ForwardContext): Tensor {
    const x = this.checkCall(input);
    if (!training || !this.trainable) return this.#normalized(x, { mean: this.#mean, variance: this.#variance });
    const batch = this.#momentsOf(x, masks.get(input));
    const update = (): void => {
      const moved = (old: Tensor, now: Tensor) => add(multiply(old, this.momentum), multiply(now, 1 - this.momentum));
      this.#mean.assign(moved(this.#mean, batch.mean));
      this.#variance.assign(moved(this.#variance, batch.variance));
    };
    if (updates) updates.push(update);
    else update();
    return this.#normalized(x, batch);
  }

  #normalized(x: Tensor, { mean, variance }: Moments): Tensor {
    const factor = divide(this.gamma ?? 1, sqrt(add(variance, this.epsilon)));
    const shift = multiply(mean, factor);
    return add(multiply(x, factor), this.beta ? subtract(this.beta, shift) : multiply(shift, -1));
  }

  #momentsOf(x: Tensor, mask: Tensor | undefined): Moments {
    const axis = x.shape.slice(1).map((_, i) => i);
    if (mask === undefined) return moments(x, { axis });
    if (mask.rank !== x.rank - 1) {
      throw new ShapeError(
        `Cannot call BatchNormalization '${this.name}': its mask must have one axis less than the input, received ${formatShape(mask.shape)} for ${formatShape(x.shape)}`,
      );
    }
    const counts = reshape(mask, [...mask.shape, 1]);
    const total = add(sum(mask), LEAST);
    const mean = divide(sum(multiply(x, counts), { axis }), total);
    const distance = multiply(subtract(x, mean), counts);
    return { mean, variance: divide(sum(square(distance), { axis }), total) };
  }

  override config(): LayerConfig {
    const { movingMeanInitializer, movingVarianceInitializer } = this.#moving.weightsConfig();
    return { ...super.config(), momentum: this.momentum, movingMeanInitializer, movingVarianceInitializer };
  }
}
