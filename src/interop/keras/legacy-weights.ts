import { type Hdf5Group, isGroup } from '../../formats/hdf5.ts';
import type { Refuse } from '../../formats/refuse.ts';
import { InputLayer } from '../../layers/input.ts';
import type { Layer } from '../../layers/layer.ts';
import type { Variable } from '../../tensor/variable.ts';
import { memberAt, numbersFor, textsOf } from './hdf5-tree.ts';

/** Weights of a layer in the order of .h5 files: those that learn first. */
export function legacyOrder(layer: Layer): readonly Variable[] {
  const weights = layer instanceof InputLayer ? [] : [...new Set(layer.weights)];
  return [...weights.filter(({ trainable }) => trainable), ...weights.filter(({ trainable }) => !trainable)];
}

/**
 * Each weight with its numbers, layer by layer in the order of the file: names need not be the model's.
 *
 * @throws FormatError where layers, counts or shapes differ.
 */
export function legacyWeights(
  group: Hdf5Group,
  layers: readonly Layer[],
  refuse: Refuse,
): readonly (readonly [Variable, Float32Array])[] {
  const names = textsOf(group, 'layer_names') ?? refuse("'model_weights' must hold layer_names", 'none');
  const stored = names.map((name) => {
    const found = memberAt(group, name);
    const own = isGroup(found) ? found : refuse(`there must be a group 'model_weights/${name}'`, 'none of that name');
    return { name, group: own, weights: textsOf(own, 'weight_names') ?? [] };
  });
  const filled = stored.filter(({ weights }) => weights.length > 0);
  const own = layers.filter((layer) => legacyOrder(layer).length > 0);
  if (filled.length !== own.length) {
    refuse(`there must be ${own.length} layers with weights`, `${filled.length}`);
  }
  return own.flatMap((layer, l) => {
    const { name, group: found, weights: paths } = filled[l] as (typeof filled)[number];
    const weights = legacyOrder(layer);
    if (paths.length !== weights.length) {
      refuse(`layer '${layer.name}' must have ${weights.length} weights`, `${paths.length} in '${name}'`);
    }
    return weights.map((weight, i) => {
      const path = paths[i] as string;
      return [weight, numbersFor(memberAt(found, path), `model_weights/${name}/${path}`, weight, refuse)] as const;
    });
  });
}
