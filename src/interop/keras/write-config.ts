import type { Config, ConfigEntry } from '../../config.ts';
import { UnsupportedError } from '../../errors.ts';
import { Bidirectional } from '../../layers/bidirectional.ts';
import type { Layer } from '../../layers/layer.ts';
import { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import { RNNCell } from '../../layers/rnn-cell.ts';
import type { GraphNode, SymbolicTensor } from '../../layers/symbolic.ts';
import { TimeDistributed } from '../../layers/time-distributed.ts';
import { Model } from '../../models/model.ts';
import { ModelLayer, type NestedModel } from '../../models/model-layer.ts';
import { carriesMask } from './carries-mask.ts';
import type { KerasObject } from './keras-object.ts';
import { CALL_OPTIONS, kerasLayer } from './layer-entry.ts';

/**
 * A model as Keras 3 writes it in config.json.
 *
 * @throws UnsupportedError for what Keras has not, or would compute in another way.
 */
export function kerasModel(model: NestedModel, action: string): KerasObject {
  return model instanceof Model ? functional(model, action) : sequential(model, action);
}

function sequential(model: NestedModel, action: string): KerasObject {
  const { name, layers } = model.config() as { name: string; layers: readonly ConfigEntry[] };
  const input = layers[0]?.className === 'InputLayer' ? [kerasLayer(layers[0], action)] : [];
  const shape = model.inputShape;
  const config = {
    name,
    trainable: true,
    layers: [...input, ...model.layers.map((layer) => layerObject(layer, action))],
    build_input_shape: shape,
  };
  const entry = { module: 'keras', class_name: 'Sequential', config, registered_name: null };
  return { ...entry, build_config: { input_shape: shape } };
}

/** A layer of a model, which may be a model itself. */
function layerObject(layer: Layer, action: string): KerasObject {
  if (layer instanceof ModelLayer) return kerasModel(layer.model, action);
  if (layer instanceof TimeDistributed && layer.layer instanceof ModelLayer) {
    const { name, trainable } = layer;
    const config = { name, trainable, dtype: 'float32', layer: kerasModel(layer.layer.model, action) };
    return { module: 'keras.layers', class_name: 'TimeDistributed', config, registered_name: null };
  }
  return kerasLayer({ className: layer.className, config: layer.config() }, action);
}

function functional(model: Model, action: string): KerasObject {
  const { inputs, outputs, layers, steps } = model.graph;
  const nodesOf = (layer: unknown): readonly GraphNode[] =>
    steps.filter((step) => step.layer === layer).map(({ node }) => node);
  const history = ({ name, node, index }: SymbolicTensor): readonly unknown[] => [
    name,
    Math.max(0, nodesOf(node.layer).indexOf(node)),
    index,
  ];
  const tensor = (symbol: SymbolicTensor): Config => {
    const { shape, dtype } = symbol;
    return { class_name: '__keras_tensor__', config: { shape, dtype, keras_history: history(symbol) } };
  };
  const call = (node: GraphNode): Config => {
    const layer = node.layer as Layer;
    const kwargs = callOptions(layer);
    if (!node.listed) return { args: [tensor(node.inputs[0] as SymbolicTensor)], kwargs };
    if (layer instanceof RNNCell) {
      throw new UnsupportedError(
        `Cannot ${action}: a cell with states must be in an RNN, received '${layer.name}' by itself`,
      );
    }
    if (!(layer instanceof RecurrentLayer || layer instanceof Bidirectional)) {
      return { args: [node.inputs.map(tensor)], kwargs };
    }
    const [sequence, ...states] = node.inputs as readonly [SymbolicTensor, ...SymbolicTensor[]];
    checkMask(layer, sequence, action);
    if (states.length === 0) return { args: [tensor(sequence)], kwargs };
    return { args: [tensor(sequence)], kwargs: { ...kwargs, initial_state: states.map(tensor) } };
  };
  const places = (symbols: readonly SymbolicTensor[], listed: boolean): unknown =>
    listed ? symbols.map(history) : history(symbols[0] as SymbolicTensor);
  const config = {
    name: model.name,
    trainable: true,
    layers: layers.map((layer) => ({
      ...layerObject(layer, action),
      name: layer.name,
      inbound_nodes: nodesOf(layer).map(call),
    })),
    input_layers: places(inputs, model.takesList),
    output_layers: places(outputs, Array.isArray(model.outputShape[0])),
  };
  const module = 'keras.src.models.functional';
  return { module, class_name: 'Functional', config, registered_name: 'Functional' };
}

/** What Keras says when it calls a layer, where it is not the default. */
function callOptions(layer: Layer): Config {
  const config = layer instanceof ModelLayer ? {} : layer.config();
  const on = CALL_OPTIONS.filter((name) => config[name] === true);
  return Object.fromEntries(on.map((name) => [name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`), true]));
}

/** Keras 3 gives no mask to a layer that is also given initial states. */
function checkMask(layer: Layer, sequence: SymbolicTensor, action: string): void {
  if (!carriesMask(sequence)) return;
  throw new UnsupportedError(
    `Cannot ${action}: '${layer.name}' must not have both initial states and a mask, received both`,
    { hint: 'Keras 3 drops the mask there, and would predict something else. Save it as .safetensors.' },
  );
}
