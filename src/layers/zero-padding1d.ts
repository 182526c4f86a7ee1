import { pad } from '../ops/pad.ts';
import { perAxis } from '../ops/windows.ts';
import { checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkDataFormat, type DataFormat } from './data-format.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of `ZeroPadding1D`. */
export interface ZeroPadding1DOptions extends LayerOptions {
  /** Zeros at both ends, or [before, after], ≥ 0. Default 1. */
  padding?: number | readonly number[];
  /** Only 'channelsLast'. */
  dataFormat?: DataFormat | null;
}

/**
 * Puts steps of zeros before and after a sequence.
 *
 * **Shapes** input [B, T, C] → output [B, before + T + after, C]. A mask ends here.
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { Sequential, ZeroPadding1D } from 'memcell';
 * const model = new Sequential([new ZeroPadding1D({ padding: [2, 0] })]);
 * console.log(model.predict([[[5]]]).toArray()); // => [ [ [ 0 ], [ 0 ], [ 5 ] ] ]
 * ```
 */
export class ZeroPadding1D extends Layer {
  readonly className = 'ZeroPadding1D';
  /** Zeros before and after. */
  readonly padding: readonly [number, number];
  readonly #dataFormat: DataFormat;

  constructor(options: ZeroPadding1DOptions = {}) {
    super('zero_padding1d', options);
    const subject = `ZeroPadding1D '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'padding', 'dataFormat']);
    this.padding = perAxis(`create ${subject}`, 'padding', options.padding ?? 1, 2, 0) as [number, number];
    this.#dataFormat = checkDataFormat(subject, options.dataFormat);
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    return pad(this.checkCall(x), [[0, 0], this.padding, [0, 0]]);
  }

  protected override needsSequence(): boolean {
    return this.padding.some((n) => n > 0);
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 3, '[B, T, C]');
    const [batch, steps, depth] = inputShape as readonly [number | null, number | null, number];
    return [batch, steps === null ? null : steps + this.padding[0] + this.padding[1], depth];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      padding: [...this.padding],
      dataFormat: this.#dataFormat,
    };
  }
}
