import type { ConfigEntry } from '../../config.ts';
import { isRecord, shown } from '../../formats/refuse.ts';
import { readObject } from './keras-object.ts';
import { CALL_OPTIONS, ownLayer, type Reading } from './layer-entry.ts';
import { camelName } from './names.ts';

/** Modules of the ops that Keras makes of a mask when it writes a graph. */
const OPS = /^keras\.src\.ops\./;
type Place = readonly [layer: string, node: number, tensor: number];

/** A model of Keras as our entry; layers stay in the order of the file. */
export function ownModel(value: unknown, reading: Reading): ConfigEntry {
  const { refuse } = reading;
  const { className, config } = readObject(listAsConfig(value), 'the model', refuse);
  if (className !== 'Sequential' && className !== 'Functional' && className !== 'Model') {
    return refuse.unsupported('the model must be a Sequential or a Functional', shown(className));
  }
  if (!Array.isArray(config.layers)) return refuse(`layers of '${config.name}' must be a list`, shown(config.layers));
  const { name } = config;
  if (className !== 'Sequential') return { className: 'Functional', config: { name, ...graph(config, reading) } };
  const layers = config.layers.map((each) => anyLayer(each, reading));
  const first = isRecord(config.layers[0]) ? config.layers[0].config : undefined;
  const batchShape = isRecord(first) && first.batch_input_shape; // Keras 2 says it in the first layer
  if (layers[0]?.className !== 'InputLayer' && Array.isArray(batchShape)) {
    const integer = isRecord(first) && layers[0]?.className === 'Embedding';
    const config = { name: 'input_layer', shape: batchShape.slice(1), dtype: integer ? 'int32' : 'float32' };
    layers.unshift({ className: 'InputLayer', config });
  }
  const shape = config.build_input_shape;
  return {
    className,
    config: { name, layers, ...(Array.isArray(shape) && !Array.isArray(shape[0]) ? { buildInputShape: shape } : {}) },
  };
}

/** The oldest files have the list of layers as the config of a Sequential. */
function listAsConfig(value: unknown): unknown {
  if (!isRecord(value) || !Array.isArray(value.config)) return value;
  return { ...value, config: { name: 'sequential', layers: value.config } };
}

/** A layer, or a model as one. */
function anyLayer(value: unknown, reading: Reading): ConfigEntry {
  const { className } = readObject(listAsConfig(value), 'a layer', reading.refuse);
  if (className === 'Sequential' || className === 'Functional' || className === 'Model')
    return ownModel(value, reading);
  if (className === 'TimeDistributed' && isRecord(value) && isRecord(value.config)) {
    const inner = anyLayer(value.config.layer, reading);
    const { name, trainable = true } = value.config;
    if (inner.className === 'Sequential' || inner.className === 'Functional') {
      return { className, config: { name, trainable, layer: inner } };
    }
  }
  return ownLayer(value, reading);
}

function graph(config: Record<string, unknown>, outer: Reading): Record<string, unknown> {
  const { refuse } = outer;
  const all = (config.layers as unknown[]).filter((each) => !isOp(each));
  const ops = (config.layers as unknown[]).filter(isOp).map((each) => String((each as Record<string, unknown>).name));
  const reading: Reading = { ...outer, ops: new Set(ops) };
  const layers = all.map((value) => {
    const { className, config: own } = anyLayer(value, reading);
    const { name = own.name, inbound_nodes: nodes } = value as Record<string, unknown>;
    if (!Array.isArray(nodes)) return refuse(`inbound_nodes of '${name}' must be a list`, shown(nodes));
    const calls = nodes.map((node) => readCall(node, String(name), reading));
    const options = calls.map((call) => JSON.stringify(call.options));
    if (options.some((each) => each !== options[0])) {
      refuse.unsupported(`'${name}' must be called in one way`, options.join(' and '));
    }
    const inboundNodes = calls.map(({ places }) => places);
    return { className, name, config: { ...own, ...calls[0]?.options }, inboundNodes };
  });
  const single = reading.dialect === 2; // which lists even one
  const inputLayers = placesOf(config.input_layers, 'input_layers', single, reading);
  const outputLayers = placesOf(config.output_layers, 'output_layers', single, reading);
  return { layers, inputLayers, outputLayers };
}

/** Whether an entry is no layer: it comes out of Keras's ops or, where .h5 leaves the module out, has no layer's options. */
function isOp(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (typeof value.module === 'string') return OPS.test(value.module);
  const config = isRecord(value.config) ? value.config : {};
  return !('trainable' in config || 'layers' in config || value.class_name === 'InputLayer' || 'rate' in config);
}

