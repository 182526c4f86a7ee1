import { pad } from '../ops/pad.ts';
import { perAxis } from '../ops/windows.ts';
import { checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkDataFormat, type DataFormat } from './data-format.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

type Ends = readonly [before: number, after: number];

/** Options of `ZeroPadding2D`. */
export interface ZeroPadding2DOptions extends LayerOptions {
  /** Zeros on all sides; or [above and below, left and right], each a number or [before, after]; ≥ 0. Default 1. */
  padding?: number | readonly [number | Ends, number | Ends];
  /** Only 'channelsLast'. */
  dataFormat?: DataFormat | null;
}

/**
 * Puts zeros around images.
 *
 * **Shapes** input [B, H, W, C] → output [B, above + H + below, left + W + right, C].
 *
 * @throws OptionError for an option outside its range; UnsupportedError for 'channelsFirst'.
 * @example
 * ```ts
 * import { Sequential, tensor, ZeroPadding2D } from 'memcell';
 * const model = new Sequential([new ZeroPadding2D({ padding: [[1, 0], 2] })]);
 * console.log(model.predict(tensor([5], [1, 1, 1, 1])).shape); // => [ 1, 2, 5, 1 ]
 * ```
 */
export class ZeroPadding2D extends Layer {
  readonly className = 'ZeroPadding2D';
  /** Zeros above and below, left and right. */
  readonly padding: readonly [Ends, Ends];
  readonly #dataFormat: DataFormat;

  constructor(options: ZeroPadding2DOptions = {}) {
    super('zero_padding2d', options);
    const subject = `ZeroPadding2D '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'padding', 'dataFormat']);
    const { padding = 1 } = options;
    const list: readonly unknown[] = Array.isArray(padding) && padding.length === 2 ? padding : [padding, padding];
    const ends = list.map((each) => perAxis(`create ${subject}`, 'padding', each, 2, 0));
    this.padding = ends as unknown as readonly [Ends, Ends];
    this.#dataFormat = checkDataFormat(subject, options.dataFormat);
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    return pad(this.checkCall(x), [[0, 0], ...this.padding, [0, 0]]);
  }

  protected override needsSequence(): boolean {
    return this.padding[0].some((n) => n > 0);
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, 4, '[B, H, W, C]');
    return inputShape.map((n, axis) => {
      const [before, after] = this.padding[axis - 1] ?? [0, 0];
      return n === null ? null : n + before + after;
    });
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      padding: this.padding.map((ends) => [...ends]),
      dataFormat: this.#dataFormat,
    };
  }
}
