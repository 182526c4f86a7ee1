import type { Config } from '../config.ts';
import { ShapeError } from '../errors.ts';
import { matchTarget, type Weighting } from '../losses/index.ts';
import { broadcastTo } from '../ops/broadcast-to.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { square } from '../ops/square.ts';
import { subtract } from '../ops/subtract.ts';
import { sum } from '../ops/sum.ts';
import { checkChoice, checkOptions } from '../options.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { SumsMetric } from './sums-metric.ts';
import { factorOf } from './weigh.ts';

const AGGREGATIONS = ['uniformAverage', 'varianceWeightedAverage'] as const;

/** Options of R2Score. */
export interface R2ScoreOptions extends MetricOptions {
  /** How the scores of the outputs become one: their mean, or weighed by the variance of their targets. Default 'uniformAverage'. */
  classAggregation?: (typeof AGGREGATIONS)[number];
}

/**
 * Coefficient of determination: 1 where all is explained, 0 for the mean of the targets, negative for worse.
 *
 * R² = 1 − Σ w (y − ŷ)² / Σ w (y − ȳ)², for each output; 0 where the targets do not vary
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T]. (Keras takes
 * [B, D] only and no mask.)
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for numRegressors.
 * @see https://keras.io/api/metrics/regression_metrics/
 * @example
 * ```ts
 * import { R2Score, tensor } from 'memcell';
 * const score = new R2Score();
 * score.update(tensor([[1], [4], [3]]), tensor([[2], [4], [4]]));
 * console.log(score.result().toFixed(4)); // => 0.5714
 * ```
 */
export class R2Score extends SumsMetric {
  readonly className = 'R2Score';
  readonly classAggregation: (typeof AGGREGATIONS)[number];

  constructor(options: R2ScoreOptions = {}) {
    checkOptions('R2Score', options, ['name', 'classAggregation'], ['dtype', 'numRegressors']);
    super('R2Score', 'r2Score', options, ['squaredSum', 'sum', 'residual', 'count']);
    const { classAggregation = 'uniformAverage' } = options;
    this.classAggregation = checkChoice('R2Score', 'classAggregation', classAggregation, AGGREGATIONS);
  }

  override config(): Config {
    return { ...super.config(), classAggregation: this.classAggregation };
  }

  build(outputShape: OpenShape): void {
    const outputs = outputShape.length < 2 ? 1 : outputShape.at(-1);
    if (typeof outputs === 'number') this.sums.build([outputs]);
  }

  result(): number {
    const [squares, totals, residuals, counts] = this.sums.read() as [Numbers, Numbers, Numbers, Numbers];
    const variations = Array.from(squares, (value, i) => {
      const count = counts[i] as number;
      return count === 0 ? 0 : value - ((totals[i] as number) * (totals[i] as number)) / count;
    });
    const scores = variations.map((variation, i) => (variation === 0 ? 0 : 1 - (residuals[i] as number) / variation));
    const uniform = this.classAggregation === 'uniformAverage';
    const whole = uniform ? scores.length : variations.reduce((a, b) => a + b, 0);
    if (whole === 0) return 0;
    return scores.reduce((mean, each, i) => mean + (each * (uniform ? 1 : (variations[i] as number))) / whole, 0);
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): Numbers[] {
    const y = matchTarget(action, target, prediction);
    const outputs = prediction.rank < 2 ? 1 : (prediction.shape.at(-1) as number);
    this.sums.build([outputs]);
    if (this.sums.shape?.[0] !== outputs) {
      throw new ShapeError(
        `Cannot ${action}: prediction must have ${this.sums.shape?.[0]} outputs as before, received ${formatShape(prediction.shape)}`,
      );
    }
    const factor = factorOf(action, options, prediction.shape);
    const w = broadcastTo(factor ?? tensor(1), prediction.shape);
    const rows = prediction.size / outputs;
    const columns = (x: Tensor): Numbers => sum(reshape(x, [rows, outputs]), { axis: 0 }).data;
    const error = square(subtract(y, prediction));
    return [columns(multiply(square(y), w)), columns(multiply(y, w)), columns(multiply(error, w)), columns(w)];
  }
}

type Numbers = ArrayLike<number>;
