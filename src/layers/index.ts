import type { ConfigEntry } from '../config.ts';
import { OptionError, UnsupportedError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { describe } from '../options.ts';
import { Activation } from './activation.ts';
import { Dense } from './dense.ts';
import { Dropout } from './dropout.ts';
import { Embedding } from './embedding.ts';
import { InputLayer } from './input.ts';
import { Layer } from './layer.ts';
import { LSTM } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import { Masking } from './masking.ts';
import { withParts } from './parts.ts';
import { RNN } from './rnn.ts';
import { StackedRNNCells } from './stacked-rnn-cells.ts';

/** Every layer by its class name; each is made from its own `config()`. */
export const layers: Readonly<Record<string, new (config: never) => Layer>> = {
  Activation,
  Dense,
  Dropout,
  Embedding,
  InputLayer,
  LSTM,
  LSTMCell,
  Masking,
  RNN,
  StackedRNNCells,
};

/**
 * Makes a layer from `{ className, config }`.
 *
 * @throws UnsupportedError if there is no such layer; OptionError if its config does not fit.
 * @example
 * ```ts
 * import { layerFromConfig } from 'memcell';
 * const layer = layerFromConfig({ className: 'Dense', config: { units: 3 } });
 * console.log(layer.outputShape([null, 2])); // => [ null, 3 ]
 * ```
 */
export function layerFromConfig(entry: ConfigEntry): Layer {
  const { className, config = {} } = (entry ?? {}) as Partial<ConfigEntry>;
  if (typeof className !== 'string' || typeof config !== 'object' || config === null) {
    throw new OptionError(`Cannot make layer: entry must be { className, config }, received ${describe(entry)}`);
  }
  const found = Object.hasOwn(layers, className) ? layers[className] : undefined;
  if (found === undefined) {
    const near = nearestName(className, Object.keys(layers));
    throw new UnsupportedError(
      `Cannot make layer: className must be one of ${Object.keys(layers).join(', ')}, received '${className}'`,
      near === undefined ? {} : { hint: `Did you mean '${near}'?` },
    );
  }
  const made = withParts(config, (part: Layer | ConfigEntry) => (part instanceof Layer ? part : layerFromConfig(part)));
  return new found(made as never);
}
