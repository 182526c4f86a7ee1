import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import { Constant } from './constant.ts';
import { GlorotNormal } from './glorot-normal.ts';
import { GlorotUniform } from './glorot-uniform.ts';
import { HeNormal } from './he-normal.ts';
import { HeUniform } from './he-uniform.ts';
import { Identity } from './identity.ts';
import type { Initializer } from './initializer.ts';
import { LecunNormal } from './lecun-normal.ts';
import { LecunUniform } from './lecun-uniform.ts';
import { Ones } from './ones.ts';
import { Orthogonal } from './orthogonal.ts';
import { RandomNormal } from './random-normal.ts';
import { RandomUniform } from './random-uniform.ts';
import { TruncatedNormal } from './truncated-normal.ts';
import { VarianceScaling } from './variance-scaling.ts';
import { Zeros } from './zeros.ts';

export type { ConstantOptions } from './constant.ts';
export type { IdentityOptions } from './identity.ts';
export type { Initializer } from './initializer.ts';
export type { OrthogonalOptions } from './orthogonal.ts';
export type { RandomNormalOptions } from './random-normal.ts';
export type { RandomUniformOptions } from './random-uniform.ts';
export type { TruncatedNormalOptions } from './truncated-normal.ts';
export type { FanMode, ScaledDistribution, VarianceScalingOptions } from './variance-scaling.ts';
export {
  Constant,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  LecunNormal,
  LecunUniform,
  Ones,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
  Zeros,
};

/** Names of the initializers. */
export type InitializerName =
  | 'zeros'
  | 'ones'
  | 'constant'
  | 'randomUniform'
  | 'randomNormal'
  | 'truncatedNormal'
  | 'varianceScaling'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'orthogonal'
  | 'identity';

/** An initializer, or the name of one. */
export type InitializerId = InitializerName | Initializer;

/** Every initializer's class by its name. */
export const initializers: Readonly<Record<InitializerName, Constructor<Initializer>>> = {
  zeros: Zeros,
  ones: Ones,
  constant: Constant,
  randomUniform: RandomUniform,
  randomNormal: RandomNormal,
  truncatedNormal: TruncatedNormal,
  varianceScaling: VarianceScaling,
  glorotUniform: GlorotUniform,
  glorotNormal: GlorotNormal,
  heUniform: HeUniform,
  heNormal: HeNormal,
  lecunUniform: LecunUniform,
  lecunNormal: LecunNormal,
  orthogonal: Orthogonal,
  identity: Identity,
};

/**
 * An initializer by name, with its defaults; an initializer is given back as it is.
 *
 * @throws OptionError for a name that does not exist.
 * @example
 * ```ts
 * import { initializer } from 'memcell';
 * console.log(initializer('glorotUniform').className); // => GlorotUniform
 * ```
 */
export function initializer(id: InitializerId): Initializer {
  return fromName('initializer', initializers, id, 'initialize');
}

/**
 * An initializer from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { initializerFromConfig } from 'memcell';
 * console.log(initializerFromConfig({ className: 'Constant', config: { value: 2 } }).config()); // => { value: 2 }
 * ```
 */
export function initializerFromConfig(entry: ConfigEntry): Initializer {
  return fromConfig('initializer', initializers, entry);
}
