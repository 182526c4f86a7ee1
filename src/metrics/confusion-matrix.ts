import type { Config } from '../config.ts';
import type { Weighting } from '../losses/index.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { classesOf, classPairs } from './class-pairs.ts';
import type { MetricOptions } from './metric.ts';
import { SumsMetric } from './sums-metric.ts';

/** Options of ConfusionMatrix and PerClassAccuracy. */
export interface ClassMetricOptions extends MetricOptions {
  /** Number of classes, from 2. Default: as many as the first prediction tells apart. */
  numClasses?: number | null;
}

/**
 * Counts which class was taken for which. The result is the share that lies on the diagonal, the accuracy; `matrix` gives the
 * counts.
 *
 * M[y, k] = Σ w [k is the largest of ŷ, or whether ŷ > ½]
 *
 * **Shapes** prediction [B, …, C], target [B, …], [B, …, 1] or one-hot [B, …, C]; for two classes also prediction [B, …, 1];
 * mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { ConfusionMatrix, tensor } from 'memcell';
 * const confusion = new ConfusionMatrix({ numClasses: 2 });
 * confusion.update(tensor([0, 1, 1]), tensor([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]]));
 * console.log(confusion.matrix().toArray()); // => [ [ 1, 0 ], [ 1, 1 ] ]
 * ```
 */
export class ConfusionMatrix extends SumsMetric {
  readonly className = 'ConfusionMatrix';
  readonly numClasses: number | null;

  constructor(options: ClassMetricOptions = {}) {
    checkOptions('ConfusionMatrix', options, ['name', 'numClasses']);
    super('ConfusionMatrix', 'confusionMatrix', options, ['matrix']);
    this.numClasses = checkClasses('ConfusionMatrix', options);
    if (this.numClasses !== null) this.sums.build([this.numClasses, this.numClasses]);
  }

  override config(): Config {
    return { ...super.config(), numClasses: this.numClasses };
  }

  build(outputShape: OpenShape): void {
    const width = outputShape.at(-1);
    if (typeof width === 'number') this.sums.build([classesOf(width), classesOf(width)]);
  }

  /** Counts [C, C], a row for each class of the target, a column for each that was predicted; [0, 0] before the first batch. */
  matrix(): Tensor {
    return tensor(Float32Array.from(this.sums.read()[0] as ArrayLike<number>), this.sums.shape ?? [0, 0]);
  }

  result(): number {
    const { data, shape } = this.matrix();
    const step = (shape[0] as number) + 1;
    let [right, all] = [0, 0];
    for (let i = 0; i < data.length; i++) {
      all += data[i] as number;
      if (i % step === 0) right += data[i] as number;
    }
    return all === 0 ? 0 : right / all;
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): Float64Array[] {
    this.build(prediction.shape);
    const classes = this.sums.shape?.[0] ?? 0;
    const { actual, predicted, weigh } = classPairs(action, target, prediction, classes, options);
    const counts = new Float64Array(classes * classes);
    for (let i = 0; i < actual.length; i++) {
      const w = weigh(i);
      if (w === 0) continue;
      const at = (actual[i] as number) * classes + (predicted[i] as number);
      counts[at] = (counts[at] as number) + w;
    }
    return [counts];
  }
}

/** The number of classes of the options; null where it is left out. */
export function checkClasses(className: string, { numClasses = null }: ClassMetricOptions): number | null {
  return numClasses === null ? null : checkNumber(className, 'numClasses', numClasses, { from: 2, whole: true });
}
