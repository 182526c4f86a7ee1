import { OptionError } from '../../errors.ts';
import type { GraphNodeMessage } from '../../formats/graph-messages.ts';
import { Bidirectional } from '../../layers/bidirectional.ts';
import type { InputLayer } from '../../layers/input.ts';
import type { Layer } from '../../layers/layer.ts';
import { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import type { SymbolicTensor } from '../../layers/symbolic.ts';
import { TimeDistributed } from '../../layers/time-distributed.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import { Model } from '../../models/model.ts';
import { ModelLayer } from '../../models/model-layer.ts';
import type { Tensors } from '../../tensor/batch.ts';
import { isOneShape, type OpenShape } from '../../tensor/shape.ts';
import { GraphNodes, type Output, opName } from './graph-nodes.ts';
import { addRecurrent } from './recurrent-graph.ts';

type AnyModel = Pick<LayeredModel<Tensors>, 'layers' | 'className'>;

/**
 * The graph of a model as nodes for TensorBoard: a scope for each layer (models and wrapped layers in it are scopes in
 * that), with a node for each weight and for what the layer computes. A layer that is used several times has a scope for
 * each use, and its weights in the first.
 *
 * @throws OptionError where the model is not built.
 */
export function modelGraph(model: LayeredModel<Tensors>): GraphNodeMessage[] {
  const { inputShape } = model;
  if (inputShape === undefined) {
    throw new OptionError(
      `Cannot add graph of ${model.className} '${model.name}': it must be built, received a model that has no shapes yet`,
      { hint: 'Put Input({ shape }) first, call build(shape), or fit or predict once.' },
    );
  }
  const nodes = new GraphNodes();
  const places = model instanceof Model ? model.inputs : [undefined];
  const shapes = isOneShape(inputShape) ? [inputShape] : inputShape;
  const inputs = shapes.map((shape, i) => {
    const dtype = (places[i]?.node.layer as InputLayer | undefined)?.dtype ?? 'float32';
    return nodes.add({ name: places[i]?.name ?? 'input', op: 'Placeholder', shapes: [shape], dtype })[0] as Output;
  });
  addModel(nodes, model, '', inputs);
  return nodes.all;
}

/** The layers of a model, in a scope; gives its outputs. */
function addModel(nodes: GraphNodes, model: AnyModel, scope: string, inputs: readonly Output[]): readonly Output[] {
  if (!(model instanceof Model)) {
    return model.layers.reduce((from, layer) => addLayer(nodes, layer, scope, from), inputs);
  }
  const made = new Map<SymbolicTensor, Output>();
  const put = (places: readonly SymbolicTensor[], outputs: readonly Output[]): void => {
    for (const [i, place] of places.entries()) made.set(place, outputs[i] as Output);
  };
  const { graph } = model;
  put(graph.inputs, inputs);
  for (const { layer, node } of graph.steps) {
    const given = node.inputs.map((each) => made.get(each) as Output);
    put(node.outputs, addLayer(nodes, layer, scope, given));
  }
  return graph.outputs.map((each) => made.get(each) as Output);
}

/** One use of a layer; gives its outputs. */
function addLayer(nodes: GraphNodes, layer: Layer, scope: string, inputs: readonly Output[]): readonly Output[] {
  const own = nodes.scope(`${scope}${layer.name}/`);
  if (layer instanceof ModelLayer) return addModel(nodes, layer.model as AnyModel, own, inputs);
  const shapes = outputShapes(layer, inputs);
  if (layer instanceof RecurrentLayer) return addRecurrent(nodes, layer, own, inputs, shapes);
  if (layer instanceof Bidirectional) return addBidirectional(nodes, layer, own, inputs, shapes);
  if (layer instanceof TimeDistributed) {
    const [batch, steps, ...sample] = inputs[0]?.shape ?? [];
    const width = batch == null || steps == null ? null : batch * steps;
    const flat = nodes.add({ name: `${own}steps`, op: 'Reshape', inputs, shapes: [[width, ...sample]] });
    const each = addLayer(nodes, layer.layer, own, flat);
    return nodes.add({ name: `${own}sequence`, op: 'Reshape', inputs: each, shapes });
  }
  const weights = nodes.weights(layer, own);
  const { activation } = layer.config();
  const acts = typeof activation === 'string' && activation !== 'linear' && layer.className !== 'Activation';
  const computed = layer.className === 'Dense' ? addDense(nodes, layer, own, inputs, weights, shapes) : undefined;
  const outputs =
    computed ?? nodes.add({ name: own + layer.className, op: layer.className, inputs, weights, shapes, of: layer });
  return acts
    ? nodes.add({ name: own + opName(activation), op: opName(activation), inputs: outputs, shapes })
    : outputs;
}

function addDense(
  nodes: GraphNodes,
  layer: Layer,
  scope: string,
  inputs: readonly Output[],
  [kernel, bias]: readonly Output[],
  shapes: readonly OpenShape[],
): readonly Output[] {
  const weights = kernel === undefined ? [] : [kernel];
  const product = nodes.add({ name: `${scope}MatMul`, op: 'MatMul', inputs, weights, shapes, of: layer });
  if (bias === undefined) return product;
  return nodes.add({ name: `${scope}BiasAdd`, op: 'BiasAdd', inputs: product, weights: [bias], shapes });
}

function addBidirectional(
  nodes: GraphNodes,
  layer: Bidirectional,
  scope: string,
  inputs: readonly Output[],
  shapes: readonly OpenShape[],
): readonly Output[] {
  const [sequence, ...states] = inputs as readonly [Output];
  const half = layer.layer.cell.stateSize.length;
  const forward = addLayer(nodes, layer.layer, scope, [sequence, ...states.slice(0, half)]);
  const backward = addLayer(nodes, layer.backwardLayer, scope, [sequence, ...states.slice(half)]);
  const parts = [...forward, ...backward];
  const ops = { concat: 'ConcatV2', sum: 'Add', mul: 'Mul', ave: 'Mean' } as const;
  const op = layer.mergeMode === null ? 'IdentityN' : ops[layer.mergeMode];
  return nodes.add({ name: `${scope}merge`, op, inputs: parts, shapes });
}

function outputShapes(layer: Layer, inputs: readonly Output[]): readonly OpenShape[] {
  const shapes = inputs.map(({ shape }) => shape);
  const made = layer.outputShape(shapes.length === 1 ? (shapes[0] as OpenShape) : shapes);
  return isOneShape(made) ? [made] : made;
}
