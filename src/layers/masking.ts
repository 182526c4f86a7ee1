import { equal } from '../ops/compare.ts';
import { max } from '../ops/max.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { subtract } from '../ops/subtract.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/** Options of `Masking`. */
export interface MaskingOptions extends LayerOptions {
  /** A step all of whose features have this value is padding. Default 0. */
  maskValue?: number;
}

/**
 * Marks padding: a step all of whose features are `maskValue` does not count in the layers that follow, in the loss and
 * in the metrics. Its features become 0.
 *
 * **Shapes** input [B, T, D] → output [B, T, D], mask [B, T].
 *
 * @throws OptionError if maskValue is no finite number.
 * @example
 * ```ts
 * import { Masking, Sequential } from 'memcell';
 * const model = new Sequential([new Masking({ maskValue: 5 })]);
 * console.log(model.predict([[[3, 5], [5, 5]]]).toArray()); // => [ [ [ 3, 5 ], [ 0, 0 ] ] ]
 * ```
 */
export class Masking extends Layer {
  readonly className = 'Masking';
  override readonly supportsMasking = true;
  /** A step all of whose features have this value is padding. */
  readonly maskValue: number;

  constructor(options: MaskingOptions = {}) {
    super('masking', options);
    const subject = `Masking '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'maskValue']);
    this.maskValue = checkNumber(subject, 'maskValue', options.maskValue ?? 0, {});
  }

  protected build(): void {}

  call(input: Tensor, { masks }: ForwardContext): Tensor {
    const x = this.checkCall(input);
    const counts = max(subtract(1, equal(x, this.maskValue)), { axis: -1 });
    const output = multiply(x, reshape(counts, [...counts.shape, 1]));
    masks.set(output, counts);
    return output;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, D]');
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, maskValue: this.maskValue };
  }
}
