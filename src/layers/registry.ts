import type { Layer } from './layer.ts';

/** A class of layers that is made from its own `config()`. */
export type LayerClass = new (config: never) => Layer;

/** How layers are made from configs. */
export interface Loading {
  /** Whether weights get their first values. Default true. */
  readonly initialize?: boolean | undefined;
  /** Classes of layers by className, besides those that are registered. */
  readonly customObjects?: Readonly<Record<string, LayerClass>> | undefined;
}

const registered = new Map<string, LayerClass>();
const provided = new Map<string, (config: unknown) => Layer>();
let known: Readonly<Record<string, LayerClass>> = {};
let loading: Loading = {};

/** @internal Makes all layers of the package known; where a bundle leaves their index out, none is. */
export function provideLayers(index: Readonly<Record<string, LayerClass>>): void {
  known = index;
}

/** @internal The layers of the package by className. */
export function knownLayers(): Readonly<Record<string, LayerClass>> {
  return known;
}

/** @internal Keeps a class under its className; gives the class that had the name before. */
export function keepLayer(className: string, layer: LayerClass): LayerClass | undefined {
  const before = registered.get(className);
  registered.set(className, before ?? layer);
  return before;
}

/** @internal Lets models be layers: how one is made from its config. */
export function provideLayer(className: string, make: (config: unknown) => Layer): void {
  provided.set(className, make);
}

/** @internal The model of that className as a layer; undefined for any other name. */
export function modelLayer(className: string, config: unknown): Layer | undefined {
  return provided.get(className)?.(config);
}

/** @internal The class of that name, given or registered. */
export function customLayer(className: string): LayerClass | undefined {
  const given = loading.customObjects;
  return given && Object.hasOwn(given, className) ? given[className] : registered.get(className);
}

/** @internal Runs `run`; configs are read in it as `options` say, in all depths. */
export function whileLoading<T>(options: Loading, run: () => T): T {
  const before = loading;
  loading = { ...before, ...options };
  try {
    return run();
  } finally {
    loading = before;
  }
}

/** @internal How configs are read now. */
export function currentLoading(): Loading {
  return loading;
}
