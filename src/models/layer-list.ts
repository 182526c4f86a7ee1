import { OptionError } from '../errors.ts';
import { InputLayer } from '../layers/input.ts';
import { Layer } from '../layers/layer.ts';
import { isNameFixed, nameLayers } from '../layers/name-layers.ts';
import { describe } from '../options.ts';

/** The layers of a Sequential, Input apart, each with a name of its own. @throws OptionError where they do not fit. */
export function readLayers(
  subject: string,
  layers: readonly Layer[],
): { input: InputLayer | undefined; layers: readonly Layer[] } {
  const must = 'layers must be a list of one or more layers';
  if (!Array.isArray(layers)) throw new OptionError(`Cannot create ${subject}: ${must}, received ${describe(layers)}`);
  if (layers.length === 0) throw new OptionError(`Cannot create ${subject}: ${must}, received none`);
  for (const layer of layers) {
    if (layer instanceof Layer) continue;
    throw new OptionError(`Cannot create ${subject}: ${must}, received ${describe(layer)}`);
  }
  const [first, ...rest] = layers as [Layer, ...Layer[]];
  const input = first instanceof InputLayer ? first : undefined;
  const own: readonly Layer[] = input ? rest : [...layers];
  if (own.length === 0) throw new OptionError(`Cannot create ${subject}: a layer must follow Input, received none`);
  checkLayers(subject, own);
  nameLayers(own);
  return { input, layers: own };
}

function checkLayers(subject: string, layers: readonly Layer[]): void {
  const seen = new Set<Layer>();
  const names = new Set<string>();
  for (const layer of layers) {
    if (layer instanceof InputLayer) {
      throw new OptionError(`Cannot create ${subject}: Input must come first, received it later`);
    }
    if (seen.has(layer)) {
      throw new OptionError(`Cannot create ${subject}: each layer must come once, received '${layer.name}' twice`);
    }
    seen.add(layer);
    if (!isNameFixed(layer)) continue;
    if (names.has(layer.name)) {
      throw new OptionError(`Cannot create ${subject}: names must differ, received '${layer.name}' twice`, {
        hint: 'Give the layers names: { name: … }.',
      });
    }
    names.add(layer.name);
  }
}
