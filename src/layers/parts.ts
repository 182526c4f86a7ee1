import type { Layer, LayerConfig } from './layer.ts';

/** Options that hold a layer or a list of layers, and as JSON their `{ className, config }`. */
const PARTS = ['cell', 'cells', 'layer', 'backwardLayer'];

/** A config whose parts are made by a function, from what the same place of another object holds. */
export function withParts<From, To>(config: LayerConfig, make: (part: From) => To, from: object = config): LayerConfig {
  const made = { ...config };
  for (const name of PARTS) {
    const part: unknown = Object.hasOwn(config, name) ? Reflect.get(from, name) : undefined;
    if (typeof part !== 'object' || part === null) continue;
    made[name] = Array.isArray(part) ? part.map((each: From) => make(each)) : make(part as From);
  }
  return made;
}

/** A new layer with the options of another one and its parts copied, but for some options. */
export function copyLayer<T extends Layer>(layer: T, changes: LayerConfig = {}): T {
  const config = withParts(layer.config(), (part: Layer) => copyLayer(part), layer);
  return new (layer.constructor as new (config: LayerConfig) => T)({ ...config, ...changes });
}
