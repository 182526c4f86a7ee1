import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import type { Loss } from './loss.ts';
import { MeanSquaredError } from './mean-squared-error.ts';

export { alignWeight } from './align-weight.ts';
export type { BinaryCrossentropyOptions } from './binary-crossentropy.ts';
export type { Loss, Weighting } from './loss.ts';
export { matchTarget } from './match-target.ts';
export { BinaryCrossentropy, MeanSquaredError };

/** Names of the losses. */
export type LossName = 'meanSquaredError' | 'mse' | 'binaryCrossentropy';

/** A loss, or the name of one. */
export type LossId = LossName | Loss;

/** Every loss's class by its name. */
export const losses: Readonly<Record<LossName, Constructor<Loss>>> = {
  meanSquaredError: MeanSquaredError,
  mse: MeanSquaredError,
  binaryCrossentropy: BinaryCrossentropy,
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
  return fromName('loss', losses, id);
}

/**
 * A loss from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { lossFromConfig } from 'memcell';
 * const loss = lossFromConfig({ className: 'BinaryCrossentropy', config: { fromLogits: true } });
 * console.log(loss.config()); // => { fromLogits: true, labelSmoothing: 0 }
 * ```
 */
export function lossFromConfig(entry: ConfigEntry): Loss {
  return fromConfig('loss', losses, entry);
}
