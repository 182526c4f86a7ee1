import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kerasCases } from '../../../test/support/keras-models.ts';
import type { GraphNodeMessage } from '../../formats/graph-messages.ts';
import {
  Bidirectional,
  Concatenate,
  Dense,
  GRU,
  Input,
  LSTM,
  LSTMCell,
  Model,
  RNN,
  Sequential,
  type SymbolicTensor,
  TimeDistributed,
} from '../../index.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import type { Tensors } from '../../tensor/batch.ts';
import { modelGraph } from './model-graph.ts';

type Nodes = ReadonlyMap<string, GraphNodeMessage>;

/** Nodes by name: every name once, every input there before it, and no name that is also a scope. */
function nodesOf(model: LayeredModel<Tensors>): Nodes {
  const nodes = new Map<string, GraphNodeMessage>();
  for (const node of modelGraph(model)) {
    assert.ok(!nodes.has(node.name), node.name);
    for (const input of node.inputs) assert.ok(nodes.has(input.replace(/:\d+$/, '')), `${node.name} <- ${input}`);
    assert.ok(node.shapes.length > 0, node.name);
    nodes.set(node.name, node);
  }
  const scopes = [...nodes.keys()].flatMap((name) => {
    const parts = name.split('/');
    return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
  });
  for (const scope of scopes) assert.ok(!nodes.has(scope), `${scope} is a node and a scope`);
  return nodes;
}

const sources = (nodes: Nodes, name: string): readonly string[] | undefined => nodes.get(name)?.inputs;

