import type { Layer } from '../../layers/layer.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { Program, Translated, Translator } from './program.ts';

/** The options of a layer as its config says them. */
export function optionsOf<T>(layer: Layer): T {
  return layer.config() as T;
}

/** The text of one of a layer's weights by its last name; 'undefined' where there is none. */
export function weightText(layer: Layer, name: string, program: Program): string {
  const weight = layer.weights.find((each) => each.name.endsWith(`/${name}`)) as Variable | undefined;
  return weight === undefined ? 'undefined' : program.weight(weight);
}

/** An object as text, without what is undefined or off. */
export function objectText(entries: Readonly<Record<string, string | boolean | number | undefined>>): string {
  const used = Object.entries(entries).filter(
    ([, text]) => text !== undefined && text !== 'undefined' && text !== false,
  );
  return `{ ${used.map(([name, text]) => (name === text ? name : `${name}: ${text}`)).join(', ')} }`;
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  logSoftmax: 'logSoftmax',
  hardSigmoid: 'hardSigmoid',
  hardSigmoidKeras2: 'hardSigmoidKeras2',
  exponential: 'exp',
};

/** An activation of a text. */
export function activated(name: string, text: string): string {
  const method = ACTIVATIONS[name];
  return method === undefined ? text : `net.${method}(${text})`;
}

/** An activation as the text of a function. */
export function activationText(name: string): string {
  return `(x) => ${activated(name, 'x')}`;
}

/** A translator of one input and one output. */
export function one(write: (x: string, layer: Layer, program: Program) => string): Translator {
  return (layer, inputs, program): Translated => ({ one: write(inputs[0] as string, layer, program) });
}

/** A translator of a layer that is given a list. */
export function listed(write: (list: string, layer: Layer, program: Program) => string): Translator {
  return (layer, inputs, program): Translated => ({ one: write(`[${inputs.join(', ')}]`, layer, program) });
}

/** A layer that does nothing in use. */
export const same: Translator = one((x) => x);
