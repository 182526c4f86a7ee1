import { ShapeError, UnsupportedError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { softmax } from '../ops/softmax.ts';
import { subtract } from '../ops/subtract.ts';
import { transpose } from '../ops/transpose.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { formatShape, normalizeAxis, type OpenShape, sameShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext, Tensors } from './trainable.ts';

/** Options of `Softmax`. */
export interface SoftmaxOptions extends LayerOptions {
  /** The axis along which the outputs sum to 1; negative from the end. Default -1. */
  axis?: number;
}

/** What stands in for the inputs that a mask leaves out, as in Keras. */
const LEAST = -1e9;

/**
 * Softmax along an axis.
 *
 * y = exp(x − max x) / Σ exp(x − max x)
 *
 * **Shapes** input […] → output […]. What a mask leaves out gets 0; the mask must have the shape
 * of the input.
 *
 * @throws OptionError if axis is no whole number; UnsupportedError for several axes; ShapeError if the axis does not
 * exist or a mask does not fit.
 * @example
 * ```ts
 * import { Sequential, Softmax } from 'memcell';
 * console.log(new Sequential([new Softmax()]).predict([[2, 2]]).toArray()); // => [ [ 0.5, 0.5 ] ]
 * ```
 */
export class Softmax extends Layer {
  readonly className = 'Softmax';
  override readonly supportsMasking = true;
  readonly axis: number;

  constructor(options: SoftmaxOptions = {}) {
    super('softmax', options);
    const subject = `Softmax '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'axis']);
    const { axis = -1 } = options;
    if (Array.isArray(axis)) {
      throw new UnsupportedError(`Cannot create ${subject}: axis must be one axis, received ${describe(axis)}`);
    }
    this.axis = checkNumber(subject, 'axis', axis, { whole: true });
  }

  protected build(): void {}

  call(input: Tensor, { masks }: ForwardContext): Tensor {
    const x = toFloat(input);
    const mask = masks.get(input);
    if (mask === undefined) return this.#along(x);
    if (!sameShape(mask.shape, x.shape)) {
      throw new ShapeError(
        `Cannot call Softmax '${this.name}': mask must have the shape of the input ${formatShape(x.shape)}, received ${formatShape(mask.shape)}`,
      );
    }
    const kept = add(multiply(x, mask), multiply(subtract(1, mask), LEAST));
    return multiply(this.#along(kept), mask);
  }

  #along(x: Tensor): Tensor {
    const axis = normalizeAxis(this.axis, x.rank, `call Softmax '${this.name}'`);
    if (axis === x.rank - 1) return softmax(x);
    const axes = x.shape.map((_, i) => i);
    axes[axis] = x.rank - 1;
    axes[x.rank - 1] = axis;
    return transpose(softmax(transpose(x, axes)), axes); // two axes change places, and back
  }

  protected override needsSequence(input: Tensors): boolean {
    return (input as Tensor).rank > 2 && [1, 1 - (input as Tensor).rank].includes(this.axis);
  }

  outputShape(inputShape: OpenShape): OpenShape {
    normalizeAxis(this.axis, inputShape.length, `call Softmax '${this.name}'`);
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, axis: this.axis };
  }
}
