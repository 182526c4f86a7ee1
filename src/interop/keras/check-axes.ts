import { isRecord, type Refuse } from '../../formats/refuse.ts';
import type { Layer } from '../../layers/layer.ts';
import { isOneShape } from '../../tensor/shape.ts';
import { axisOf } from './layer-entry.ts';

/** Throws unless every normalization is over the last axis, which Keras 2 writes as its number: [2]. */
export function checkAxes(
  { layers, name: modelName }: { readonly layers: readonly Layer[]; readonly name: string },
  config: unknown,
  refuse: Refuse,
): void {
  const inner = isRecord(config) ? config.config : undefined;
  const entries: unknown = Array.isArray(inner) ? inner : isRecord(inner) ? inner.layers : undefined;
  if (!Array.isArray(entries)) return;
  for (const entry of entries) {
    const name = isRecord(entry) && isRecord(entry.config) ? (entry.name ?? entry.config.name) : undefined;
    const layer = layers.find((each) => each.name === name);
    if (layer === undefined) continue;
    if ('model' in layer) checkAxes(layer, entry, refuse);
    if (!/Normalization$/.test(layer.className)) continue;
    const axis = axisOf(entry);
    const { inputShape = [] } = layer;
    const last = isOneShape(inputShape) ? inputShape.length - 1 : 0;
    if (axis === -1 || axis === last) continue;
    refuse.unsupported(`axis of ${layer.className} '${name}' in '${modelName}' must be the last one`, `${axis}`);
  }
}
