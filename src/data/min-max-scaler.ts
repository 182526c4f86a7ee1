import type { Config, Configurable } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkBoolean, checkOptions, describe } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { TensorLike } from './batches.ts';
import { fitted, type MaskOptions, mapRows, type Rows, readFeatures, rowsOf } from './feature-axis.ts';

/** Options of `MinMaxScaler`. */
export interface MinMaxScalerOptions {
  /** Where the least and the largest number go. Default [0, 1]. */
  featureRange?: readonly [number, number];
  /** Hold numbers beyond those of `fit` within the range. Default false. */
  clip?: boolean;
  /** Least numbers that `fit` found, one a feature; only together with dataMax. */
  dataMin?: readonly number[];
  /** Largest numbers that `fit` found. */
  dataMax?: readonly number[];
}

const NAME = 'MinMaxScaler';

/**
 * Brings each feature into a range: z = low + (high − low) (x − min) / (max − min), where min and max are over all axes
 * but the last. A constant feature is only shifted to `low`. Fit it on the part to learn from alone.
 *
 * **Shapes** x [N, …, D] → [N, …, D].
 *
 * @throws OptionError for options out of their range, and for transform before fit.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.MinMaxScaler.html
 * @example
 * ```ts
 * import { MinMaxScaler } from 'memcell/data';
 * const scaler = new MinMaxScaler({ featureRange: [-1, 1] });
 * console.log(scaler.fitTransform([[1], [2], [3]]).toArray()); // => [ [ -1 ], [ 0 ], [ 1 ] ]
 * console.log(scaler.inverseTransform([[0.5]]).toArray()); // => [ [ 2.5 ] ]
 * ```
 */
export class MinMaxScaler implements Configurable {
  readonly className = 'MinMaxScaler';
  readonly #range: readonly [number, number];
  readonly #clip: boolean;
  #found: { readonly dataMin: readonly number[]; readonly dataMax: readonly number[] } | undefined;

  constructor(options: MinMaxScalerOptions = {}) {
    checkOptions(NAME, options, ['featureRange', 'clip', 'dataMin', 'dataMax'], ['copy']);
    const range: readonly number[] = options.featureRange ?? [0, 1];
    if (!Array.isArray(range) || range.length !== 2 || !range.every(Number.isFinite) || range[0] >= range[1]) {
      throw new OptionError(
        `Cannot create ${NAME}: featureRange must be two rising numbers, received ${describe(range)}`,
      );
    }
    this.#range = [range[0], range[1]];
    this.#clip = checkBoolean(NAME, 'clip', options.clip ?? false);
    if (options.dataMin === undefined && options.dataMax === undefined) return;
    const dataMin = readFeatures(NAME, 'dataMin', options.dataMin);
    const dataMax = readFeatures(NAME, 'dataMax', options.dataMax, dataMin.length);
    if (dataMin.some((value, i) => value > (dataMax[i] as number))) {
      throw new OptionError(
        `Cannot create ${NAME}: dataMin must not be above dataMax, received ${dataMin} and ${dataMax}`,
      );
    }
    this.#found = { dataMin, dataMax };
  }

  /** Least number of each feature, once fitted. */
  get dataMin(): readonly number[] | undefined {
    return this.#found?.dataMin;
  }

  /** Largest number of each feature, once fitted. */
  get dataMax(): readonly number[] | undefined {
    return this.#found?.dataMax;
  }

  /** Finds the least and the largest numbers; what was found before is forgotten. @throws ShapeError, NumericError where x does not fit. */
  fit(x: TensorLike, options: MaskOptions = {}): this {
    checkOptions(`fit ${NAME}`, options, ['mask']);
    const { x: read, features, count, counts } = rowsOf(`fit ${NAME}`, x, options);
    const dataMin = new Array<number>(features).fill(Infinity);
    const dataMax = new Array<number>(features).fill(-Infinity);
    const { data } = read;
    for (let row = 0; row < count; row++) {
      if (!counts(row)) continue;
      for (let i = 0; i < features; i++) {
        const value = data[row * features + i] as number;
        dataMin[i] = Math.min(dataMin[i] as number, value);
        dataMax[i] = Math.max(dataMax[i] as number, value);
      }
    }
    if (dataMin[0] === Infinity) {
      throw new OptionError(`Cannot fit ${NAME}: mask must let a row through, received none`);
    }
    this.#found = { dataMin, dataMax };
    return this;
  }

  /** The scaled numbers. @throws as `fit`, and OptionError before it. */
  transform(x: TensorLike, options: MaskOptions = {}): Tensor {
    const { rows, dataMin, scale } = this.#ready('transform with', x, options);
    const [low, high] = this.#range;
    return mapRows(rows, (value, i) => {
      const scaled = low + (value - (dataMin[i] as number)) * (scale[i] as number);
      return this.#clip ? Math.min(Math.max(scaled, low), high) : scaled;
    });
  }

  /** The numbers as they were before `transform`. @throws as `transform`. */
  inverseTransform(x: TensorLike, options: MaskOptions = {}): Tensor {
    const { rows, dataMin, scale } = this.#ready('transform back with', x, options);
    const [low] = this.#range;
    return mapRows(rows, (value, i) => (value - low) / (scale[i] as number) + (dataMin[i] as number));
  }

  /** `fit` and `transform` on the same numbers. @throws as `fit`. */
  fitTransform(x: TensorLike, options: MaskOptions = {}): Tensor {
    return this.fit(x, options).transform(x, options);
  }

  /** Its options and what it found. */
  config(): Config {
    return { featureRange: [...this.#range], clip: this.#clip, ...this.#found };
  }

  #ready(
    action: string,
    x: TensorLike,
    options: MaskOptions,
  ): { rows: Rows; dataMin: readonly number[]; scale: readonly number[] } {
    checkOptions(`${action} ${NAME}`, options, ['mask']);
    const { dataMin, dataMax } = fitted(`${action} ${NAME}`, this.#found);
    const [low, high] = this.#range;
    const scale = dataMax.map((most, i) => (high - low) / (most - (dataMin[i] as number) || 1));
    return { rows: rowsOf(`${action} ${NAME}`, x, options, dataMin.length), dataMin, scale };
  }
}
