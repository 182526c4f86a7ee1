import { divide } from '../ops/divide.ts';
import { max } from '../ops/max.ts';
import { mean } from '../ops/mean.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { sum } from '../ops/sum.ts';
import { checkBoolean, checkOptions } from '../options.ts';
import { type OpenShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkDataFormat, type DataFormat } from './data-format.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';

/** Options of the layers that pool everything. */
export interface GlobalPoolOptions extends LayerOptions {
  /** Only 'channelsLast'. */
  dataFormat?: DataFormat | null;
  /** Keep the pooled axes with size 1. Default false. */
  keepDims?: boolean;
}

const OPTIONS = ['name', 'trainable', 'dataFormat', 'keepDims'];

/** What the layers that pool all steps or all of an image share. */
export abstract class GlobalPoolLayer extends Layer {
  readonly keepDims: boolean;
  readonly #dataFormat: DataFormat;
  readonly #axes: number;
  readonly #of: 'max' | 'mean';

  /** @param kind class name, name by default, number of axes, and whether it takes the largest element or the mean. */
  constructor(options: GlobalPoolOptions, kind: { className: string; name: string; axes: number; of: 'max' | 'mean' }) {
    super(kind.name, options);
    const subject = `${kind.className} '${this.name}'`;
    checkOptions(subject, options, OPTIONS);
    this.keepDims = checkBoolean(subject, 'keepDims', options.keepDims ?? false);
    this.#dataFormat = checkDataFormat(subject, options.dataFormat);
    this.#axes = kind.axes;
    this.#of = kind.of;
  }

  protected build(): void {}

  call(input: Tensor, { masks }: ForwardContext): Tensor {
    const x = this.checkCall(input);
    const shape = this.outputShape(x.shape) as readonly number[];
    const rows = reshape(x, [x.shape[0] as number, sizeOf(x.shape.slice(1, -1)), x.shape.at(-1) as number]);
    if (this.#of === 'max') return reshape(max(rows, { axis: 1 }), shape);
    const mask = this.#axes === 1 ? masks.get(input) : undefined;
    if (mask === undefined) return reshape(mean(rows, { axis: 1 }), shape);
    const counts = reshape(mask, [...mask.shape, 1]);
    return reshape(divide(sum(multiply(x, counts), { axis: 1 }), sum(counts, { axis: 1 })), shape);
  }

  protected override needsSequence(): boolean {
    return true;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, this.#axes + 2, this.#axes === 1 ? '[B, T, C]' : '[B, H, W, C]');
    const ones = this.keepDims ? new Array<number>(this.#axes).fill(1) : [];
    return [inputShape[0] as number | null, ...ones, inputShape.at(-1) as number];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      dataFormat: this.#dataFormat,
      keepDims: this.keepDims,
    };
  }
}
