import type { Bidirectional } from '../../layers/bidirectional.ts';
import { layers } from '../../layers/index.ts';
import type { Layer } from '../../layers/layer.ts';
import type { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import type { RNNCell } from '../../layers/rnn-cell.ts';
import type { TimeDistributed } from '../../layers/time-distributed.ts';
import { objectText, optionsOf, weightText } from './layer-texts.ts';
import type { Program, Translated, Translator } from './program.ts';
import { cellText, shownBefore } from './translate-cells.ts';

/** What a recurrent layer says of itself, as far as it matters in use. */
interface RecurrentConfig {
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  readonly zeroOutputForMask: boolean;
  readonly activation: string;
  readonly recurrentActivation: string;
  readonly resetAfter: boolean;
}

/** Options of every recurrent layer as entries of an object. */
export function sequenceEntries(
  layer: RecurrentLayer,
  states: readonly string[],
  program: Program,
): Record<string, string | boolean> {
  const { returnSequences, goBackwards, stateful, zeroOutputForMask } = optionsOf<RecurrentConfig>(layer);
  const flags = { returnSequences, goBackwards, stateful, zeroOutputForMask };
  const initialState = states.length > 0 ? `[${states.join(', ')}]` : 'undefined';
  return { name: program.key(layer), ...flags, initialState };
}

const SLOPES: Readonly<Record<string, number>> = { hardSigmoid: 1 / 6, hardSigmoidKeras2: 0.2 };

/** The text of the list [output, …states] that a fused layer gives. */
function fused(layer: RecurrentLayer, [x, ...states]: readonly string[], program: Program): string {
  const { cell } = layer;
  const { activation, recurrentActivation, resetAfter } = optionsOf<RecurrentConfig>(cell);
  const read = (name: string): string => weightText(cell, name, program);
  const weights = { kernel: read('kernel'), recurrentKernel: read('recurrent_kernel'), bias: read('bias') };
  const slope = Math.fround(SLOPES[recurrentActivation] ?? 0);
  const kinds: Readonly<Record<string, readonly [method: string, own: Record<string, string | number | undefined>]>> = {
    LSTMCell: ['lstm', { slope: slope === 0 ? undefined : slope }],
    GRUCell: ['gru', { resetAfter: String(resetAfter) }],
    SimpleRNNCell: ['simpleRnn', { rectified: String(activation === 'relu') }],
  };
  const [method, own] = kinds[cell.className] as (typeof kinds)[string];
  const { zeroOutputForMask, ...entries } = sequenceEntries(layer, states, program);
  const zeroMasked = zeroOutputForMask && program.masked ? '(rows, mask) => net.zeroMasked(rows, mask)' : undefined;
  return `net.${method}(${x}, ${objectText({ ...entries, zeroMasked, ...weights, ...own })})`;
}

/** The text of the list [output, …states] that any recurrent layer gives. */
function sequence(layer: RecurrentLayer, inputs: readonly string[], program: Program): string {
  if (layer.path === 'fused' && layers[layer.cell.className] === layer.cell.constructor)
    return fused(layer, inputs, program);
  const { cell } = layer;
  const loop = { sizes: `[${cell.stateSize.join(', ')}]`, width: cell.outputSize, before: String(shownBefore(cell)) };
  const options = objectText({ ...sequenceEntries(layer, inputs.slice(1), program), ...loop });
  return `net.loop(${inputs[0]}, ${options}, ${cellText(cell, program)})`;
}

const recurrent: Translator = (layer, inputs, program): Translated => {
  const list = sequence(layer as RecurrentLayer, inputs, program);
  return optionsOf<RecurrentConfig>(layer).returnState ? { list } : { one: `${list}[0]` };
};

const bidirectional: Translator = (layer, [x, ...states], program): Translated => {
  const both = layer as Bidirectional;
  const half = states.length / 2;
  const ways = [
    sequence(both.layer, [x as string, ...states.slice(0, half)], program),
    sequence(both.backwardLayer, [x as string, ...states.slice(half)], program),
  ];
  const list = `net.bothWays(${ways.join(', ')}, ${both.returnSequences}, '${both.mergeMode ?? 'none'}')`;
  if (!both.returnState && both.mergeMode !== null) return { one: `${list}[0]` };
  return { list: both.returnState ? list : `${list}.slice(0, 2)` };
};

const timeDistributed: Translator = (layer, [x], program): Translated => {
  const each = program.name('step');
  const inner = (layer as TimeDistributed).layer;
  const block = program.block([each], () => single(inner, program.translate(inner, [each]), program));
  return { one: `net.eachStep(${x}, ${block})` };
};

/** The text of a layer's only output. */
function single(layer: Layer, translated: Translated, program: Program): string {
  if ('one' in translated) return translated.one;
  return program.refuse(layer, 'must have one output in TimeDistributed', 'a list');
}

const cell: Translator = (layer, [x, ...states], program): Translated => {
  const { stateSize } = layer as RNNCell;
  const sizes = `[${stateSize.join(', ')}]`;
  const list = `net.cellOnce(${x}, [${states.join(', ')}], ${sizes}, ${cellText(layer as RNNCell, program)})`;
  return states.length > 0 ? { list } : { one: `${list}[0]` };
};

/** Layers that work on sequences. */
export const recurrentLayers: Readonly<Record<string, Translator>> = {
  LSTM: recurrent,
  GRU: recurrent,
  SimpleRNN: recurrent,
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed,
  RNN: recurrent,
  LSTMCell: cell,
  GRUCell: cell,
  SimpleRNNCell: cell,
  StackedRNNCells: cell,
};
