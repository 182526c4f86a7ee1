import { type ConfigEntry, type Constructor, fromConfig, fromName } from '../config.ts';
import { L1 } from './l1.ts';
import { L1L2 } from './l1-l2.ts';
import { L2 } from './l2.ts';
import type { Regularizer } from './regularizer.ts';

export type { L1Options } from './l1.ts';
export type { L1L2Options } from './l1-l2.ts';
export type { L2Options } from './l2.ts';
export type { Regularizer } from './regularizer.ts';
export { L1, L1L2, L2 };

/** Names of the regularizers. */
export type RegularizerName = 'l1' | 'l2' | 'l1L2';

/** A regularizer, or the name of one. */
export type RegularizerId = RegularizerName | Regularizer;

/** Every regularizer's class by its name. */
export const regularizers: Readonly<Record<RegularizerName, Constructor<Regularizer>>> = {
  l1: L1,
  l2: L2,
  l1L2: L1L2,
};

/**
 * A regularizer by name, each factor 0.01; a regularizer is given back as it is, undefined as undefined.
 *
 * @throws OptionError for a name that does not exist.
 * @example
 * ```ts
 * import { regularizer } from 'memcell';
 * console.log(regularizer('l2').config()); // => { l2: 0.01 }
 * ```
 */
export function regularizer(id: RegularizerId): Regularizer;
export function regularizer(id: RegularizerId | undefined): Regularizer | undefined;
export function regularizer(id: RegularizerId | undefined): Regularizer | undefined {
  if (id === undefined) return undefined;
  return id === 'l1L2' ? new L1L2({ l1: 0.01, l2: 0.01 }) : fromName('regularizer', regularizers, id, 'penalty');
}

/**
 * A regularizer from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { regularizerFromConfig } from 'memcell';
 * console.log(regularizerFromConfig({ className: 'L1', config: { l1: 0.1 } }).className); // => L1
 * ```
 */
export function regularizerFromConfig(entry: ConfigEntry): Regularizer {
  return fromConfig('regularizer', regularizers, entry);
}
