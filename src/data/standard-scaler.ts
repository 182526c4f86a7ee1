import type { Config, Configurable } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkBoolean, checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { TensorLike } from './batches.ts';
import { fitted, type MaskOptions, mapRows, type Rows, readFeatures, rowsOf } from './feature-axis.ts';

/** Options of `StandardScaler`. */
export interface StandardScalerOptions {
  /** Subtract the mean. Default true. */
  withMean?: boolean;
  /** Divide by the standard deviation. Default true. */
  withStd?: boolean;
  /** Means that `fit` found, one a feature; only together with variance. */
  mean?: readonly number[];
  /** Variances that `fit` found. */
  variance?: readonly number[];
}

const NAME = 'StandardScaler';
/** Distance of 1 to the next number in float64. */
const EPSILON = 2 ** -52;

/**
 * Brings each feature to mean 0 and standard deviation 1: z = (x − mean) / √variance, where mean and variance are over
 * all axes but the last. A constant feature is only shifted. Fit it on the part to learn from alone.
 *
 * **Shapes** x [N, …, D] → [N, …, D].
 *
 * @throws OptionError for options out of their range, and for transform before fit.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.StandardScaler.html
 * @example
 * ```ts
 * import { toConfig } from 'memcell';
 * import { scalerFromConfig, StandardScaler } from 'memcell/data';
 * const scaler = new StandardScaler().fit([[1, 5], [3, 5]]);
 * console.log(scaler.transform([[1, 5], [5, 6]]).toArray()); // => [ [ -1, 0 ], [ 3, 1 ] ]
 * const again = scalerFromConfig(JSON.parse(JSON.stringify(toConfig(scaler))));
 * console.log(again.inverseTransform([[3, 1]]).toArray()); // => [ [ 5, 6 ] ]
 * ```
 */
export class StandardScaler implements Configurable {
  readonly className = 'StandardScaler';
  readonly #withMean: boolean;
  readonly #withStd: boolean;
  #found: { readonly mean: readonly number[]; readonly variance: readonly number[] } | undefined;

  constructor(options: StandardScalerOptions = {}) {
    checkOptions(NAME, options, ['withMean', 'withStd', 'mean', 'variance'], ['copy']);
    this.#withMean = checkBoolean(NAME, 'withMean', options.withMean ?? true);
    this.#withStd = checkBoolean(NAME, 'withStd', options.withStd ?? true);
    if (options.mean === undefined && options.variance === undefined) return;
    const mean = readFeatures(NAME, 'mean', options.mean);
    const variance = readFeatures(NAME, 'variance', options.variance, mean.length);
    if (variance.some((value) => value < 0)) {
      throw new OptionError(`Cannot create ${NAME}: variance must be numbers from 0, received ${variance}`);
    }
    this.#found = { mean, variance };
  }

  /** Mean of each feature, once fitted. */
  get mean(): readonly number[] | undefined {
    return this.#found?.mean;
  }

  /** Variance of each feature (of the population); 0 for a constant one. */
  get variance(): readonly number[] | undefined {
    return this.#found?.variance;
  }

  /** What each feature is divided by. */
  get scale(): readonly number[] | undefined {
    if (!this.#withStd) return this.#found?.mean.map(() => 1);
    return this.#found?.variance.map((value) => (value === 0 ? 1 : Math.sqrt(value)));
  }

  /** Finds mean and variance; what was found before is forgotten. @throws ShapeError, NumericError where x does not fit. */
  fit(x: TensorLike, options: MaskOptions = {}): this {
    checkOptions(`fit ${NAME}`, options, ['mask']);
    const rows = rowsOf(`fit ${NAME}`, x, options);
    const { mean, count } = meansOf(rows, (value) => value);
    const { mean: variance } = meansOf(
      rows,
      (value, feature) => (value - (mean[feature] as number)) * (value - (mean[feature] as number)),
    );
    if (count === 0) throw new OptionError(`Cannot fit ${NAME}: mask must let a row through, received none`);
    this.#found = {
      mean,
      variance: variance.map((value, i) => (isRounding(value, mean[i] as number, count) ? 0 : value)),
    };
    return this;
  }

  /** The scaled numbers. @throws as `fit`, and OptionError before it. */
  transform(x: TensorLike, options: MaskOptions = {}): Tensor {
    const { rows, mean, scale } = this.#ready('transform with', x, options);
    return mapRows(rows, (value, i) => (value - (mean[i] as number)) / (scale[i] as number));
  }

  /** The numbers as they were before `transform`. @throws as `transform`. */
  inverseTransform(x: TensorLike, options: MaskOptions = {}): Tensor {
    const { rows, mean, scale } = this.#ready('transform back with', x, options);
    return mapRows(rows, (value, i) => value * (scale[i] as number) + (mean[i] as number));
  }

  /** `fit` and `transform` on the same numbers. @throws as `fit`. */
  fitTransform(x: TensorLike, options: MaskOptions = {}): Tensor {
    return this.fit(x, options).transform(x, options);
  }

  /** Its options and what it found. */
  config(): Config {
    return { withMean: this.#withMean, withStd: this.#withStd, ...this.#found };
  }

  #ready(
    action: string,
    x: TensorLike,
    options: MaskOptions,
  ): { rows: Rows; mean: readonly number[]; scale: readonly number[] } {
    checkOptions(`${action} ${NAME}`, options, ['mask']);
    const { mean } = fitted(`${action} ${NAME}`, this.#found);
    const rows = rowsOf(`${action} ${NAME}`, x, options, mean.length);
    return { rows, mean: this.#withMean ? mean : mean.map(() => 0), scale: this.scale as readonly number[] };
  }
}

/** Mean of `of(value, feature)` over the rows that count, one a feature, in float64. */
function meansOf(
  { x, features, count, counts }: Rows,
  of: (value: number, feature: number) => number,
): { mean: number[]; count: number } {
  const sums = new Array<number>(features).fill(0);
  const { data } = x;
  let counted = 0;
  for (let row = 0; row < count; row++) {
    if (!counts(row)) continue;
    counted++;
    for (let i = 0; i < features; i++) sums[i] = (sums[i] as number) + of(data[row * features + i] as number, i);
  }
  return { mean: sums.map((sum) => sum / counted), count: counted };
}

/** Whether a variance is no more than what rounding makes of a constant. */
function isRounding(variance: number, mean: number, count: number): boolean {
  const error = count * mean * EPSILON;
  return variance <= count * EPSILON * variance + error * error;
}
