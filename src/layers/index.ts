import type { ConfigEntry } from '../config.ts';
import { UnsupportedError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { Activation } from './activation.ts';
import { Dense } from './dense.ts';
import { Dropout } from './dropout.ts';
import { InputLayer } from './input.ts';
import type { Layer } from './layer.ts';
import { LSTM } from './lstm.ts';

/** Every layer by its class name; each is made from its own `config()`. */
export const layers: Readonly<Record<string, new (config: never) => Layer>> = {
  Activation,
  Dense,
  Dropout,
  InputLayer,
  LSTM,
};

/**
 * Makes a layer from `{ className, config }`.
 *
 * @throws UnsupportedError if there is no such layer; OptionError if its config does not fit.
 */
export function layerFromConfig({ className, config }: ConfigEntry): Layer {
  const found = Object.hasOwn(layers, className) ? layers[className] : undefined;
  if (found === undefined) {
    const near = nearestName(className, Object.keys(layers));
    throw new UnsupportedError(
      `Cannot load layer: class must be one of ${Object.keys(layers).join(', ')}, received '${className}'`,
      near === undefined ? {} : { hint: `Did you mean ${near}?` },
    );
  }
  return new found(config as never);
}
