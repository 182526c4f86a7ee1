import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import { Adadelta } from './adadelta.ts';
import { Adagrad } from './adagrad.ts';
import { AdagradDA } from './adagrad-da.ts';
import { Adam } from './adam.ts';
import { Adamax } from './adamax.ts';
import { AdamW } from './adamw.ts';
import { Ftrl } from './ftrl.ts';
import { Lion } from './lion.ts';
import { Momentum } from './momentum.ts';
import { Nadam } from './nadam.ts';
import type { Optimizer } from './optimizer.ts';
import { ProximalAdagrad } from './proximal-adagrad.ts';
import { ProximalGradientDescent } from './proximal-gradient-descent.ts';
import { RMSprop } from './rmsprop.ts';
import { Rprop } from './rprop.ts';
import { schedules } from './schedules/index.ts';
import { provideSchedules } from './schedules/learning-rate.ts';
import { SGD } from './sgd.ts';

export type { AccumulationOptions } from './accumulation.ts';
export type { AdadeltaOptions } from './adadelta.ts';
export type { AdagradOptions } from './adagrad.ts';
export type { AdagradDAOptions } from './adagrad-da.ts';
export type { AdamOptions } from './adam.ts';
export type { AdamaxOptions } from './adamax.ts';
export type { AdamWOptions } from './adamw.ts';
export type { AveragingOptions } from './averaging.ts';
export type { ClippingOptions, WithGradient } from './clipping.ts';
export { clipByGlobalNorm, clipByNorm, clipByValue, globalNorm } from './clipping.ts';
export type { FtrlOptions } from './ftrl.ts';
export type { LionOptions } from './lion.ts';
export type { MomentumOptions } from './momentum.ts';
export type { NadamOptions } from './nadam.ts';
export type { OptimizerOptions, WeightGradient } from './optimizer.ts';
export { Optimizer } from './optimizer.ts';
export type { ProximalAdagradOptions } from './proximal-adagrad.ts';
export type { ProximalGradientDescentOptions } from './proximal-gradient-descent.ts';
export type { RMSpropOptions } from './rmsprop.ts';
export type { RpropOptions } from './rprop.ts';
export * from './schedules/index.ts';
export type { SGDOptions } from './sgd.ts';
export { localReducer, type Reducer, SyncReplicas } from './sync-replicas.ts';
export type { WeightDecayOptions } from './weight-decay.ts';
export type { WeightRun } from './weight-run.ts';
export {
  Adadelta,
  Adagrad,
  AdagradDA,
  Adam,
  Adamax,
  AdamW,
  Ftrl,
  Lion,
  Momentum,
  Nadam,
  ProximalAdagrad,
  ProximalGradientDescent,
  RMSprop,
  Rprop,
  SGD,
};

/** Names of the optimizers. */
export type OptimizerName =
  | 'sgd'
  | 'adam'
  | 'adamW'
  | 'adamax'
  | 'nadam'
  | 'adagrad'
  | 'adadelta'
  | 'rmsprop'
  | 'ftrl'
  | 'lion'
  | 'rprop'
  | 'momentum'
  | 'adagradDA'
  | 'proximalAdagrad'
  | 'proximalGradientDescent';

/** An optimizer, or the name of one. */
export type OptimizerId = OptimizerName | Optimizer;

/** Every optimizer's class by its name. */
export const optimizers: Readonly<Record<OptimizerName, Constructor<Optimizer>>> = {
  sgd: SGD,
  adam: Adam,
  adamW: AdamW,
  adamax: Adamax,
  nadam: Nadam,
  adagrad: Adagrad,
  adadelta: Adadelta,
  rmsprop: RMSprop,
  ftrl: Ftrl,
  lion: Lion,
  rprop: Rprop,
  momentum: Momentum,
  adagradDA: AdagradDA,
  proximalAdagrad: ProximalAdagrad,
  proximalGradientDescent: ProximalGradientDescent,
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
  return fromName('optimizer', optimizers, id, 'apply');
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
  provideSchedules(schedules); // said here, or a bundler would leave the index out
  return fromConfig('optimizer', optimizers, entry);
}
