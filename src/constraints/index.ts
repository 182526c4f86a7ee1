import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import type { Constraint } from './constraint.ts';
import { MaxNorm } from './max-norm.ts';
import { MinMaxNorm } from './min-max-norm.ts';
import { NonNeg } from './non-neg.ts';
import { UnitNorm } from './unit-norm.ts';

export type { Constraint } from './constraint.ts';
export type { MaxNormOptions } from './max-norm.ts';
export type { MinMaxNormOptions } from './min-max-norm.ts';
export type { Axis } from './norms.ts';
export type { UnitNormOptions } from './unit-norm.ts';
export { MaxNorm, MinMaxNorm, NonNeg, UnitNorm };

/** Names of the constraints. */
export type ConstraintName = 'nonNeg' | 'unitNorm' | 'maxNorm' | 'minMaxNorm';

/** A constraint, or the name of one. */
export type ConstraintId = ConstraintName | Constraint;

/** Every constraint's class by its name. */
export const constraints: Readonly<Record<ConstraintName, Constructor<Constraint>>> = {
  nonNeg: NonNeg,
  unitNorm: UnitNorm,
  maxNorm: MaxNorm,
  minMaxNorm: MinMaxNorm,
};

/**
 * A constraint by name, with its defaults; a constraint is given back as it is, undefined as undefined.
 *
 * @throws OptionError for a name that does not exist.
 * @example
 * ```ts
 * import { constraint } from 'memcell';
 * console.log(constraint('maxNorm').config()); // => { maxValue: 2, axis: 0 }
 * ```
 */
export function constraint(id: ConstraintId): Constraint;
export function constraint(id: ConstraintId | undefined): Constraint | undefined;
export function constraint(id: ConstraintId | undefined): Constraint | undefined {
  return id === undefined ? undefined : fromName('constraint', constraints, id, 'apply');
}

/**
 * A constraint from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { constraintFromConfig } from 'memcell';
 * console.log(constraintFromConfig({ className: 'NonNeg', config: {} }).className); // => NonNeg
 * ```
 */
export function constraintFromConfig(entry: ConfigEntry): Constraint {
  return fromConfig('constraint', constraints, entry);
}
