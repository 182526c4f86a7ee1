import { greater } from '../ops/compare.ts';
import { maximum } from '../ops/maximum.ts';
import { minimum } from '../ops/minimum.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import { subtract } from '../ops/subtract.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of `ReLU`. */
export interface ReluOptions extends LayerOptions {
  /** Largest output, ≥ 0. Default: none. */
  maxValue?: number | null;
  /** Slope below the threshold, ≥ 0. Default 0. */
  negativeSlope?: number;
  /** Where x begins to pass, ≥ 0. Default 0. */
  threshold?: number;
}

/**
 * Rectified linear unit.
 *
 * y = min(x, maxValue) where x > threshold, else negativeSlope · (x − threshold)
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if an option is below 0.
 * @example
 * ```ts
 * import { ReLU, Sequential } from 'memcell';
 * console.log(new Sequential([new ReLU({ maxValue: 6 })]).predict([[-1, 3, 8]]).toArray()); // => [ [ 0, 3, 6 ] ]
 * ```
 */
export class ReLU extends Layer {
  readonly className = 'ReLU';
  override readonly supportsMasking = true;
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(options: ReluOptions = {}) {
    super('re_lu', options);
    const subject = `ReLU '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'maxValue', 'negativeSlope', 'threshold']);
    const { maxValue = null } = options;
    this.maxValue = maxValue === null ? null : checkNumber(subject, 'maxValue', maxValue, { from: 0 });
    this.negativeSlope = checkNumber(subject, 'negativeSlope', options.negativeSlope ?? 0, { from: 0 });
    this.threshold = checkNumber(subject, 'threshold', options.threshold ?? 0, { from: 0 });
  }

  protected build(): void {}

  call(input: Tensor): Tensor {
    const x = toFloat(input);
    const { maxValue, negativeSlope, threshold } = this;
    const passed = threshold === 0 ? relu(x) : multiply(x, greater(x, threshold));
    const cut = maxValue === null ? passed : minimum(maximum(passed, 0), maxValue);
    if (negativeSlope === 0) return cut;
    return subtract(cut, multiply(relu(subtract(threshold, x)), negativeSlope));
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    const { maxValue, negativeSlope, threshold } = this;
    return { name: this.name, trainable: this.trainable, maxValue, negativeSlope, threshold };
  }
}
