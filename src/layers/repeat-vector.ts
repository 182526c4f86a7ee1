import { broadcastTo } from '../ops/broadcast-to.ts';
import { reshape } from '../ops/reshape.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/**
 * Makes a sequence of one vector, the same at each step: what stands between an encoder and a decoder.
 *
 * **Shapes** input [B, D] → output [B, n, D].
 *
 * @throws OptionError unless n is a whole number from 1.
 * @example
 * ```ts
 * import { RepeatVector, Sequential } from 'memcell';
 * console.log(new Sequential([new RepeatVector({ n: 2 })]).predict([[1, 2]]).toArray()); // => [ [ [ 1, 2 ], [ 1, 2 ] ] ]
 * ```
 */
export class RepeatVector extends Layer {
  readonly className = 'RepeatVector';
  /** Number of steps. */
  readonly n: number;

  /** @param options n: number of steps, ≥ 1. */
  constructor(options: LayerOptions & { n: number }) {
    super('repeat_vector', options);
    const subject = `RepeatVector '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'n']);
    this.n = checkNumber(subject, 'n', options.n, { from: 1, whole: true });
  }

  protected build(): void {}

  call(input: Tensor): Tensor {
    const x = this.checkCall(input);
    const [batch, width] = x.shape as readonly [number, number];
    return broadcastTo(reshape(x, [batch, 1, width]), [batch, this.n, width]);
  }

  protected override needsSequence(): boolean {
    return true;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 2, '[B, D]');
    const [batch, width] = inputShape as readonly [number | null, number];
    return [batch, this.n, width];
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, n: this.n };
  }
}
