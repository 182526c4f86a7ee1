import { FormatError } from '../errors.ts';
import { InputLayer } from '../layers/input.ts';
import type { Layer, LayerConfig } from '../layers/layer.ts';
import { makeLayer } from '../layers/make-layer.ts';
import type { SymbolicTensor, SymbolicTensors } from '../layers/symbolic.ts';
import { describe } from '../options.ts';
import type { FunctionalOptions, Graph } from './graph.ts';

/** One tensor of a graph: the layer that makes it, at which of its applications, at which place of the outputs. */
type Reference = readonly [layer: string, node: number, tensor: number];

/** A layer of a graph as JSON. */
interface LayerEntry {
  readonly className: string;
  readonly name: string;
  readonly config: LayerConfig;
  /** What each application was given: one reference, or a list. */
  readonly inboundNodes: readonly (Reference | readonly Reference[])[];
}

/** A graph as plain JSON, as Keras writes it: layers with their inbound nodes, input layers, output layers. */
export function graphConfig(
  { inputs, outputs, layers, steps }: Graph,
  inputList: boolean,
  outputList: boolean,
): LayerConfig {
  const nodesOf = (layer: unknown) => steps.filter((step) => step.layer === layer).map(({ node }) => node);
  const reference = ({ name, node, index }: SymbolicTensor): Reference => [
    name,
    Math.max(0, nodesOf(node.layer).indexOf(node)),
    index,
  ];
  const references = (tensors: readonly SymbolicTensor[], listed: boolean) =>
    listed ? tensors.map(reference) : reference(tensors[0] as SymbolicTensor);
  const entries = layers.map(
    (layer): LayerEntry => ({
      className: layer.className,
      name: layer.name,
      config: layer.config(),
      inboundNodes: nodesOf(layer).map((node) => references(node.inputs, node.listed)),
    }),
  );
  return { layers: entries, inputLayers: references(inputs, inputList), outputLayers: references(outputs, outputList) };
}

/** What a Model is made of, from its config. @throws FormatError, OptionError, ShapeError or UnsupportedError where it does not fit. */
export function readGraphConfig(config: unknown): FunctionalOptions<SymbolicTensors> {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw refuse('must be an object', describe(config));
  const { name, seed, layers, inputLayers, outputLayers, ...rest } = config as Record<string, unknown>;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined || !Array.isArray(layers)) {
    throw refuse(
      'must hold name, seed, layers, inputLayers and outputLayers',
      unknown === undefined ? 'no layers' : `'${unknown}'`,
    );
  }
  const made = new Map<string, Made>();
  for (const entry of layers as readonly LayerEntry[]) {
    const layer = makeLayer(entry);
    const nodes: unknown = entry.inboundNodes;
    if (!Array.isArray(nodes)) throw refuse(`must hold inboundNodes for '${layer.name}'`, describe(nodes));
    const outputs = layer instanceof InputLayer ? [[layer.output]] : [];
    made.set(layer.name, { layer, waiting: [...nodes], outputs });
  }
  applyAll(made);
  const options = { inputs: find(made, inputLayers, 'inputLayers'), outputs: find(made, outputLayers, 'outputLayers') };
  return { ...options, name, seed } as FunctionalOptions<SymbolicTensors>;
}

interface Made {
  readonly layer: Layer;
  /** Applications to come. */
  readonly waiting: unknown[];
  /** Outputs of the applications that were made. */
  readonly outputs: (readonly SymbolicTensor[])[];
}

/** Applies the layers in an order in which each has its inputs. */
function applyAll(made: ReadonlyMap<string, Made>): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (const { layer, waiting, outputs } of made.values()) {
      while (waiting.length > 0 && isReady(made, waiting[0], layer.name)) {
        const output = layer.apply<SymbolicTensors>(find(made, waiting.shift(), `inboundNodes of '${layer.name}'`));
        outputs.push(Array.isArray(output) ? output : [output]);
        moved = true;
      }
    }
  }
  const left = [...made.values()].find(({ waiting }) => waiting.length > 0);
  if (left !== undefined) {
    throw refuse(`must hold what '${left.layer.name}' is applied to`, JSON.stringify(left.waiting[0]));
  }
}

function isReady(made: ReadonlyMap<string, Made>, given: unknown, name: string): boolean {
  const list = listOf(given, `inboundNodes of '${name}'`);
  return list.every(([layer, node, tensor]) => made.get(layer)?.outputs[node]?.[tensor] !== undefined);
}

/** The tensors behind references. */
function find(made: ReadonlyMap<string, Made>, given: unknown, what: string): SymbolicTensors {
  const tensors = listOf(given, what).map(([layer, node, tensor]) => {
    const found = made.get(layer)?.outputs[node]?.[tensor];
    if (found === undefined) throw refuse(`must hold what ${what} name`, `no '${layer}' of node ${node}`);
    return found;
  });
  return Array.isArray(given) && Array.isArray(given[0]) ? tensors : (tensors[0] as SymbolicTensor);
}

function listOf(given: unknown, what: string): readonly Reference[] {
  const list: readonly unknown[] = Array.isArray(given) && Array.isArray(given[0]) ? given : [given];
  for (const each of list) {
    const [layer, node, tensor] = (Array.isArray(each) ? each : []) as readonly unknown[];
    if (typeof layer === 'string' && Number.isInteger(node) && Number.isInteger(tensor)) continue;
    throw refuse(`must hold [layer, node, tensor] in ${what}`, describe(each));
  }
  return list as readonly Reference[];
}

function refuse(must: string, received: string): FormatError {
  return new FormatError(`Cannot load Functional: config ${must}, received ${received}`);
}
