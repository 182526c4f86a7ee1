import type { Config, ConfigEntry } from '../../config.ts';
import { Bidirectional } from '../../layers/bidirectional.ts';
import { InputLayer } from '../../layers/input.ts';
import type { Layer } from '../../layers/layer.ts';
import { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import { StackedRNNCells } from '../../layers/stacked-rnn-cells.ts';
import { TimeDistributed } from '../../layers/time-distributed.ts';
import { ModelLayer, type NestedModel } from '../../models/model-layer.ts';
import type { Variable } from '../../tensor/variable.ts';
import { groupName } from './names.ts';

/** A weight and where model.weights.h5 has it. */
export type WeightPath = readonly [path: string, weight: Variable];

/**
 * Every weight of a model with its path in model.weights.h5: groups are named by the class of the layers, numbered in
 * their order, whatever the layers are called.
 *
 * @param config of the model, whose layers stand in the order of the file; without it they come in the model's own.
 */
export function weightPaths(model: NestedModel, config?: Config): readonly WeightPath[] {
  const seen = new Set<Variable>();
  return [...pathsOfModel(model, '', config)].filter(([, weight]) => {
    const first = !seen.has(weight); // a layer that stands in two models is written once
    seen.add(weight);
    return first;
  });
}

function* pathsOfModel(model: NestedModel, path: string, config: Config | undefined): Generator<WeightPath> {
  yield* pathsOfList(orderedLayers(model, config), `${path}layers/`, config);
}

/** The layers of a model in the order of the file. */
export function orderedLayers(model: NestedModel, config?: Config): readonly Layer[] {
  const { layers } = model;
  const entries = entriesOf(config);
  if (entries === undefined) return layers;
  const names = entries.map(nameOf);
  return [...layers].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

function entriesOf(config: Config | undefined): readonly ConfigEntry[] | undefined {
  return config?.layers as readonly ConfigEntry[] | undefined;
}

function nameOf(entry: ConfigEntry): unknown {
  return 'name' in entry ? entry.name : entry.config.name;
}

/** The config of a layer of a model. */
export function configOf(layer: Layer, config: Config | undefined): Config | undefined {
  return entriesOf(config)?.find((entry) => nameOf(entry) === layer.name)?.config;
}

function* pathsOfList(layers: readonly Layer[], path: string, config: Config | undefined): Generator<WeightPath> {
  const used = new Map<string, number>();
  for (const layer of layers) {
    const base = groupName(layer.className);
    const count = used.get(base) ?? 0;
    used.set(base, count + 1);
    yield* pathsOfLayer(layer, `${path}${count === 0 ? base : `${base}_${count}`}/`, configOf(layer, config));
  }
}

function* pathsOfLayer(layer: Layer, path: string, config: Config | undefined): Generator<WeightPath> {
  if (layer instanceof InputLayer) return;
  if (layer instanceof ModelLayer) yield* pathsOfModel(layer.model, path, config);
  else if (layer instanceof RecurrentLayer) yield* pathsOfLayer(layer.cell, `${path}cell/`, undefined);
  else if (layer instanceof StackedRNNCells) yield* pathsOfList(layer.cells, `${path}cells/`, undefined);
  else if (layer instanceof Bidirectional) {
    yield* pathsOfLayer(layer.layer, `${path}forward_layer/`, undefined);
    yield* pathsOfLayer(layer.backwardLayer, `${path}backward_layer/`, undefined);
  } else if (layer instanceof TimeDistributed) {
    yield* pathsOfLayer(layer.layer, `${path}layer/`, (config?.layer as ConfigEntry | undefined)?.config);
  } else for (const [i, weight] of layer.weights.entries()) yield [`${path}vars/${i}`, weight];
}
