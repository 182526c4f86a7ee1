import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import { Adam } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { SGD } from './sgd.ts';

export type { AdamOptions } from './adam.ts';
export type { ClippingOptions, WithGradient } from './clipping.ts';
export { clipByGlobalNorm, clipByNorm, clipByValue, globalNorm } from './clipping.ts';
export type { OptimizerOptions, WeightGradient, WeightRun } from './optimizer.ts';
export { Optimizer } from './optimizer.ts';
export * from './schedules/index.ts';
export type { SGDOptions } from './sgd.ts';
export { Adam, SGD };

/** Names of the optimizers. */
export type OptimizerName = 'sgd' | 'adam';

/** An optimizer, or the name of one. */
export type OptimizerId = OptimizerName | Optimizer;

/** Every optimizer's class by its name. */
export const optimizers: Readonly<Record<OptimizerName, Constructor<Optimizer>>> = {
  sgd: SGD,
  adam: Adam,
};

/**
 * An optimizer by name, with its defaults; an optimizer is given back as it is.
 *
 * @throws OptionError for a name that does not exist.
 * @example
 * ```ts
 * import { optimizer } from 'memcell';
 * console.log(optimizer('adam').learningRate); // => 0.001
 * ```
 */
export function optimizer(id: OptimizerId): Optimizer {
  return fromName('optimizer', optimizers, id);
}

/**
 * An optimizer from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { optimizerFromConfig } from 'memcell';
 * const optimizer = optimizerFromConfig({ className: 'SGD', config: { learningRate: 0.1, momentum: 0.9 } });
 * console.log(optimizer.config()); // => { learningRate: 0.1, momentum: 0.9, nesterov: false }
 * ```
 */
export function optimizerFromConfig(entry: ConfigEntry): Optimizer {
  return fromConfig('optimizer', optimizers, entry);
}
