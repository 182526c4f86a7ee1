import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { BinaryFocalCrossentropy } from './binary-focal-crossentropy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { CategoricalFocalCrossentropy } from './categorical-focal-crossentropy.ts';
import { CategoricalHinge } from './categorical-hinge.ts';
import { CosineSimilarity } from './cosine-similarity.ts';
import { Hinge } from './hinge.ts';
import { Huber } from './huber.ts';
import { KLDivergence } from './kl-divergence.ts';
import { LogCosh } from './log-cosh.ts';
import type { Loss } from './loss.ts';
import { MeanAbsoluteError } from './mean-absolute-error.ts';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import { NegativeLogLikelihood } from './negative-log-likelihood.ts';
import { Poisson } from './poisson.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { SquaredHinge } from './squared-hinge.ts';

export { alignWeight } from './align-weight.ts';
export type { BinaryCrossentropyOptions } from './binary-crossentropy.ts';
export type { BinaryFocalCrossentropyOptions } from './binary-focal-crossentropy.ts';
export type { CategoricalCrossentropyOptions } from './categorical-crossentropy.ts';
export type { CategoricalFocalCrossentropyOptions } from './categorical-focal-crossentropy.ts';
export { type CosineSimilarityOptions, cosine } from './cosine-similarity.ts';
export type { HuberOptions } from './huber.ts';
export type { LabelLossOptions } from './label-loss.ts';
export type { Loss, Weighting } from './loss.ts';
export { matchClasses } from './match-classes.ts';
export { matchLabels } from './match-labels.ts';
export { matchTarget } from './match-target.ts';
export type { LossOptions, Reduction } from './reduction.ts';
export { RowLoss } from './row-loss.ts';
export type { SparseCategoricalCrossentropyOptions } from './sparse-categorical-crossentropy.ts';
export {
  BinaryCrossentropy,
  BinaryFocalCrossentropy,
  CategoricalCrossentropy,
  CategoricalFocalCrossentropy,
  CategoricalHinge,
  CosineSimilarity,
  Hinge,
  Huber,
  KLDivergence,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  NegativeLogLikelihood,
  Poisson,
  SparseCategoricalCrossentropy,
  SquaredHinge,
};

/** Names of the losses. */
export type LossName =
  | 'bce'
  | 'binaryCrossentropy'
  | 'binaryFocalCrossentropy'
  | 'categoricalCrossentropy'
  | 'categoricalFocalCrossentropy'
  | 'categoricalHinge'
  | 'cosineSimilarity'
  | 'hinge'
  | 'huber'
  | 'kld'
  | 'klDivergence'
  | 'kullbackLeiblerDivergence'
  | 'logCosh'
  | 'logcosh'
  | 'mae'
  | 'mape'
  | 'meanAbsoluteError'
  | 'meanAbsolutePercentageError'
  | 'meanSquaredError'
  | 'meanSquaredLogarithmicError'
  | 'mse'
  | 'msle'
  | 'negativeLogLikelihood'
  | 'poisson'
  | 'sparseCategoricalCrossentropy'
  | 'squaredHinge';

/** A loss, or the name of one. */
export type LossId = LossName | Loss;

/** Every loss's class by its name. */
export const losses: Readonly<Record<LossName, Constructor<Loss>>> = {
  bce: BinaryCrossentropy,
  binaryCrossentropy: BinaryCrossentropy,
  binaryFocalCrossentropy: BinaryFocalCrossentropy,
  categoricalCrossentropy: CategoricalCrossentropy,
  categoricalFocalCrossentropy: CategoricalFocalCrossentropy,
  categoricalHinge: CategoricalHinge,
  cosineSimilarity: CosineSimilarity,
  hinge: Hinge,
  huber: Huber,
  kld: KLDivergence,
  klDivergence: KLDivergence,
  kullbackLeiblerDivergence: KLDivergence,
  logCosh: LogCosh,
  logcosh: LogCosh,
  mae: MeanAbsoluteError,
  mape: MeanAbsolutePercentageError,
  meanAbsoluteError: MeanAbsoluteError,
  meanAbsolutePercentageError: MeanAbsolutePercentageError,
  meanSquaredError: MeanSquaredError,
  meanSquaredLogarithmicError: MeanSquaredLogarithmicError,
  mse: MeanSquaredError,
  msle: MeanSquaredLogarithmicError,
  negativeLogLikelihood: NegativeLogLikelihood,
  poisson: Poisson,
  sparseCategoricalCrossentropy: SparseCategoricalCrossentropy,
  squaredHinge: SquaredHinge,
};

/**
 * A loss by name, with its defaults; a loss is given back as it is.
 *
 * @throws OptionError for a name that does not exist.
 * @example
 * ```ts
 * import { loss } from 'memcell';
 * console.log(loss('mse').className); // => MeanSquaredError
 * ```
 */
export function loss(id: LossId): Loss {
  return fromName('loss', losses, id, 'call');
}

/**
 * A loss from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { lossFromConfig } from 'memcell';
 * const loss = lossFromConfig({ className: 'BinaryCrossentropy', config: { fromLogits: true } });
 * console.log(loss.config()); // => { fromLogits: true, labelSmoothing: 0, reduction: 'sumOverBatchSize' }
 * ```
 */
export function lossFromConfig(entry: ConfigEntry): Loss {
  return fromConfig('loss', losses, entry);
}
