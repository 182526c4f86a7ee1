import { UnsupportedError } from '../../errors.ts';
import { writeHdf5 } from '../../formats/hdf5.ts';
import { writeZip } from '../../formats/zip.ts';
import { InputLayer } from '../../layers/input.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import { Model } from '../../models/model.ts';
import type { Tensors } from '../../tensor/batch.ts';
import type { Variable } from '../../tensor/variable.ts';
import { kerasCompile } from './compile-config.ts';
import { type GrowingGroup, groupAt, newGroup, putBlock, putTexts } from './hdf5-tree.ts';
import type { KerasObject } from './keras-object.ts';
import { legacyOrder } from './legacy-weights.ts';
import { stateBlocks } from './optimizer-state.ts';
import { weightPaths } from './weight-paths.ts';
import { kerasModel } from './write-config.ts';
import { keras2Model, needsKeras2 } from './write-keras2.ts';

/** The Keras whose dialect is written, and the one whose dialect is for its hard sigmoid. */
const VERSION = '3.15.1';
const VERSION_2 = '2.2.4';

/** A model as the bytes of a .keras file; the same model gives the same bytes. */
export async function archiveBytes(
  model: LayeredModel<Tensors>,
  includeOptimizer: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const action = `save ${model.className} '${model.name}' for Keras`;
  const config: Record<string, unknown> = { ...kerasModel(model, action) };
  const { optimizer, compileOptions } = model;
  const compiled = includeOptimizer && optimizer !== undefined && compileOptions !== undefined;
  if (compiled) config.compile_config = kerasCompile(compileOptions, optimizer, action);
  const weights = newGroup();
  for (const [path, weight] of weightPaths(model)) putBlock(weights, path, blockOf(weight));
  if (compiled) {
    const state = stateBlocks(optimizer, learning(model));
    for (const [i, [, block]] of state.entries()) putBlock(weights, `optimizer/vars/${i}`, block);
  }
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(pythonJson(value));
  return writeZip(
    new Map([
      ['metadata.json', text({ keras_version: VERSION })],
      ['config.json', text(config)],
      ['model.weights.h5', await writeHdf5(weights)],
    ]),
  );
}

/**
 * A model as the bytes of a legacy .h5 file. What the optimizer keeps is left out: Keras 3 cannot train a model on whose
 * .h5 file holds it (its reader builds the optimizer for no weights). In Keras 2's dialect all of it is left out.
 *
 * @param includeOptimizer undefined: where it can be.
 */
export async function legacyBytes(
  model: LayeredModel<Tensors>,
  includeOptimizer: boolean | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const action = `save ${model.className} '${model.name}' for Keras`;
  const old = needsKeras2(model);
  if (old && includeOptimizer === true) {
    throw new UnsupportedError(
      `Cannot ${action}: includeOptimizer must be left out with Keras 2's hard sigmoid, received true`,
    );
  }
  const { class_name, config } = (old ? keras2Model(model, action) : kerasModel(model, action)) as KerasObject;
  const { optimizer, compileOptions } = model;
  const versions = old
    ? { backend: 'tensorflow', keras_version: VERSION_2 }
    : { backend: 'jax', keras_version: VERSION };
  const file = newGroup({ ...versions, model_config: JSON.stringify({ class_name, config }) });
  const group = groupAt(file, 'model_weights');
  for (const [name, value] of Object.entries(versions)) group.attributes.set(name, value);
  const layers = model instanceof Model ? model.layers : model.layers.filter((layer) => !(layer instanceof InputLayer));
  putTexts(
    group,
    'layer_names',
    layers.map(({ name }) => name),
  );
  for (const layer of layers) putWeights(groupAt(group, layer.name), layer.name, legacyOrder(layer));
  putTexts(groupAt(group, 'top_level_model_weights'), 'weight_names', []);
  if (!old && includeOptimizer !== false && optimizer !== undefined && compileOptions !== undefined) {
    const { optimizer: entry, ...rest } = kerasCompile(compileOptions, optimizer, action);
    const { class_name: name, config: options } = entry as KerasObject;
    const training = { ...rest, optimizer_config: { class_name: name, config: options } };
    file.attributes.set('training_config', pythonJson(training));
  }
  return writeHdf5(file);
}

/** The weights of a layer, under names that differ: those of models in it may not. */
function putWeights(group: GrowingGroup, layer: string, weights: readonly Variable[]): void {
  const taken = new Set<string>();
  const paths = weights.map(({ name }) => {
    const base = name.startsWith(`${layer}/`) ? name : `${layer}/${name}`;
    let path = base;
    for (let n = 1; taken.has(path); n++) path = `${base}_${n}`;
    taken.add(path);
    return path;
  });
  putTexts(group, 'weight_names', paths);
  weights.forEach((weight, i) => {
    putBlock(group, paths[i] as string, blockOf(weight));
  });
}

function blockOf({ shape, data }: Variable): { readonly shape: readonly number[]; readonly data: Float32Array } {
  return { shape, data: data as Float32Array };
}

/** Weights that learn, in the order of Keras's files. */
function learning(model: LayeredModel<Tensors>): readonly Variable[] {
  return weightPaths(model)
    .map(([, weight]) => weight)
    .filter(({ trainable }) => trainable);
}

/** JSON in which a whole learning rate is a float, 1.0, as Keras insists. In a text its quotes would have a backslash. */
function pythonJson(value: unknown): string {
  return JSON.stringify(value).replace(/"learning_rate":(\d+)(?=[,}])/g, '"learning_rate":$1.0');
}
