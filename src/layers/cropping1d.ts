import { ShapeError } from '../errors.ts';
import { slice } from '../ops/slice.ts';
import { perAxis } from '../ops/windows.ts';
import { checkOptions } from '../options.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of `Cropping1D`. */
export interface Cropping1DOptions extends LayerOptions {
  /** Steps cut off at both ends, or [at the beginning, at the end], ≥ 0. Default 1. */
  cropping?: number | readonly number[];
}

/**
 * Cuts steps off both ends of a sequence.
 *
 * **Shapes** input [B, T, C] → output [B, T − cropping, C]. A mask ends here.
 *
 * @throws OptionError for an option outside its range; ShapeError where no step would be left.
 * @example
 * ```ts
 * import { Cropping1D, Sequential } from 'memcell';
 * const model = new Sequential([new Cropping1D({ cropping: [1, 0] })]);
 * console.log(model.predict([[[1], [2], [3]]]).toArray()); // => [ [ [ 2 ], [ 3 ] ] ]
 * ```
 */
export class Cropping1D extends Layer {
  readonly className = 'Cropping1D';
  /** Steps cut off at the beginning and at the end. */
  readonly cropping: readonly [number, number];

  constructor(options: Cropping1DOptions = {}) {
    super('cropping1d', options);
    const subject = `Cropping1D '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'cropping']);
    this.cropping = perAxis(`create ${subject}`, 'cropping', options.cropping ?? 1, 2, 0) as [number, number];
  }

  protected build(): void {}

  call(input: Tensor): Tensor {
    const x = this.checkCall(input);
    return slice(x, [0, this.cropping[0], 0], this.outputShape(x.shape) as readonly number[]);
  }

  protected override needsSequence(): boolean {
    return this.cropping.some((n) => n > 0);
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, C]');
    const [batch, steps, depth] = inputShape as readonly [number | null, number | null, number];
    const [before, after] = this.cropping;
    if (steps !== null && steps <= before + after) {
      throw new ShapeError(
        `Cannot call Cropping1D '${this.name}': input must have more than ${before + after} steps, received ${formatShape(inputShape)}`,
      );
    }
    return [batch, steps === null ? null : steps - before - after, depth];
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, cropping: [...this.cropping] };
  }
}
