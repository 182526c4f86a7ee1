import type { Config } from '../config.ts';
import type { Weighting } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { classesOf, classPairs } from './class-pairs.ts';
import { type ClassMetricOptions, checkClasses } from './confusion-matrix.ts';
import { SumsMetric } from './sums-metric.ts';

/**
 * Share of right predictions among the targets of each class. The result is the mean over the classes that were seen (the
 * balanced accuracy); `perClass` gives each.
 *
 * **Shapes** prediction [B, …, C], target [B, …], [B, …, 1] or one-hot [B, …, C]; for two classes also prediction [B, …, 1];
 * mask and weight [B] or [B, T].
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { PerClassAccuracy, tensor } from 'memcell';
 * const accuracy = new PerClassAccuracy();
 * accuracy.update(tensor([0, 1, 1]), tensor([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]]));
 * console.log(accuracy.perClass(), accuracy.result()); // => [ 1, 0.5 ] 0.75
 * ```
 */
export class PerClassAccuracy extends SumsMetric {
  readonly className = 'PerClassAccuracy';
  readonly numClasses: number | null;

  constructor(options: ClassMetricOptions = {}) {
    checkOptions('PerClassAccuracy', options, ['name', 'numClasses']);
    super('PerClassAccuracy', 'perClassAccuracy', options, ['right', 'count']);
    this.numClasses = checkClasses('PerClassAccuracy', options);
    if (this.numClasses !== null) this.sums.build([this.numClasses]);
  }

  override config(): Config {
    return { ...super.config(), numClasses: this.numClasses };
  }

  build(outputShape: OpenShape): void {
    const width = outputShape.at(-1);
    if (typeof width === 'number') this.sums.build([classesOf(width)]);
  }

  /** The accuracy of every class, NaN for one that was not seen; none before the first batch. */
  perClass(): number[] {
    const [right, count] = this.sums.read() as [ArrayLike<number>, ArrayLike<number>];
    return Array.from(right, (hits, c) => hits / (count[c] as number));
  }

  result(): number {
    const seen = this.perClass().filter((accuracy) => !Number.isNaN(accuracy));
    return seen.reduce((total, accuracy) => total + accuracy, 0) / Math.max(1, seen.length);
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): Float64Array[] {
    this.build(prediction.shape);
    const classes = this.sums.shape?.[0] ?? 0;
    const { actual, predicted, weigh } = classPairs(action, target, prediction, classes, options);
    const [right, count] = [new Float64Array(classes), new Float64Array(classes)];
    for (let i = 0; i < actual.length; i++) {
      const w = weigh(i);
      if (w === 0) continue;
      const label = actual[i] as number;
      count[label] = (count[label] as number) + w;
      if (label === predicted[i]) right[label] = (right[label] as number) + w;
    }
    return [right, count];
  }
}