describe('modelGraph', () => {
  it('gives each layer a scope with its weights, gates and shapes', () => {
    const nodes = nodesOf(
      new Sequential([
        Input({ shape: [8, 2] }),
        new LSTM({ units: 3, returnSequences: true }),
        new GRU({ units: 4, useBias: false, recurrentActivation: 'hardSigmoid' }),
        new Dense({ units: 1, activation: 'sigmoid' }),
      ]),
    );
    assert.deepEqual(nodes.get('input'), {
      ...{ name: 'input', op: 'Placeholder', inputs: [], shapes: [[null, 8, 2]], dtype: 'float32', attributes: {} },
    });
    assert.deepEqual(nodes.get('lstm/recurrent_kernel')?.shapes, [[3, 12]]);
    assert.deepEqual(sources(nodes, 'lstm/MatMul'), ['input', 'lstm/kernel']);
    assert.deepEqual(sources(nodes, 'lstm/BiasAdd'), ['lstm/MatMul', 'lstm/bias']);
    for (const gate of ['input_gate', 'forget_gate', 'candidate', 'output_gate']) {
      assert.deepEqual(sources(nodes, `lstm/${gate}`), ['lstm/BiasAdd', 'lstm/recurrent_kernel']);
      assert.equal(nodes.get(`lstm/${gate}`)?.op, gate === 'candidate' ? 'Tanh' : 'Sigmoid');
      assert.deepEqual(nodes.get(`lstm/${gate}`)?.shapes, [[null, 8, 3]]);
    }
    assert.deepEqual(sources(nodes, 'lstm/hidden'), ['lstm/output_gate', 'lstm/cell']);
    assert.equal(nodes.get('lstm/output')?.attributes.units, '3');
    assert.equal(nodes.get('gru/reset_gate')?.op, 'HardSigmoid');
    assert.deepEqual(sources(nodes, 'gru/MatMul'), ['lstm/output', 'gru/kernel']);
    assert.deepEqual(sources(nodes, 'gru/candidate'), ['gru/MatMul', 'gru/recurrent_kernel', 'gru/reset_gate']);
    assert.deepEqual(nodes.get('gru/output')?.shapes, [[null, 4]]);
    assert.deepEqual(sources(nodes, 'dense/MatMul'), ['gru/output', 'dense/kernel']);
    assert.deepEqual(sources(nodes, 'dense/Sigmoid'), ['dense/BiasAdd']);
    assert.equal(nodes.size, 1 + 12 + 8 + 5);
  });
  it('puts wrapped layers, cells and models into scopes of scopes', () => {
    const head = new Sequential([Input({ shape: [2] }), new Dense({ units: 2, activation: 'relu' })], { name: 'head' });
    const input = Input({ shape: [4, 2], name: 'x' });
    const both = new Bidirectional({ layer: new LSTM({ units: 3, returnSequences: true }) }).apply(input);
    const each = new TimeDistributed({ layer: new Dense({ units: 5 }) }).apply(both);
    const last = new RNN({ cell: new LSTMCell({ units: 2, peephole: true, projectionUnits: 2 }) }).apply(each);
    const nodes = nodesOf(new Model({ inputs: input, outputs: head.apply(last) }));
    assert.deepEqual(sources(nodes, 'bidirectional/backward_lstm/MatMul'), ['x', 'bidirectional/backward_lstm/kernel']);
    assert.deepEqual(sources(nodes, 'bidirectional/merge'), [
      'bidirectional/forward_lstm/output',
      'bidirectional/backward_lstm/output',
    ]);
    assert.deepEqual(nodes.get('bidirectional/merge')?.shapes, [[null, 4, 6]]);
    assert.deepEqual(sources(nodes, 'time_distributed/dense/MatMul'), [
      'time_distributed/steps',
      'time_distributed/dense/kernel',
    ]);
    assert.deepEqual(nodes.get('time_distributed/sequence')?.shapes, [[null, 4, 5]]);
    assert.deepEqual(sources(nodes, 'rnn/lstm_cell/forget_gate')?.slice(2), ['rnn/lstm_cell/forget_peephole']);
    assert.deepEqual(sources(nodes, 'rnn/lstm_cell/hidden')?.slice(2), ['rnn/lstm_cell/projection_kernel']);
    assert.deepEqual(sources(nodes, 'head/dense/MatMul'), ['rnn/output', 'head/dense/kernel']);
  });
  it('shows several inputs and outputs, states, and a layer that is used twice with one set of weights', () => {
    const a = Input({ shape: [4, 2], name: 'a' });
    const b = Input({ shape: [4, 2], name: 'b', dtype: 'float32' });
    const lstm = new LSTM({ units: 3, returnState: true });
    const [first, ...states] = lstm.apply<SymbolicTensor[]>(a) as [SymbolicTensor, ...SymbolicTensor[]];
    const [second] = lstm.apply<SymbolicTensor[]>(b, { initialState: states }) as [SymbolicTensor];
    const joint = new Concatenate().apply([first, second]);
    const outputs = [new Dense({ units: 1, name: 'age' }).apply(joint), new Dense({ units: 2 }).apply(joint)];
    const nodes = nodesOf(new Model({ inputs: [a, b], outputs }));
    assert.deepEqual(sources(nodes, 'lstm_1/MatMul'), ['b', 'lstm/kernel']);
    assert.ok(!nodes.has('lstm_1/kernel'));
    assert.deepEqual(sources(nodes, 'lstm_1/forget_gate')?.slice(2), ['lstm/output:1', 'lstm/output:2']);
    assert.deepEqual(nodes.get('lstm/output')?.shapes, [
      [null, 3],
      [null, 3],
      [null, 3],
    ]);
    assert.deepEqual(sources(nodes, 'concatenate/Concatenate'), ['lstm/output', 'lstm_1/output']);
    assert.deepEqual(sources(nodes, 'age/MatMul'), ['concatenate/Concatenate', 'age/kernel']);
  });
  it('holds together for models with every kind of layer', () => {
    for (const { model } of kerasCases()) {
      const nodes = nodesOf(model);
      const weights = [...nodes.values()].filter(({ op }) => op === 'VariableV2');
      assert.equal(weights.length, model.weights.length, model.name);
    }
  });
});
