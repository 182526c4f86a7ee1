import type { Config } from '../config.ts';
import { ShapeError } from '../errors.ts';
import { matchClasses, type Weighting } from '../losses/index.ts';
import { abs } from '../ops/abs.ts';
import { greater, greaterEqual } from '../ops/compare.ts';
import { max } from '../ops/max.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { subtract } from '../ops/subtract.ts';
import { sum } from '../ops/sum.ts';
import { checkChoice, checkNumber, checkOptions } from '../options.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { SumsMetric } from './sums-metric.ts';
import { factorOf } from './weigh.ts';

const AVERAGES = ['none', 'micro', 'macro', 'weighted'] as const;

/** Options of F1Score. */
export interface F1ScoreOptions extends MetricOptions {
  /**
   * How the scores of the classes become one: `micro` counts all classes together; `macro` is their mean; `weighted` weighs
   * each by how often it is a target; `none` keeps them apart for `perClass`, and their mean is the result. Default 'none'.
   */
  average?: (typeof AVERAGES)[number];
  /** Predictions above it count as yes, above 0 to 1. Default: only the highest of each row. */
  threshold?: number | null;
}

const EPSILON = 1e-7;

/**
 * Harmonic mean of precision and recall, of one-hot targets (or of yes and no for each class).
 *
 * F₁ = 2 P R / (P + R + ε), P = tp / (tp + fp + ε), R = tp / (tp + fn + ε), ε = 10⁻⁷, for each class
 *
 * **Shapes** target and prediction [B, …, C]; mask and weight [B] or [B, T]. (Keras takes [B, C] only and no mask.)
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://keras.io/api/metrics/classification_metrics/
 * @example
 * ```ts
 * import { F1Score, tensor } from 'memcell';
 * const score = new F1Score({ threshold: 0.5 });
 * score.update(tensor([[1, 1, 1], [1, 0, 0], [1, 1, 0]]), tensor([[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0]]));
 * console.log(score.perClass().map((x) => x.toFixed(2))); // => [ '0.50', '0.80', '0.67' ]
 * ```
 */
export class F1Score extends SumsMetric {
  readonly className = 'F1Score';
  readonly average: (typeof AVERAGES)[number];
  readonly threshold: number | null;

  constructor(options: F1ScoreOptions = {}) {
    checkOptions('F1Score', options, ['name', 'average', 'threshold'], ['dtype']);
    super('F1Score', 'f1Score', options, ['truePositives', 'falsePositives', 'falseNegatives', 'intermediateWeights']);
    const { average = 'none', threshold = null } = options;
    this.average = checkChoice('F1Score', 'average', average, AVERAGES);
    this.threshold = threshold === null ? null : checkNumber('F1Score', 'threshold', threshold, { above: 0, to: 1 });
  }

  override config(): Config {
    return { ...super.config(), average: this.average, threshold: this.threshold };
  }

  build(outputShape: OpenShape): void {
    const classes = outputShape.at(-1);
    if (typeof classes === 'number') this.sums.build([classes]);
  }

  /** The score of every class; none before the first batch. */
  perClass(): number[] {
    const [tp, fp, fn] = this.sums.read() as [Numbers, Numbers, Numbers, Numbers];
    return Array.from(tp, (hits, c) => score(hits, fp[c] as number, fn[c] as number));
  }

  result(): number {
    const [tp, fp, fn, weights] = this.sums.read() as [Numbers, Numbers, Numbers, Numbers];
    if (tp.length === 0) return 0;
    if (this.average === 'micro') return score(total(tp), total(fp), total(fn));
    const scores = this.perClass();
    if (this.average !== 'weighted') return total(scores) / scores.length;
    const whole = total(weights) + EPSILON;
    return scores.reduce((mean, each, c) => mean + (each * (weights[c] as number)) / whole, 0);
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): Numbers[] {
    const y = matchClasses(action, target, prediction, "'perClassAccuracy'");
    const classes = prediction.shape.at(-1) as number;
    this.build(prediction.shape);
    if (this.sums.shape?.[0] !== classes) {
      throw new ShapeError(
        `Cannot ${action}: prediction must have ${this.sums.shape?.[0]} classes as before, received ${formatShape(prediction.shape)}`,
      );
    }
    if (prediction.size === 0) return [0, 1, 2, 3].map(() => new Float32Array(classes));
    const predicted = this.threshold === null ? highest(prediction) : greater(prediction, this.threshold);
    const rows = prediction.shape.slice(0, -1);
    const factor = factorOf(action, options, rows);
    const counted = (x: Tensor): Numbers => {
      const weighted = factor ? multiply(x, reshape(factor, [...factor.shape, 1])) : x;
      return sum(reshape(weighted, [-1, classes]), { axis: 0 }).data;
    };
    return [
      counted(multiply(predicted, y)),
      counted(multiply(predicted, subtract(1, y))),
      counted(multiply(subtract(1, predicted), y)),
      counted(y),
    ];
  }
}

type Numbers = ArrayLike<number>;

/** 1 at the largest number of each row (all that are equal), where it is not 0. */
function highest(x: Tensor): Tensor {
  return multiply(greaterEqual(x, max(x, { axis: -1, keepDims: true })), greater(abs(x), 1e-9));
}

function total(values: Numbers): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result += values[i] as number;
  return result;
}

function score(tp: number, fp: number, fn: number): number {
  const precision = tp / (tp + fp + EPSILON);
  const recall = tp / (tp + fn + EPSILON);
  return (2 * precision * recall) / (precision + recall + EPSILON);
}
