import type { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import { RNN } from '../../layers/rnn.ts';
import type { RNNCell } from '../../layers/rnn-cell.ts';
import { StackedRNNCells } from '../../layers/stacked-rnn-cells.ts';
import type { OpenShape } from '../../tensor/shape.ts';
import { type GraphNodes, type Output, opName } from './graph-nodes.ts';

/** What a built-in cell has of what it was made with. */
interface Activations {
  readonly units: number;
  readonly activation: string;
  readonly recurrentActivation?: string;
}

/** Weights that not every gate takes. */
const ELSEWHERE: readonly string[] = [
  ...['kernel', 'bias', 'input_peephole', 'forget_peephole', 'output_peephole'],
  ...['cell_gamma', 'cell_beta', 'projection_kernel'],
];

/**
 * A recurrent layer: its weights, x·W + b for all steps, the gates and states of its cell, and what it gives. That the
 * state goes from step to step is not drawn as an edge: it would lead back.
 */
export function addRecurrent(
  nodes: GraphNodes,
  layer: RecurrentLayer,
  scope: string,
  inputs: readonly Output[],
  shapes: readonly OpenShape[],
): readonly Output[] {
  const weights = nodes.weights(layer, scope);
  const [sequence, ...states] = inputs as readonly [Output];
  const own = layer instanceof RNN ? `${scope}${layer.cell.name}/` : scope;
  const hidden = addCell(nodes, layer.cell, own, sequence, [...weights, ...states]);
  const op = layer.returnSequences ? 'Identity' : 'StridedSlice'; // the last step alone
  return nodes.add({ name: `${scope}output`, op, inputs: hidden, shapes, of: layer });
}

/** One cell over the sequence; gives its output at every step. */
function addCell(
  nodes: GraphNodes,
  cell: RNNCell,
  scope: string,
  x: Output,
  given: readonly Output[],
): readonly Output[] {
  const [batch = null, steps = null] = x.shape;
  const of = (width: number): readonly OpenShape[] => [[batch, steps, width]];
  if (cell instanceof StackedRNNCells) {
    let from: readonly Output[] = [x];
    for (const each of cell.cells) {
      const own = given.filter(({ ref }) => ref.includes(`/${each.name}/`));
      from = addCell(nodes, each, `${scope}${each.name}/`, from[0] as Output, own);
    }
    return from;
  }
  const { units, activation, recurrentActivation = 'sigmoid' } = cell as unknown as Activations;
  const gates = { LSTMCell: 4, GRUCell: 3, SimpleRNNCell: 1 }[cell.className];
  if (gates === undefined) {
    const op = cell.className;
    return nodes.add({ name: scope + op, op, inputs: [x], weights: given, shapes: of(cell.outputSize), of: cell });
  }
  const named = (name: string): readonly Output[] => given.filter(({ ref }) => ref.split('/').at(-1) === name);
  const others = given.filter(({ ref }) => !ELSEWHERE.includes(ref.split('/').at(-1) as string));
  const wide = of(gates * units);
  let sums = nodes.add({ name: `${scope}MatMul`, op: 'MatMul', inputs: [x], weights: named('kernel'), shapes: wide });
  if (named('bias').length > 0) {
    sums = nodes.add({ name: `${scope}BiasAdd`, op: 'BiasAdd', inputs: sums, weights: named('bias'), shapes: wide });
  }
  const gate = (name: string, act: string, more: readonly Output[] = []): readonly Output[] =>
    nodes.add({ name: scope + name, op: opName(act), inputs: [...sums, ...others, ...more], shapes: of(units) });
  const add = (name: string, op: string, inputs: readonly Output[], width = units): readonly Output[] =>
    nodes.add({ name: scope + name, op, inputs, shapes: of(width) });
  if (cell.className === 'SimpleRNNCell') return gate('hidden', activation);
  if (cell.className === 'GRUCell') {
    const update = gate('update_gate', recurrentActivation);
    const reset = gate('reset_gate', recurrentActivation);
    const candidate = gate('candidate', activation, reset);
    return add('hidden', 'Lerp', [...update, ...candidate]);
  }
  const input = gate('input_gate', recurrentActivation, named('input_peephole'));
  const forget = gate('forget_gate', recurrentActivation, named('forget_peephole'));
  const candidate = gate('candidate', activation);
  const output = gate('output_gate', recurrentActivation, named('output_peephole'));
  const memory = add('cell', 'AddN', [...input, ...forget, ...candidate]);
  const after = ['cell_gamma', 'cell_beta', 'projection_kernel'].flatMap(named);
  return add('hidden', 'Mul', [...output, ...memory, ...after], cell.outputSize);
}
