import { layers } from '../../layers/index.ts';
import type { RNNCell } from '../../layers/rnn-cell.ts';
import { StackedRNNCells } from '../../layers/stacked-rnn-cells.ts';
import { activationText, objectText, optionsOf, weightText } from './layer-texts.ts';
import type { Program } from './program.ts';

interface CellConfig {
  readonly units: number;
  readonly activation: string;
  readonly recurrentActivation?: string;
  readonly resetAfter?: boolean;
  readonly layerNormalization?: boolean;
  readonly peephole?: boolean;
  readonly projectionUnits?: number | null;
  readonly zoneout: Readonly<Record<string, number>>;
}

const METHODS: Readonly<Record<string, string>> = {
  LSTMCell: 'lstmCell',
  GRUCell: 'gruCell',
  SimpleRNNCell: 'simpleRnnCell',
};

/** The text of a cell: a function of x and its states. */
export function cellText(cell: RNNCell, program: Program): string {
  if (cell instanceof StackedRNNCells) {
    const cells = cell.cells.map((each) => `[${each.stateSize.length}, ${cellText(each, program)}]`);
    return `net.stacked([${cells.join(', ')}])`;
  }
  const method = METHODS[cell.className];
  if (method === undefined || layers[cell.className] !== cell.constructor) {
    return program.refuse(
      cell,
      'must be an LSTMCell, a GRUCell, a SimpleRNNCell or StackedRNNCells of them',
      'a class of its own',
    );
  }
  const options = optionsOf<CellConfig>(cell);
  const read = (name: string): string => weightText(cell, name, program);
  const gain = (name: string): string => `{ gamma: ${read(`${name}_gamma`)}, beta: ${read(`${name}_beta`)} }`;
  const lstm = cell.className === 'LSTMCell';
  const normalization = `{ input: ${gain('kernel')}, recurrent: ${gain('recurrent')}${lstm ? `, cell: ${gain('cell')}` : ''} }`;
  const peepholes = ['input', 'forget', 'output'].map((gate) => `${gate}: ${read(`${gate}_peephole`)}`).join(', ');
  const { recurrentActivation, layerNormalization, peephole, projectionUnits, resetAfter } = options;
  const text = `net.${method}(${objectText({
    units: lstm ? options.units : undefined,
    kernel: read('kernel'),
    recurrentKernel: read('recurrent_kernel'),
    bias: read('bias'),
    activation: activationText(options.activation),
    recurrentActivation: recurrentActivation && activationText(recurrentActivation),
    normalization: layerNormalization ? normalization : undefined,
    peepholes: peephole ? `{ ${peepholes} }` : undefined,
    projection: projectionUnits ? read('projection_kernel') : undefined,
    resetAfter: resetAfter === undefined ? undefined : String(resetAfter),
  })})`;
  const rates = cell.stateNames.map((name) => options.zoneout[name] ?? 0);
  return rates.some((rate) => rate > 0) ? `net.zoneout(${text}, [${rates.join(', ')}])` : text;
}

/** Which state a masked step shows before any step counted; -1: zeros. */
export function shownBefore(cell: RNNCell): number {
  if (!(cell instanceof StackedRNNCells)) return cell.stateSize[0] === cell.outputSize ? 0 : -1;
  const last = cell.cells.at(-1) as RNNCell;
  const own = shownBefore(last);
  return own < 0 ? -1 : cell.stateSize.length - last.stateSize.length + own;
}
