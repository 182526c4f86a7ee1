import { type ConfigEntry, type Constructor, checkKind, fromConfig } from '../config.ts';
import { unknownName } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { Accuracy } from './accuracy.ts';
import { AUC } from './auc.ts';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { BinaryCrossentropyMetric } from './binary-crossentropy-metric.ts';
import { BinaryFocalCrossentropyMetric } from './binary-focal-crossentropy-metric.ts';
import { CategoricalAccuracy } from './categorical-accuracy.ts';
import { CategoricalCrossentropyMetric } from './categorical-crossentropy-metric.ts';
import { CategoricalFocalCrossentropyMetric } from './categorical-focal-crossentropy-metric.ts';
import { CategoricalHingeMetric } from './categorical-hinge-metric.ts';
import { ConfusionMatrix } from './confusion-matrix.ts';
import { CosineSimilarityMetric } from './cosine-similarity-metric.ts';
import { F1Score } from './f1-score.ts';
import { HingeMetric } from './hinge-metric.ts';
import { HuberMetric } from './huber-metric.ts';
import { KLDivergenceMetric } from './kl-divergence-metric.ts';
import { LogCoshError } from './log-cosh-error.ts';
import { MeanAbsoluteErrorMetric } from './mean-absolute-error-metric.ts';
import { MeanAbsolutePercentageErrorMetric } from './mean-absolute-percentage-error-metric.ts';
import { MeanSquaredErrorMetric } from './mean-squared-error-metric.ts';
import { MeanSquaredLogarithmicErrorMetric } from './mean-squared-logarithmic-error-metric.ts';
import type { Metric } from './metric.ts';
import { NegativeLogLikelihoodMetric } from './negative-log-likelihood-metric.ts';
import { PerClassAccuracy } from './per-class-accuracy.ts';
import { Perplexity } from './perplexity.ts';
import { PoissonMetric } from './poisson-metric.ts';
import { Precision } from './precision.ts';
import { R2Score } from './r2-score.ts';
import { Recall } from './recall.ts';
import { RootMeanSquaredError } from './root-mean-squared-error.ts';
import { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
import { SparseCategoricalCrossentropyMetric } from './sparse-categorical-crossentropy-metric.ts';
import { SparseTopKCategoricalAccuracy } from './sparse-top-k-categorical-accuracy.ts';
import { SquaredHingeMetric } from './squared-hinge-metric.ts';
import { TopKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';

export type { AUCOptions } from './auc.ts';
export type { BinaryAccuracyOptions } from './binary-accuracy.ts';
export type { BinaryCrossentropyMetricOptions } from './binary-crossentropy-metric.ts';
export type { BinaryFocalCrossentropyMetricOptions } from './binary-focal-crossentropy-metric.ts';
export type { CategoricalCrossentropyMetricOptions } from './categorical-crossentropy-metric.ts';
export type { CategoricalFocalCrossentropyMetricOptions } from './categorical-focal-crossentropy-metric.ts';
export type { ClassMetricOptions } from './confusion-matrix.ts';
export type { CosineSimilarityMetricOptions } from './cosine-similarity-metric.ts';
export type { F1ScoreOptions } from './f1-score.ts';
export type { HuberMetricOptions } from './huber-metric.ts';
export { LossMetric } from './loss-metric.ts';
export { Mean } from './mean.ts';
export { MeanMetric } from './mean-metric.ts';
export type { Metric, MetricOptions } from './metric.ts';
export type { NegativeLogLikelihoodMetricOptions } from './negative-log-likelihood-metric.ts';
export type { PerplexityOptions } from './perplexity.ts';
export type { R2ScoreOptions } from './r2-score.ts';
export type { SparseCategoricalCrossentropyMetricOptions } from './sparse-categorical-crossentropy-metric.ts';
export type { SparseTopKCategoricalAccuracyOptions } from './sparse-top-k-categorical-accuracy.ts';
export type { ThresholdOptions } from './threshold-counts.ts';
export type { TopKCategoricalAccuracyOptions } from './top-k-categorical-accuracy.ts';
export {
  Accuracy,
  AUC,
  BinaryAccuracy,
  BinaryCrossentropyMetric,
  BinaryFocalCrossentropyMetric,
  CategoricalAccuracy,
  CategoricalCrossentropyMetric,
  CategoricalFocalCrossentropyMetric,
  CategoricalHingeMetric,
  ConfusionMatrix,
  CosineSimilarityMetric,
  F1Score,
  HingeMetric,
  HuberMetric,
  KLDivergenceMetric,
  LogCoshError,
  MeanAbsoluteErrorMetric,
  MeanAbsolutePercentageErrorMetric,
  MeanSquaredErrorMetric,
  MeanSquaredLogarithmicErrorMetric,
  NegativeLogLikelihoodMetric,
  PerClassAccuracy,
  Perplexity,
  PoissonMetric,
  Precision,
  R2Score,
  Recall,
  RootMeanSquaredError,
  SparseCategoricalAccuracy,
  SparseCategoricalCrossentropyMetric,
  SparseTopKCategoricalAccuracy,
  SquaredHingeMetric,
  TopKCategoricalAccuracy,
};

type ClassName =
  | 'accuracy'
  | 'auc'
  | 'bce'
  | 'binaryAccuracy'
  | 'binaryCrossentropy'
  | 'binaryFocalCrossentropy'
  | 'categoricalAccuracy'
  | 'categoricalCrossentropy'
  | 'categoricalFocalCrossentropy'
  | 'categoricalHinge'
  | 'confusionMatrix'
  | 'cosineSimilarity'
  | 'f1Score'
  | 'hinge'
  | 'huber'
  | 'kld'
  | 'klDivergence'
  | 'kullbackLeiblerDivergence'
  | 'logCosh'
  | 'logcosh'
  | 'logCoshError'
  | 'mae'
  | 'mape'
  | 'meanAbsoluteError'
  | 'meanAbsolutePercentageError'
  | 'meanSquaredError'
  | 'meanSquaredLogarithmicError'
  | 'mse'
  | 'msle'
  | 'negativeLogLikelihood'
  | 'perClassAccuracy'
  | 'perplexity'
  | 'poisson'
  | 'precision'
  | 'r2Score'
  | 'recall'
  | 'rootMeanSquaredError'
  | 'sparseCategoricalAccuracy'
  | 'sparseCategoricalCrossentropy'
  | 'sparseTopKCategoricalAccuracy'
  | 'squaredHinge'
  | 'topKCategoricalAccuracy';

/** Names of the metrics; `accuracy` (or `acc`) becomes the one that fits the model. */
export type MetricName = ClassName | 'acc';

/** A metric, or the name of one. */
export type MetricId = MetricName | Metric;

/** What `accuracy` is resolved by. */
export interface MetricContext {
  /** Name or className of the loss. */
  readonly loss?: string | undefined;
  /** Shape of the prediction. */
  readonly outputShape: OpenShape;
  /** Shape of the target, where it is known. */
  readonly targetShape?: OpenShape | undefined;
}

/** Every metric's class by its name. */
export const metrics: Readonly<Record<ClassName, Constructor<Metric>>> = {
  accuracy: Accuracy,
  auc: AUC,
  bce: BinaryCrossentropyMetric,
  binaryAccuracy: BinaryAccuracy,
  binaryCrossentropy: BinaryCrossentropyMetric,
  binaryFocalCrossentropy: BinaryFocalCrossentropyMetric,
  categoricalAccuracy: CategoricalAccuracy,
  categoricalCrossentropy: CategoricalCrossentropyMetric,
  categoricalFocalCrossentropy: CategoricalFocalCrossentropyMetric,
  categoricalHinge: CategoricalHingeMetric,
  confusionMatrix: ConfusionMatrix,
  cosineSimilarity: CosineSimilarityMetric,
  f1Score: F1Score,
  hinge: HingeMetric,
  huber: HuberMetric,
  kld: KLDivergenceMetric,
  klDivergence: KLDivergenceMetric,
  kullbackLeiblerDivergence: KLDivergenceMetric,
  logCosh: LogCoshError,
  logcosh: LogCoshError,
  logCoshError: LogCoshError,
  mae: MeanAbsoluteErrorMetric,
  mape: MeanAbsolutePercentageErrorMetric,
  meanAbsoluteError: MeanAbsoluteErrorMetric,
  meanAbsolutePercentageError: MeanAbsolutePercentageErrorMetric,
  meanSquaredError: MeanSquaredErrorMetric,
  meanSquaredLogarithmicError: MeanSquaredLogarithmicErrorMetric,
  mse: MeanSquaredErrorMetric,
  msle: MeanSquaredLogarithmicErrorMetric,
  negativeLogLikelihood: NegativeLogLikelihoodMetric,
  perClassAccuracy: PerClassAccuracy,
  perplexity: Perplexity,
  poisson: PoissonMetric,
  precision: Precision,
  r2Score: R2Score,
  recall: Recall,
  rootMeanSquaredError: RootMeanSquaredError,
  sparseCategoricalAccuracy: SparseCategoricalAccuracy,
  sparseCategoricalCrossentropy: SparseCategoricalCrossentropyMetric,
  sparseTopKCategoricalAccuracy: SparseTopKCategoricalAccuracy,
  squaredHinge: SquaredHingeMetric,
  topKCategoricalAccuracy: TopKCategoricalAccuracy,
};

/**
 * A metric by name, with its defaults, under that name in logs; a metric is given back as it is.
 *
 * `accuracy` is, as in Keras, `binaryAccuracy` for predictions of one number, `sparseCategoricalAccuracy` where targets
 * are numbers of classes (by the loss, or by the target's shape), and else `categoricalAccuracy`.
 *
 * @throws OptionError for a name that does not exist.
 * @example
 * ```ts
 * import { metric } from 'memcell';
 * console.log(metric('accuracy', { outputShape: [null, 1] }).className); // => BinaryAccuracy
 * ```
 */
export function metric(id: MetricId, context: MetricContext): Metric {
  if (typeof id === 'object' && id !== null) {
    checkKind('metric', id, 'update');
    return id;
  }
  const name = id === 'accuracy' || id === 'acc' ? accuracyOf(context) : id;
  if (typeof name !== 'string' || !Object.hasOwn(metrics, name)) {
    throw unknownName('metric', id, [...Object.keys(metrics), 'acc']);
  }
  return new metrics[name]({ name: id } as never);
}

/**
 * A metric from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { metricFromConfig } from 'memcell';
 * const metric = metricFromConfig({ className: 'BinaryAccuracy', config: { threshold: 0.3 } });
 * console.log(metric.config()); // => { name: 'binaryAccuracy', threshold: 0.3 }
 * ```
 */
export function metricFromConfig(entry: ConfigEntry): Metric {
  return fromConfig('metric', metrics, entry);
}

function accuracyOf({ loss = '', outputShape, targetShape }: MetricContext): ClassName {
  if (outputShape.at(-1) === 1) return 'binaryAccuracy';
  const ids = targetShape && (targetShape.length < outputShape.length || targetShape.at(-1) === 1);
  return ids || /^sparse/i.test(loss) ? 'sparseCategoricalAccuracy' : 'categoricalAccuracy';
}
