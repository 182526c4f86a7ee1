import type { ConfigEntry } from '../../config.ts';
import { OptionError, ShapeError } from '../../errors.ts';
import { type Hdf5Group, isGroup, readHdf5 } from '../../formats/hdf5.ts';
import { isRecord, type Refuse, refuser, shown } from '../../formats/refuse.ts';
import { readZip } from '../../formats/zip.ts';
import { Bidirectional } from '../../layers/bidirectional.ts';
import { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import type { LayerClass } from '../../layers/registry.ts';
import type { SymbolicTensor } from '../../layers/symbolic.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import { Model } from '../../models/model.ts';
import { Sequential } from '../../models/sequential.ts';
import type { Tensors } from '../../tensor/batch.ts';
import type { Variable } from '../../tensor/variable.ts';
import { carriesMask } from './carries-mask.ts';
import { checkAxes } from './check-axes.ts';
import { ownCompile } from './compile-config.ts';
import { blockPaths, memberAt, numbersFor, textOf, textsOf } from './hdf5-tree.ts';
import type { Dialect, Reading } from './layer-entry.ts';
import { legacyWeights } from './legacy-weights.ts';
import { readState } from './optimizer-state.ts';
import { ownModel } from './read-config.ts';
import { orderedLayers, weightPaths } from './weight-paths.ts';

/** How a Keras file is read. */
export interface KerasLoading {
  /** Name of the file, for errors. */
  readonly path: string | undefined;
  readonly customObjects: Readonly<Record<string, LayerClass>>;
  /** Whether it comes back compiled, where it was. */
  readonly compile: boolean;
}

/** The model in a .keras file. */
export async function loadArchive(bytes: Uint8Array, loading: KerasLoading): Promise<LayeredModel<Tensors>> {
  const refuse = refuser('Keras model', loading.path);
  const members = await readZip(bytes, loading.path);
  const member = (name: string): Uint8Array =>
    members.get(name) ?? refuse(`it must hold '${name}'`, [...members.keys()].join(', ') || 'nothing');
  const metadata = parse(new TextDecoder().decode(member('metadata.json')), 'metadata.json', refuse);
  const version = metadata.keras_version;
  if (dialectOf(version, refuse) !== 3) {
    refuse.unsupported(
      'a .keras file must be written by Keras 3',
      `one of Keras ${version}`,
      'Keras 2 can save it as .h5, which memcell reads.',
    );
  }
  const config = parse(new TextDecoder().decode(member('config.json')), 'config.json', refuse);
  const weightBytes = member('model.weights.h5');
  const { model, entry, reading } = describedModel(config, 3, loading, refuse);
  const tree = await readHdf5(weightBytes, loading.path);
  const paths = weightPaths(model, entry.config);
  const values = paths.map(
    ([path, weight]) => [weight, numbersFor(memberAt(tree, path), path, weight, refuse)] as const,
  );
  const known = new Set(paths.map(([path]) => path));
  const extra = [...blockPaths(tree)].find(
    (path) => !known.has(path) && !path.startsWith('optimizer/') && !path.includes('seed_generator/'),
  );
  if (extra !== undefined) refuse(`there must be ${known.size} blocks of weights`, `'${extra}' besides`);
  checkModel(model, config, reading);
  const compiled = loading.compile && isRecord(config.compile_config) && 'optimizer' in config.compile_config;
  if (compiled) model.compile(ownCompile(config.compile_config as Record<string, unknown>, refuse));
  const blocks = memberAt(tree, 'optimizer/vars');
  const count = isGroup(blocks) ? blocks.members.size : 0;
  const state = Array.from({ length: count }, (_, i) => `optimizer/vars/${i}`);
  const restore = compiled
    ? stateOf(
        model,
        paths.map(([, weight]) => weight),
        tree,
        state,
        refuse,
      )
    : () => {};
  for (const [weight, data] of values) weight.assign(data);
  restore();
  return model;
}

/** The model in an .h5 file. */
export async function loadLegacy(bytes: Uint8Array, loading: KerasLoading): Promise<LayeredModel<Tensors>> {
  const refuse = refuser('Keras model', loading.path);
  const file = await readHdf5(bytes, loading.path);
  const text = textOf(file, 'model_config');
  const weights = memberAt(file, 'model_weights');
  if (text === undefined || !isGroup(weights)) {
    const weightsOnly = textsOf(file, 'layer_names') !== undefined;
    return refuse.unsupported(
      "it must hold 'model_config' and 'model_weights'",
      weightsOnly ? 'a file of weights alone' : 'a file without them',
      weightsOnly ? 'Save the whole model in Keras: model.save(path).' : undefined,
    );
  }
  const dialect = dialectOf(textOf(file, 'keras_version') ?? textOf(weights, 'keras_version'), refuse);
  const config = parse(text, 'model_config', refuse);
  const { model, entry, reading } = describedModel(config, dialect, loading, refuse);
  const values = legacyWeights(weights, orderedLayers(model, entry.config), refuse);
  checkModel(model, config, reading);
  const training = textOf(file, 'training_config');
  let restore = (): void => {};
  if (loading.compile && training !== undefined) {
    const { optimizer_config: optimizer, ...rest } = parse(training, 'training_config', refuse);
    model.compile(ownCompile({ ...rest, optimizer }, refuse));
    const names = isGroup(memberAt(file, 'optimizer_weights'))
      ? (textsOf(memberAt(file, 'optimizer_weights') as Hdf5Group, 'weight_names') ?? [])
      : [];
    const state = names.map((name) => `optimizer_weights/${name}`);
    // Keras 2 has other orders there: its optimizers begin anew
    if (dialect === 3)
      restore = stateOf(
        model,
        weightPaths(model, entry.config).map(([, weight]) => weight),
        file,
        state,
        refuse,
      );
  }
  for (const [weight, data] of values) weight.assign(data);
  restore();
  return model;
}

/** What restores the optimizer of a compiled model. */
function stateOf(
  model: LayeredModel<Tensors>,
  weights: readonly Variable[],
  file: Hdf5Group,
  paths: readonly string[],
  refuse: Refuse,
): () => void {
  const blocks = paths.map((path) => {
    const found = memberAt(file, path);
    return [path, isGroup(found) ? undefined : found] as const;
  });
  if (model.optimizer === undefined) return () => {};
  return readState(
    model.optimizer,
    weights.filter(({ trainable }) => trainable),
    blocks,
    refuse,
  );
}

interface Described {
  readonly model: LayeredModel<Tensors>;
  readonly entry: ConfigEntry;
  readonly reading: Reading;
}

/** The model of a config, its weights still 0. */
function describedModel(config: unknown, dialect: Dialect, loading: KerasLoading, refuse: Refuse): Described {
  const { customObjects } = loading;
  const reading: Reading = { dialect, refuse, custom: customObjects, ops: new Set(), masked: new Set() };
  const entry = ownModel(config, reading);
  const kind = entry.className === 'Sequential' ? Sequential : Model;
  let model: LayeredModel<Tensors>;
  try {
    model = kind.fromConfig(entry.config, { initialize: false, customObjects });
  } catch (error) {
    if (error instanceof OptionError) {
      return refuse.unsupported('layers must have options that memcell has', `others (${error.message})`);
    }
    if (error instanceof ShapeError) return refuse('shapes of the layers must fit', `others (${error.message})`);
    throw error;
  }
  if (!model.built) {
    const must = 'the config must say the shape of the input';
    refuse.unsupported(
      must,
      'one that does not',
      'Build the model in Keras before it is saved, or begin it with Input.',
    );
  }
  return { model, entry, reading };
}

/** Throws for what only the shapes and the graph tell: axes of normalizations, and masks that Keras drops. */
function checkModel(model: LayeredModel<Tensors>, config: unknown, reading: Reading): void {
  const { refuse, dialect, masked } = reading;
  checkAxes(model, config, refuse);
  if (dialect === 2) return;
  for (const graph of graphsIn(model)) {
    for (const { layer, node } of graph.graph.steps) {
      const recurrent = layer instanceof RecurrentLayer || layer instanceof Bidirectional;
      if (!recurrent || node.inputs.length < 2 || masked.has(layer.name)) continue;
      if (!carriesMask(node.inputs[0] as SymbolicTensor)) continue;
      refuse.unsupported(
        `'${layer.name}' must not have both initial states and a mask`,
        'both',
        'Keras 3 drops the mask there, and memcell does not: it would predict something else.',
      );
    }
  }
}

function graphsIn(model: unknown): readonly Model[] {
  const inner = (model as LayeredModel<Tensors>).layers.flatMap((layer) =>
    'model' in layer ? graphsIn(layer.model) : [],
  );
  return model instanceof Model ? [model, ...inner] : inner;
}

function dialectOf(version: unknown, refuse: Refuse): Dialect {
  const major = typeof version === 'string' ? /^(\d+)\./.exec(version)?.[1] : undefined;
  if (major === '2' || major === '3') return Number(major) as Dialect;
  return refuse.unsupported('keras_version must be 2.x or 3.x', shown(version));
}

function parse(text: string, what: string, refuse: Refuse): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(`${what} must be JSON`, 'other text');
  }
  return isRecord(value) ? value : refuse(`${what} must be a JSON object`, shown(value));
}
