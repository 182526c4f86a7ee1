import { averagePool, maxPool } from '../ops/pool.ts';
import { perAxis, windowCounts } from '../ops/windows.ts';
import { checkChoice, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkDataFormat, type DataFormat } from './data-format.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/** Options of the layers that pool windows. */
export interface PoolLayerOptions extends LayerOptions {
  /** Size of the window, for all axes or for each, ≥ 1. Default 2. */
  poolSize?: number | readonly number[];
  /** Steps from one window to the next, ≥ 1. Default: `poolSize`. */
  strides?: number | readonly number[] | null;
  /** 'valid': windows inside; 'same': ⌈T / stride⌉ windows, cut at the ends. Default 'valid'. */
  padding?: 'valid' | 'same';
  /** Only 'channelsLast'. */
  dataFormat?: DataFormat | null;
}

const OPTIONS = ['name', 'trainable', 'poolSize', 'strides', 'padding', 'dataFormat'];

/** What the layers that pool windows share. */
export abstract class PoolLayer extends Layer {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same';
  readonly #dataFormat: DataFormat;
  readonly #pool: typeof maxPool;

  /** @param kind class name, name by default, number of axes, and whether it takes the largest element or the mean. */
  constructor(options: PoolLayerOptions, kind: { className: string; name: string; axes: number; of: 'max' | 'mean' }) {
    super(kind.name, options);
    const subject = `${kind.className} '${this.name}'`;
    checkOptions(subject, options, OPTIONS);
    this.poolSize = perAxis(`create ${subject}`, 'poolSize', options.poolSize ?? 2, kind.axes);
    this.strides = perAxis(`create ${subject}`, 'strides', options.strides ?? this.poolSize, kind.axes);
    this.padding = checkChoice(subject, 'padding', options.padding ?? 'valid', ['valid', 'same']);
    this.#dataFormat = checkDataFormat(subject, options.dataFormat);
    this.#pool = kind.of === 'max' ? maxPool : averagePool;
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    const { poolSize, strides, padding } = this;
    return this.#pool(this.checkCall(x), { poolSize, strides, padding });
  }

  protected override needsSequence(): boolean {
    return this.poolSize[0] !== 1 || this.strides[0] !== 1;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const axes = this.poolSize.length;
    this.checkInput(inputShape, axes + 2, axes === 1 ? '[B, T, C]' : '[B, H, W, C]');
    const slides = this.poolSize.map((size, i) => {
      return { size, stride: this.strides[i] as number, dilation: 1, padding: this.padding };
    });
    const counts = windowCounts(inputShape, slides, `call ${this.className} '${this.name}'`);
    return [inputShape[0] as number | null, ...counts, inputShape.at(-1) as number];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      poolSize: [...this.poolSize],
      strides: [...this.strides],
      padding: this.padding,
      dataFormat: this.#dataFormat,
    };
  }
}
