import { broadcastTo } from '../ops/broadcast-to.ts';
import { reshape } from '../ops/reshape.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of `UpSampling1D`. */
export interface UpSampling1DOptions extends LayerOptions {
  /** How often each step comes, ≥ 1. Default 2. */
  size?: number;
}

/**
 * Repeats each step of a sequence.
 *
 * **Shapes** input [B, T, C] → output [B, T·size, C]. A mask ends here.
 *
 * @throws OptionError unless size is a whole number from 1.
 * @example
 * ```ts
 * import { Sequential, UpSampling1D } from 'memcell';
 * console.log(new Sequential([new UpSampling1D()]).predict([[[1], [2]]]).toArray()); // => [ [ [ 1 ], [ 1 ], [ 2 ], [ 2 ] ] ]
 * ```
 */
export class UpSampling1D extends Layer {
  readonly className = 'UpSampling1D';
  /** How often each step comes. */
  readonly size: number;

  constructor(options: UpSampling1DOptions = {}) {
    super('up_sampling1d', options);
    const subject = `UpSampling1D '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'size']);
    this.size = checkNumber(subject, 'size', options.size ?? 2, { from: 1, whole: true });
  }

  protected build(): void {}

  call(input: Tensor): Tensor {
    const x = this.checkCall(input);
    const [batch, steps, depth] = x.shape as readonly [number, number, number];
    const repeated = broadcastTo(reshape(x, [batch, steps, 1, depth]), [batch, steps, this.size, depth]);
    return reshape(repeated, [batch, steps * this.size, depth]);
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, C]');
    const [batch, steps, depth] = inputShape as readonly [number | null, number | null, number];
    return [batch, steps === null ? null : steps * this.size, depth];
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, size: this.size };
  }
}
