import type { Config } from '../config.ts';
import { ShapeError, UnsupportedError } from '../errors.ts';
import { matchTarget, type Weighting } from '../losses/index.ts';
import { equal, greater } from '../ops/compare.ts';
import { multiply } from '../ops/multiply.ts';
import { slice } from '../ops/slice.ts';
import { subtract } from '../ops/subtract.ts';
import { sum } from '../ops/sum.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { formatShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { SumsMetric } from './sums-metric.ts';
import { factorOf } from './weigh.ts';

/** Options of Precision and Recall. */
export interface ThresholdOptions extends MetricOptions {
  /** Predictions above it count as yes, from 0 to 1; a list is not supported. Default 0.5, or none with topK. */
  thresholds?: number | null;
  /** Only the so many highest predictions of a row can count as yes; a whole number from 1. Default: all. */
  topK?: number | null;
  /** Only this class counts; a whole number from 0. Default: all. */
  classId?: number | null;
}

/** Counts hits, false alarms and misses at a threshold. */
export abstract class ThresholdCounts extends SumsMetric {
  readonly thresholds: number | null;
  readonly topK: number | null;
  readonly classId: number | null;

  protected constructor(className: string, defaultName: string, options: ThresholdOptions, error: string) {
    checkOptions(className, options, ['name', 'thresholds', 'topK', 'classId'], ['dtype']);
    super(className, defaultName, options, ['truePositives', error], [1]);
    const { thresholds = null, topK = null, classId = null } = options;
    if (Array.isArray(thresholds)) {
      throw new UnsupportedError(
        `Cannot create ${className}: thresholds must be one number, received ${describe(thresholds)}`,
        { hint: 'Make one metric for each threshold.' },
      );
    }
    const whole = { whole: true };
    this.thresholds = thresholds === null ? null : checkNumber(className, 'thresholds', thresholds, { from: 0, to: 1 });
    this.topK = topK === null ? null : checkNumber(className, 'topK', topK, { from: 1, ...whole });
    this.classId = classId === null ? null : checkNumber(className, 'classId', classId, { from: 0, ...whole });
  }

  override config(): Config {
    return { ...super.config(), thresholds: this.thresholds, topK: this.topK, classId: this.classId };
  }

  result(): number {
    const [hits = 0, errors = 0] = this.sums.read().map((part) => part[0] as number);
    return hits + errors === 0 ? 0 : hits / (hits + errors);
  }

  /** Sums of hits, of predicted and of actual yes. */
  protected count(action: string, target: Tensor, prediction: Tensor, options: Weighting): [number, number, number] {
    if (prediction.size === 0) return [0, 0, 0];
    const classes = prediction.shape.at(-1) ?? 0;
    if (this.classId !== null && (prediction.rank < 2 || this.classId >= classes)) {
      throw new ShapeError(
        `Cannot ${action}: prediction must have class ${this.classId} on its last axis, received ${formatShape(prediction.shape)}`,
      );
    }
    const own = (x: Tensor): Tensor => (this.classId === null ? x : column(x, this.classId));
    const actual = own(subtract(1, equal(matchTarget(action, target, prediction), 0)));
    const threshold = this.thresholds ?? (this.topK === null ? 0.5 : -1e10);
    const above = greater(prediction, threshold);
    const predicted = own(this.topK === null ? above : multiply(above, highest(prediction, this.topK)));
    const factor = factorOf(action, options, predicted.shape);
    const total = (x: Tensor): number => sum(factor ? multiply(x, factor) : x).item();
    return [total(multiply(predicted, actual)), total(predicted), total(actual)];
  }
}

function column(x: Tensor, at: number): Tensor {
  const first = x.shape.slice(0, -1);
  return slice(x, [...first.map(() => 0), at], [...first, 1]);
}

/** 1 at the k largest numbers of each row, of equal ones the first, else 0. */
function highest(x: Tensor, k: number): Tensor {
  const { data } = x;
  const classes = x.shape.at(-1) ?? 1;
  const kept = new Float32Array(x.size);
  for (let from = 0; from < x.size; from += classes) {
    const order = Array.from({ length: classes }, (_, c) => from + c);
    order.sort((a, b) => (data[b] as number) - (data[a] as number) || a - b);
    for (const at of order.slice(0, k)) kept[at] = 1;
  }
  return tensor(kept, x.shape);
}