/** What a layer is called with. */
interface Call {
  readonly places: Place | readonly Place[];
  readonly options: Record<string, unknown>;
}

function readCall(node: unknown, name: string, reading: Reading): Call {
  return Array.isArray(node) ? oldCall(node, name, reading) : newCall(node, name, reading);
}

/** Keras 3: { args, kwargs }. */
function newCall(node: unknown, name: string, reading: Reading): Call {
  const { refuse } = reading;
  if (!isRecord(node) || !Array.isArray(node.args) || !isRecord(node.kwargs ?? {})) {
    return refuse(`inbound_nodes of '${name}' must hold { args, kwargs }`, shown(node));
  }
  const { initial_state: states, ...kwargs } = (node.kwargs ?? {}) as Record<string, unknown>;
  const [first, ...more] = node.args as readonly unknown[];
  if (more.length > 0 || first === undefined) {
    refuse.unsupported(`'${name}' must be called with one tensor or one list`, shown(node.args));
  }
  const read = (value: unknown): Place => tensorPlace(value, name, reading);
  const given = Array.isArray(first) ? first.map(read) : read(first);
  const options = readOptions(kwargs, name, reading);
  if (states === undefined || states === null) return { places: given, options };
  const list: readonly unknown[] = Array.isArray(states) ? states : [states];
  return { places: [given as Place, ...list.map(read)], options };
}

/** Keras 2: a list of [layer, node, tensor, kwargs]. */
function oldCall(node: readonly unknown[], name: string, reading: Reading): Call {
  const { refuse } = reading;
  const list: readonly unknown[] = typeof node[0] === 'string' ? [node] : node;
  const places = list.map((each) => {
    if (!Array.isArray(each)) return refuse(`inbound_nodes of '${name}' must hold [layer, node, tensor]`, shown(each));
    const { initial_state: states, ...kwargs } = (isRecord(each[3]) ? each[3] : {}) as Record<string, unknown>;
    if (Object.keys(readOptions(kwargs, name, reading)).length > 0 || states) {
      refuse.unsupported(`'${name}' must be called with tensors alone`, shown(each[3]));
    }
    return checkPlace(each.slice(0, 3), name, reading);
  });
  return { places: places.length === 1 ? (places[0] as Place) : places, options: {} };
}

function readOptions(kwargs: Record<string, unknown>, name: string, reading: Reading): Record<string, unknown> {
  const { refuse, ops, masked } = reading;
  const options: Record<string, unknown> = {};
  for (const [theirs, value] of Object.entries(kwargs)) {
    const own = camelName(theirs);
    if (value === null || value === false) continue;
    if (theirs === 'mask') {
      if (!isMask(value, ops)) refuse.unsupported(`mask of '${name}' must follow from the model`, shown(value));
      masked.add(name);
      continue;
    }
    if (!CALL_OPTIONS.includes(own)) refuse.unsupported(`'${name}' must be called without ${theirs}`, shown(value));
    options[own] = value;
  }
  return options;
}

/** Whether it is what an op of the file made: a mask as Keras works it out, not one of the user's own. */
function isMask(value: unknown, ops: ReadonlySet<string>): boolean {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((each) => {
    if (each === null) return true;
    const config = isRecord(each) && isRecord(each.config) ? each.config : {};
    return Array.isArray(config.keras_history) && ops.has(config.keras_history[0]);
  });
}

function tensorPlace(value: unknown, name: string, reading: Reading): Place {
  const config = isRecord(value) && value.class_name === '__keras_tensor__' ? value.config : undefined;
  if (!isRecord(config)) return reading.refuse.unsupported(`'${name}' must be called with tensors`, shown(value));
  return checkPlace(config.keras_history, name, reading);
}

function checkPlace(value: unknown, name: string, { refuse, ops }: Reading): Place {
  const [layer, node, tensor] = (Array.isArray(value) ? value : []) as readonly unknown[];
  if (ops.has(layer as string)) {
    refuse.unsupported(`'${name}' must be called with what a layer makes`, `what the op '${layer}' makes`);
  }
  const counts = Number.isInteger(node) && Number.isInteger(tensor);
  if (typeof layer === 'string' && counts) return [layer, node as number, tensor as number];
  return refuse(`what '${name}' is called with must be [layer, node, tensor]`, shown(value));
}

function placesOf(value: unknown, name: string, single: boolean, reading: Reading): Place | readonly Place[] {
  if (!Array.isArray(value)) return reading.refuse.unsupported(`${name} must be a list`, shown(value));
  if (typeof value[0] === 'string') return checkPlace(value, name, reading);
  const list = value.map((each) => checkPlace(each, name, reading));
  return single && list.length === 1 ? (list[0] as Place) : list;
}
