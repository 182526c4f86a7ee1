import type { Layer } from './layer.ts';

/** Whether a layer's name stays: it was given, or weights are called after it (the layer is another model's, too). */
export function isNameFixed(layer: Layer): boolean {
  return layer.named || layer.built;
}

/** Numbers the layers that were not named: lstm, lstm_1, … */
export function nameLayers(layers: readonly Layer[]): void {
  const taken = new Set(layers.filter(isNameFixed).map((layer) => layer.name));
  for (const layer of layers) {
    if (isNameFixed(layer)) continue;
    const base = layer.name;
    let name = base;
    for (let n = 1; taken.has(name); n++) name = `${base}_${n}`;
    layer.rename(name);
    taken.add(name);
  }
}
