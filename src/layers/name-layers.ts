import type { Layer } from './layer.ts';

/** Numbers the layers that were not named: lstm, lstm_1, … */
export function nameLayers(layers: readonly Layer[]): void {
  const taken = new Set(layers.filter((layer) => layer.nameStays).map((layer) => layer.name));
  for (const layer of layers) {
    if (layer.nameStays) continue;
    const base = layer.name;
    let name = base;
    for (let n = 1; taken.has(name); n++) name = `${base}_${n}`;
    layer.rename(name);
    taken.add(name);
  }
}
