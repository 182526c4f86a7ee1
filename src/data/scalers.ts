import { type ConfigEntry, type Constructor, fromConfig } from '../config.ts';
import { MinMaxScaler } from './min-max-scaler.ts';
import { StandardScaler } from './standard-scaler.ts';

/** What scales features, and back. */
export type Scaler = MinMaxScaler | StandardScaler;

const scalers: Readonly<Record<string, Constructor<Scaler>>> = {
  minMaxScaler: MinMaxScaler,
  standardScaler: StandardScaler,
};

/**
 * A scaler from what `toConfig` made of it, with what it found.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { scalerFromConfig } from 'memcell/data';
 * const scaler = scalerFromConfig({ className: 'MinMaxScaler', config: { dataMin: [0], dataMax: [4] } });
 * console.log(scaler.transform([[1]]).item()); // => 0.25
 * ```
 */
export function scalerFromConfig(entry: ConfigEntry): Scaler {
  return fromConfig('scaler', scalers, entry);
}
