import { OptionError, ShapeError } from '../errors.ts';
import { transpose } from '../ops/transpose.ts';
import { checkOptions, describe } from '../options.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/**
 * Moves the axes of each sample.
 *
 * **Shapes** input [B, D₁, D₂, …] → output [B, D of dims[0], D of dims[1], …]. A mask ends here.
 *
 * @throws OptionError unless dims names the axes 1, 2, … once each; ShapeError if a sample has another number of axes.
 * @example
 * ```ts
 * import { Permute, Sequential } from 'memcell';
 * const model = new Sequential([new Permute({ dims: [2, 1] })]);
 * console.log(model.predict([[[1, 2, 3]]]).toArray()); // => [ [ [ 1 ], [ 2 ], [ 3 ] ] ]
 * ```
 */
export class Permute extends Layer {
  readonly className = 'Permute';
  /** Axes of the input in the order of the output; the first one after the batch is 1. */
  readonly dims: readonly number[];

  /** @param options dims: axes of the input in the order of the output; the first one after the batch is 1. */
  constructor(options: LayerOptions & { dims: readonly number[] }) {
    super('permute', options);
    const subject = `Permute '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'dims']);
    const { dims } = options;
    if (!Array.isArray(dims) || dims.length === 0 || !dims.every((_, i) => dims.includes(i + 1))) {
      throw new OptionError(
        `Cannot create ${subject}: dims must name each axis from 1 on once, received ${describe(dims)}`,
      );
    }
    this.dims = [...dims];
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    this.outputShape(x.shape);
    return transpose(x, [0, ...this.dims]);
  }

  protected override needsSequence(): boolean {
    return this.dims[0] !== 1;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    if (inputShape.length !== this.dims.length + 1) {
      throw new ShapeError(
        `Cannot call Permute '${this.name}': input must have rank ${this.dims.length + 1}, received ${formatShape(inputShape)}`,
      );
    }
    return [0, ...this.dims].map((axis) => inputShape[axis] as number | null);
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, dims: [...this.dims] };
  }
}
