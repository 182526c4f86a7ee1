import { OptionError } from '../errors.ts';
import { InputLayer } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { type GraphNode, SymbolicTensor, type SymbolicTensors } from '../layers/symbolic.ts';
import { describe } from '../options.ts';
import type { ModelOptions } from './layered-model.ts';

/** Options of `Model`. */
export interface FunctionalOptions<O extends SymbolicTensors> extends ModelOptions {
  /** What `Input` gave; a list for several. */
  inputs: SymbolicTensors;
  /** What layers made of them; a list for several. */
  outputs: O;
}

/** One application of a layer in a model. */
export interface GraphStep {
  readonly layer: Layer;
  readonly node: GraphNode;
}

/** What leads from inputs to outputs. */
export interface Graph {
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** Every layer once, inputs among them, in Keras's order: far from the outputs first. */
  readonly layers: readonly Layer[];
  /** Applications in an order in which they can be computed; those of inputs are left out. */
  readonly steps: readonly GraphStep[];
}

/**
 * The graph between symbolic inputs and outputs.
 *
 * @throws OptionError unless inputs come from `Input`, lead to an output each, and are all that the outputs need.
 */
export function readGraph(subject: string, givenInputs: SymbolicTensors, givenOutputs: SymbolicTensors): Graph {
  const inputs = readList(subject, 'inputs', givenInputs);
  const outputs = readList(subject, 'outputs', givenOutputs);
  inputs.forEach((each, i) => {
    if (!(each.node.layer instanceof InputLayer)) {
      throw new OptionError(`Cannot create ${subject}: inputs must come from Input, received one of '${each.name}'`);
    }
    if (inputs.indexOf(each) !== i) {
      throw new OptionError(`Cannot create ${subject}: each input must come once, received '${each.name}' twice`);
    }
  });
  const { nodes, met } = walk(subject, inputs, outputs);
  const unused = inputs.find(({ node }) => !met.has(node.layer as Layer));
  if (unused !== undefined) {
    throw new OptionError(
      `Cannot create ${subject}: every input must lead to an output, received '${unused.name}', which does not`,
    );
  }
  const depths = depthsOf(nodes);
  const deepest = (layer: Layer): number => depths.ofLayer.get(layer) as number;
  const layers = [...met].sort((a, b) => deepest(b) - deepest(a)); // the sort is stable: where depths are equal, as met
  const steps = nodes
    .filter(({ inputs }) => inputs.length > 0)
    .sort((a, b) => (depths.ofNode.get(b) as number) - (depths.ofNode.get(a) as number))
    .map((node) => ({ layer: node.layer as Layer, node }));
  return { inputs, outputs, layers, steps };
}

/** From the outputs back to the inputs: applications, each after those it needs, and layers as they are met. */
function walk(
  subject: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): { readonly nodes: GraphNode[]; readonly met: ReadonlySet<Layer> } {
  const known = new Set(inputs.map(({ node }) => node));
  const met = new Set<Layer>();
  const done = new Set<GraphNode>();
  const stack: { node: GraphNode; next: number }[] = [];
  const enter = (node: GraphNode): void => {
    if (done.has(node)) return;
    if (node.inputs.length === 0 && !known.has(node)) {
      throw new OptionError(
        `Cannot create ${subject}: inputs must hold every Input that the outputs need, received none for '${node.layer.name}'`,
      );
    }
    met.add(node.layer as Layer);
    stack.push({ node, next: 0 });
  };
  for (const { node } of outputs) {
    enter(node);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.node.inputs[top.next++];
      if (next !== undefined) enter(next.node);
      else {
        done.add(top.node);
        stack.pop();
      }
    }
  }
  return { nodes: [...done], met };
}

/** How far applications and layers are from the outputs; a layer applied several times is where its farthest one is. */
function depthsOf(nodes: readonly GraphNode[]): {
  readonly ofNode: ReadonlyMap<GraphNode, number>;
  readonly ofLayer: ReadonlyMap<Layer, number>;
} {
  const ofNode = new Map<GraphNode, number>();
  const ofLayer = new Map<Layer, number>();
  for (const node of nodes.toReversed()) {
    const layer = node.layer as Layer;
    const depth = Math.max(ofNode.get(node) ?? 0, ofLayer.get(layer) ?? 0);
    ofNode.set(node, depth);
    ofLayer.set(layer, depth);
    for (const { node: before } of node.inputs) ofNode.set(before, Math.max(depth + 1, ofNode.get(before) ?? 0));
  }
  return { ofNode, ofLayer };
}

function readList(subject: string, what: 'inputs' | 'outputs', given: unknown): readonly SymbolicTensor[] {
  const list: readonly unknown[] = Array.isArray(given) ? [...given] : [given];
  const wrong = list.find((each) => !(each instanceof SymbolicTensor));
  if (list.length > 0 && wrong === undefined && !list.includes(undefined)) return list as readonly SymbolicTensor[];
  throw new OptionError(
    `Cannot create ${subject}: ${what} must be one symbolic tensor or a list of them, received ${list.length === 0 ? 'none' : describe(wrong)}`,
    { hint: 'Begin with Input({ shape }), and call apply() of the layers.' },
  );
}
