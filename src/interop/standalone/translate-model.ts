import { Embedding } from '../../layers/embedding.ts';
import { layers } from '../../layers/index.ts';
import type { Layer } from '../../layers/layer.ts';
import { Masking } from '../../layers/masking.ts';
import type { SymbolicTensor, SymbolicTensors } from '../../layers/symbolic.ts';
import { Model } from '../../models/model.ts';
import { ModelLayer } from '../../models/model-layer.ts';
import { Sequential } from '../../models/sequential.ts';
import { Program, type Translated, type Translator } from './program.ts';
import { attentionLayers } from './translate-attention.ts';
import { imageLayers } from './translate-images.ts';
import { plainLayers } from './translate-plain.ts';
import { recurrentLayers } from './translate-recurrent.ts';

/** A model of either kind. */
export type AnyModel = Sequential | Model<SymbolicTensors>;

/** Every kind of layer that can be exported. */
export const translators: Readonly<Record<string, Translator>> = {
  ...plainLayers,
  ...recurrentLayers,
  ...imageLayers,
  ...attentionLayers,
};

/** Kinds of layers that cannot be exported, with the reason. */
export const refusedLayers: Readonly<Record<string, string>> = {};

/** What a layer computes, as a text. @throws UnsupportedError for a layer that cannot be exported. */
function translate(layer: Layer, inputs: readonly string[], program: Program): Translated {
  if (layer instanceof ModelLayer) {
    const { model } = layer;
    if (model instanceof Sequential || model instanceof Model) {
      const outputs = writeModel(model, inputs, program);
      return model instanceof Model && Array.isArray(model.outputShape[0])
        ? { list: `[${outputs.join(', ')}]` }
        : { one: outputs[0] as string };
    }
  }
  const translator = translators[layer.className];
  if (translator !== undefined && layers[layer.className] === layer.constructor)
    return translator(layer, inputs, program);
  const reason = refusedLayers[layer.className];
  if (reason !== undefined) return program.refuse(layer, reason, 'one');
  return program.refuse(
    layer,
    "must be one of memcell's layers",
    'a class of its own',
    'Put together what it computes from the layers that are there.',
  );
}

/** Whether a layer says which steps are padding. */
function makesMasks(layers: readonly Layer[]): boolean {
  return layers.some(
    (layer) => layer instanceof Masking || (layer instanceof Embedding && layer.maskZero) || makesMasks(layer.layers),
  );
}

/** A program for a model, and the text of its function from inputs to outputs. */
export function modelProgram(model: AnyModel, from: number): { program: Program; network: string } {
  const program = new Program(`${model.className} '${model.name}'`, {
    from,
    masked: makesMasks(model.layers),
    translate,
  });
  const inputs = portNames(model).map((name) => program.name(name));
  const network = program.block(inputs, () => `[${writeModel(model, inputs, program).join(', ')}]`);
  return { program, network };
}

/** Names of a model's inputs. */
export function portNames(model: AnyModel): string[] {
  return model instanceof Sequential ? ['x'] : model.inputs.map(({ name }) => name);
}

/** Writes the statements of a model, and gives the names of its outputs. */
function writeModel(model: AnyModel, inputs: readonly string[], program: Program): string[] {
  if (model instanceof Sequential) {
    let x = inputs[0] as string;
    for (const layer of model.layers) [x] = write(layer, [x], 1, program) as [string];
    return [x];
  }
  const { graph } = model;
  const names = new Map<SymbolicTensor, string>(graph.inputs.map((symbol, i) => [symbol, inputs[i] as string]));
  const read = (symbol: SymbolicTensor): string => names.get(symbol) as string;
  for (const { layer, node } of graph.steps) {
    const made = write(layer, node.inputs.map(read), node.outputs.length, program);
    for (const [i, symbol] of node.outputs.entries()) names.set(symbol, made[i] as string);
  }
  return graph.outputs.map(read);
}

function write(layer: Layer, inputs: readonly string[], outputs: number, program: Program): string[] {
  const translated = program.translate(layer, inputs);
  if ('one' in translated && /^[\w$]+$/.test(translated.one)) return [translated.one]; // what does nothing needs no statement
  return program.let(layer.name, translated, outputs);
}
