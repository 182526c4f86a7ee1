import type { Config, Configurable } from '../config.ts';
import type { Weighting } from '../losses/index.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** A number that tells how good a model is, over all batches since the last reset. */
export interface Metric extends Configurable {
  readonly className: string;
  /** Name in logs. */
  readonly name: string;
  /** Its options. */
  config(): Config;
  /**
   * Takes a batch in.
   *
   * @throws ShapeError if target and prediction, or mask and weight, do not fit together.
   */
  update(target: Tensor, prediction: Tensor, options?: Weighting): void;
  /** The value over all batches taken in; 0 before the first. */
  result(): number;
  /** Forgets all batches. */
  reset(): void;
  /** Makes its state for predictions of this shape, where it depends on the shape; the first batch does so too. */
  build?(outputShape: OpenShape): void;
  /** What a checkpoint keeps; empty where the state depends on a shape that has not come yet. */
  readonly variables: readonly Variable[];
}

/** Options that every metric has. */
export interface MetricOptions {
  /** Name in logs. Default: the class's, camelCase. */
  name?: string;
}
