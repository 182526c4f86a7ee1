import { type ConfigEntry, type Constructor, fromConfig } from '../config.ts';
import { unknownName } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { CategoricalAccuracy } from './categorical-accuracy.ts';
import { MeanAbsoluteErrorMetric } from './mean-absolute-error-metric.ts';
import { MeanSquaredErrorMetric } from './mean-squared-error-metric.ts';
import type { Metric } from './metric.ts';
import { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';

export type { BinaryAccuracyOptions } from './binary-accuracy.ts';
export { Mean } from './mean.ts';
export { MeanMetric } from './mean-metric.ts';
export type { Metric, MetricOptions } from './metric.ts';
export {
  BinaryAccuracy,
  CategoricalAccuracy,
  MeanAbsoluteErrorMetric,
  MeanSquaredErrorMetric,
  SparseCategoricalAccuracy,
};

type ClassName =
  | 'binaryAccuracy'
  | 'categoricalAccuracy'
  | 'sparseCategoricalAccuracy'
  | 'meanSquaredError'
  | 'mse'
  | 'meanAbsoluteError'
  | 'mae';

/** Names of the metrics; `accuracy` (or `acc`) becomes the one that fits the model. */
export type MetricName = ClassName | 'accuracy' | 'acc';

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
  binaryAccuracy: BinaryAccuracy,
  categoricalAccuracy: CategoricalAccuracy,
  sparseCategoricalAccuracy: SparseCategoricalAccuracy,
  meanSquaredError: MeanSquaredErrorMetric,
  mse: MeanSquaredErrorMetric,
  meanAbsoluteError: MeanAbsoluteErrorMetric,
  mae: MeanAbsoluteErrorMetric,
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
  if (typeof id === 'object' && id !== null) return id;
  const name = id === 'accuracy' || id === 'acc' ? accuracyOf(context) : id;
  if (typeof name !== 'string' || !Object.hasOwn(metrics, name)) {
    throw unknownName('metric', id, [...Object.keys(metrics), 'accuracy', 'acc']);
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
