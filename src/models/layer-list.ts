import { OptionError } from '../errors.ts';
import type { InputLayer } from '../layers/input.ts';
import { Layer } from '../layers/layer.ts';
import { nameLayers } from '../layers/name-layers.ts';
import type { SymbolicTensor } from '../layers/symbolic.ts';
import { describe } from '../options.ts';
import { LayeredModel } from './layered-model.ts';

/** What a Sequential is made of: layers and whole models; first may come an `Input`. */
export type SequentialPart = Layer | LayeredModel | SymbolicTensor;

/** The layers of a Sequential, Input apart, each with a name of its own. @throws OptionError where they do not fit. */
export function readLayers(
  subject: string,
  parts: readonly SequentialPart[],
): { input: InputLayer | undefined; layers: readonly Layer[] } {
  const must = 'layers must be a list of one or more layers';
  if (!Array.isArray(parts)) throw new OptionError(`Cannot create ${subject}: ${must}, received ${describe(parts)}`);
  if (parts.length === 0) throw new OptionError(`Cannot create ${subject}: ${must}, received none`);
  const layers = parts.map((part: unknown) => {
    if (part instanceof Layer) return part;
    if (part instanceof LayeredModel) return part.asLayer();
    const named = inputOf(part);
    if (named !== undefined) return named;
    throw new OptionError(`Cannot create ${subject}: ${must}, received ${describe(part)}`);
  });
  const [first, ...rest] = layers as [Layer, ...Layer[]];
  const input = first.isInput ? (first as InputLayer) : undefined;
  const own: readonly Layer[] = input ? rest : [...layers];
  if (own.length === 0) throw new OptionError(`Cannot create ${subject}: a layer must follow Input, received none`);
  if (own.some((layer) => layer.isInput)) {
    throw new OptionError(`Cannot create ${subject}: Input must come first, received it later`);
  }
  const twice = own.find((layer, i) => own.indexOf(layer) !== i);
  if (twice) {
    throw new OptionError(`Cannot create ${subject}: each layer must come once, received '${twice.name}' twice`);
  }
  giveNames(subject, own);
  return { input, layers: own };
}

/** The layer of what `Input` gives; told by its looks, so that a bundle without `Input` needs no graphs. */
function inputOf(part: unknown): Layer | undefined {
  const layer: unknown = (part as Partial<SymbolicTensor> | null)?.node?.layer;
  return layer instanceof Layer && layer.isInput ? layer : undefined;
}

/** Names the layers that have no name yet. @throws OptionError where two names that stay are one. */
export function giveNames(subject: string, layers: readonly Layer[]): void {
  const taken = new Set<string>();
  for (const layer of layers) {
    if (!layer.nameStays) continue;
    if (taken.has(layer.name)) {
      throw new OptionError(`Cannot create ${subject}: names must differ, received '${layer.name}' twice`, {
        hint: 'Give the layers names: { name: … }.',
      });
    }
    taken.add(layer.name);
  }
  nameLayers(layers);
}
