import { BYTES_TEXT } from './engine-texts.ts';
import { face } from './face.ts';
import type { StandalonePort } from './net.ts';
import { pieces } from './pieces/index.ts';
import type { PlacedWeight } from './program.ts';
import { type Method, methodsText, namesIn, neededMethods } from './source-text.ts';

/** What a module is written from. */
export interface ModuleParts {
  /** Lines of the comment that it begins with. */
  readonly header: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly weights: readonly PlacedWeight[];
  readonly weightsBase64: string;
  readonly kernelsText: string | undefined;
  /** The text of the function from inputs to outputs. */
  readonly network: string;
  /** The text that starts the kernels. */
  readonly engine: string;
  readonly inputs: readonly StandalonePort[];
  readonly listed: boolean;
  readonly stateful: boolean;
  readonly noStream: string;
  /** Where the weights begin and end. */
  readonly begin: number;
  readonly end: number;
  readonly scratch: number;
}

/** Bytes that nothing stands in, so that no address is 0. */
export const FIRST_BYTE = 1024;

/** The text of the methods that a program needs. */
export function methodsOf(network: string): string {
  return methodsText(neededMethods(pieces, ['plan', ...namesIn(network, 'net')]));
}

/** The whole module. */
export function moduleText(parts: ModuleParts): string {
  const { header, metadata, weights, weightsBase64, kernelsText, network, engine, inputs, end } = parts;
  const json = (value: unknown): string => JSON.stringify(value);
  const places = weights.map(({ name, weight, at }) => `  ${name}: { at: ${at}, shape: ${json(weight.shape)} },`);
  const methods = methodsText(Object.values(face) as Method[]);
  return `// ${header.join('\n// ')}

/** What this module holds. */
export const metadata = ${JSON.stringify(metadata, null, 2)};

/** Where each weight stands in the memory. */
const w = {
${places.join('\n')}
};

/** Memory, and what the program is written in. */
const net = {
  floats: undefined,
  ints: undefined,
  kernels: undefined,
  top: 0,
  base: ${end},
  steps: [],
  stream: false,
  turns: {},
  kept: {},
  layout: { scratch: ${parts.scratch} },
  grow: (bytes) => grow(bytes),
${methodsOf(network)}
};

/** The program: where numbers go, layer by layer. It runs once for each shape of the inputs, and leaves the work in net.steps. */
const network = ${network};

const model = {
  net,
  network,
  inputs: ${json(inputs)},
  listed: ${parts.listed},
  stateful: ${parts.stateful},
  noStream: ${json(parts.noStream)},
  plans: new Map(),
  current: undefined,
  streams: 0,
  rows: 0,
  begin: () => begin(),
${methods}
};

/** Predictions for samples: nested arrays, or { data, shape }; of several inputs a list, or an object by their names. */
export function predict(x, options) {
  return model.predict(x, options);
}

/** One step of a stream: the recurrent states are kept from call to call until resetStates(). */
export function predictStep(x) {
  return model.predictStep(x);
}

/** Sets all recurrent states to zeros. */
export function resetStates() {
  model.resetStates();
}

${engine}

function view(buffer) {
  net.floats = new Float32Array(buffer);
  net.ints = new Int32Array(buffer);
  if (net.kernels && 'floats' in net.kernels) Object.assign(net.kernels, { floats: net.floats, ints: net.ints });
}

/** Puts the weights into their places. */
function fill(buffer) {
  view(buffer);
  const bytes = bytesOf(WEIGHTS);
  const all = new Uint8Array(buffer);
  let from = 0;
  for (const { at, shape } of Object.values(w)) {
    const to = from + 4 * shape.reduce((size, n) => size * n, 1);
    all.set(bytes.subarray(from, to), at);
    from = to;
  }
}

${BYTES_TEXT}
${kernelsText === undefined ? '' : `\nconst KERNELS =\n  '${kernelsText}';\n`}
const WEIGHTS =
  '${weightsBase64}';
`;
}
