// What the contract and golden suites do not reach of the recurrent layers: dropout, cells of your own, exact texts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { built, call, stepsOf, throws } from '../../test/support/recurrent.ts';
import { Sequential } from '../models/sequential.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Bidirectional } from './bidirectional.ts';
import type { CellStep } from './cell-loop.ts';
import { Dense } from './dense.ts';
import { Embedding } from './embedding.ts';
import { GRU } from './gru.ts';
import { GRUCell } from './gru-cell.ts';
import { layerFromConfig } from './index.ts';
import type { Layer } from './layer.ts';
import { LSTM } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import { copyLayer } from './parts.ts';
import { RNN } from './rnn.ts';
import { RNNCell } from './rnn-cell.ts';
import { SimpleRNN } from './simple-rnn.ts';
import { SimpleRNNCell } from './simple-rnn-cell.ts';
import { StackedRNNCells } from './stacked-rnn-cells.ts';
import { TimeDistributed } from './time-distributed.ts';
import { forwardPass } from './trainable.ts';

const x = ramp([4, 6, 2]);

describe('dropout of a recurrent layer', () => {
  const ones = tensor(new Float32Array(400 * 3 * 50).fill(1), [400, 3, 50]);
  const train = (layer: Layer, seed: number): Tensor => {
    layer.ensureBuilt([null, null, 50], new Random(1));
    return scope(() => layer.call(ones, forwardPass({ training: true, random: new Random(seed) })) as Tensor);
  };
  /** Gives the input on: W = 1, R = 0. */
  const passing = (dropout: number): SimpleRNN =>
    new SimpleRNN({
      units: 50,
      dropout,
      activation: 'relu',
      returnSequences: true,
      kernelInitializer: 'identity',
      recurrentInitializer: 'zeros',
    });
  it('drops inputs at its rate, scales the others, and drops the same ones at every step', () => {
    const y = train(passing(0.25), 3);
    const [kept, dropped] = [Math.fround(1 / 0.75), 0];
    assert.ok(y.data.every((value) => Math.abs(value - kept) < 1e-6 || value === dropped));
    const share = y.data.filter((value) => value === dropped).length / y.size;
    assert.ok(Math.abs(share - 0.25) < 0.01, `${share}`);
    const [first, second, third] = [0, 1, 2].map((t) => [...stepsOf(y, t, t + 1).data]);
    assert.deepEqual(second, first);
    assert.deepEqual(third, first);
  });
  it('drops h at its rate, the same at every step', () => {
    const counting = new SimpleRNN({
      units: 50,
      recurrentDropout: 0.4,
      activation: 'relu',
      returnSequences: true,
      kernelInitializer: 'identity',
      recurrentInitializer: 'identity',
    });
    // h1 = 1; h2 = 1 + m·h1; h3 = 1 + m·h2 with m either 0 or 1 / 0.6
    const y = train(counting, 4);
    const m = 1 / 0.6;
    const third = stepsOf(y, 2, 3).data;
    assert.ok(stepsOf(y, 0, 1).data.every((value) => value === 1));
    assert.ok(third.every((value) => Math.abs(value - (1 + m * (1 + m))) < 1e-5 || value === 1));
    const share = third.filter((value) => value === 1).length / third.length;
    assert.ok(Math.abs(share - 0.4) < 0.015, `${share}`);
  });
  it('gives the same bits for the same seed, others for another, and nothing in use', () => {
    const layer = new GRU({ units: 4, dropout: 0.3, recurrentDropout: 0.3 });
    assert.deepEqual(train(layer, 5).data, train(layer, 5).data);
    assert.notDeepEqual(train(layer, 5).data, train(layer, 6).data);
    const plain = new GRU({ units: 4 });
    plain.ensureBuilt([null, null, 50], new Random(1));
    assert.deepEqual(call(layer, ones).data, call(plain, ones).data);
  });
  it('draws once a sequence in a cell within RNN', () => {
    const cell = new StackedRNNCells({ cells: [new SimpleRNNCell({ ...cellOptions, dropout: 0.25 })] });
    const y = train(new RNN({ cell, returnSequences: true }), 3);
    const [first, second] = [0, 1].map((t) => [...stepsOf(y, t, t + 1).data]);
    assert.ok(first?.includes(0));
    assert.deepEqual(second, first);
  });
  const cellOptions = {
    units: 50,
    activation: 'relu',
    kernelInitializer: 'identity',
    recurrentInitializer: 'zeros',
  } as const;
  it('needs random numbers in training', () => {
    const layer = built(new LSTM({ units: 1, dropout: 0.5, name: 'memory' }));
    throws(
      () => layer.call(x, forwardPass({ training: true })),
      'OptionError',
      "Cannot call LSTMCell 'memory': random must be given in training, received none",
    );
  });
});

/** Counts its steps, and gives twice the count; its state is not its output. */
class Counter extends RNNCell {
  readonly className = 'Counter';
  readonly stateSize: readonly number[] = [1];
  wrong = false;
  override get outputSize(): number {
    return 2;
  }
  protected build(): void {}
  step(now: Tensor, [count]: readonly Tensor[]): CellStep {
    const next = add(count as Tensor, 1);
    const two = multiply(next, tensor([[2, 3]]));
    return { output: this.wrong ? now : two, states: [next] };
  }
  config() {
    return { name: this.name };
  }
}

describe('RNN of a cell of your own', () => {
  const run = (options: { zeroOutputForMask?: boolean; goBackwards?: boolean }, marks: readonly number[]) => {
    const layer = built(new RNN({ cell: new Counter('counter', {}), returnSequences: true, ...options }), [1, 3, 1]);
    const input = ramp([1, 3, 1]);
    const masks = new Map([[input, tensor([marks])]]);
    return scope(() => layer.call(input, forwardPass({ masks })) as Tensor).toArray() as number[][][];
  };
  it('holds the output before a masked step, zeros before the first that counts', () => {
    assert.deepEqual(run({}, [0, 1, 0])[0], [
      [0, 0],
      [2, 3],
      [2, 3],
    ]);
    assert.deepEqual(run({ zeroOutputForMask: true }, [1, 0, 1])[0], [
      [2, 3],
      [0, 0],
      [4, 6],
    ]);
    assert.deepEqual(run({ goBackwards: true }, [1, 1, 0])[0], [
      [0, 0],
      [2, 3],
      [4, 6],
    ]);
  });
  it('says what a step that does not fit gives', () => {
    const cell = new Counter('counter', {});
    cell.wrong = true;
    const layer = built(new RNN({ cell }), [null, null, 1]);
    throws(
      () => call(layer, ramp([3, 2, 1])),
      'ShapeError',
      "Cannot run Counter 'counter': output of a step must have shape [3, 2], received [3, 1]",
    );
  });
});

describe('recurrent layers say', () => {
  const gru = () => new GRU({ units: 2 });
  const refused: readonly [string, string, () => unknown][] = [
    [
      'OptionError',
      "Cannot create RNN 'rnn': cell must be an RNNCell, received 5",
      () => new RNN({ cell: 5 as never }),
    ],
    [
      'OptionError',
      "Cannot create RNN 'rnn': stateSize of the cell must be a list of one or more widths, received 3",
      () => {
        const cell = new GRUCell({ units: 3 });
        Object.defineProperty(cell, 'stateSize', { value: 3 });
        return new RNN({ cell });
      },
    ],
    [
      'OptionError',
      "Cannot create StackedRNNCells 'stacked_rnn_cells': cells must be a list of one or more cells, received []",
      () => new StackedRNNCells({ cells: [] }),
    ],
    [
      'OptionError',
      "Cannot create StackedRNNCells 'stacked_rnn_cells': names of cells must differ, received 'a' twice",
      () =>
        new StackedRNNCells({ cells: [new GRUCell({ units: 1, name: 'a' }), new GRUCell({ units: 1, name: 'a' })] }),
    ],
    [
      'OptionError',
      "Cannot create Bidirectional 'bidirectional': layer must be a recurrent layer, received an instance of Dense",
      () => new Bidirectional({ layer: new Dense({ units: 1 }) as never }),
    ],
    [
      'OptionError',
      "Cannot create Bidirectional 'bidirectional': layer and backwardLayer must differ in goBackwards, received false in both",
      () => new Bidirectional({ layer: gru(), backwardLayer: gru() }),
    ],
    [
      'OptionError',
      "Cannot create Bidirectional 'bidirectional': layer and backwardLayer must have the same returnState, received false and true",
      () =>
        new Bidirectional({ layer: gru(), backwardLayer: new GRU({ units: 2, goBackwards: true, returnState: true }) }),
    ],
    [
      'OptionError',
      "Cannot create Bidirectional 'bidirectional': layer and backwardLayer must have the same width with mergeMode 'sum', received 2 and 3",
      () =>
        new Bidirectional({ layer: gru(), backwardLayer: new GRU({ units: 3, goBackwards: true }), mergeMode: 'sum' }),
    ],
    [
      'UnsupportedError',
      "Cannot call Bidirectional 'bidirectional': a stream must be read forwards alone, received a layer that reads both ways",
      () => new Sequential([new Bidirectional({ layer: gru() })]).predictStep([[1]]),
    ],
    [
      'UnsupportedError',
      "Cannot call GRU 'gru': goBackwards must be off in a stream, received true",
      () => new Sequential([new GRU({ units: 1, goBackwards: true })]).predictStep([[1]]),
    ],
    [
      'UnsupportedError',
      "Cannot create TimeDistributed 'time_distributed': layer must not be stateful, received 'gru', which is",
      () => new TimeDistributed({ layer: new GRU({ units: 1, stateful: true }) }),
    ],
    [
      'UnsupportedError',
      "Cannot call TimeDistributed 'time_distributed': layer must have one output, received 2",
      () => new TimeDistributed({ layer: new GRU({ units: 1, returnState: true }) }).outputShape([1, 2, 3, 4]),
    ],
    [
      'ShapeError',
      "Cannot call TimeDistributed 'time_distributed': mask must have shape [4, 6], received [4, 1]",
      () => {
        const layer = built(new TimeDistributed({ layer: new Dense({ units: 1 }) }));
        layer.call(x, forwardPass({ masks: new Map([[x, ramp([4, 1])]]) }));
      },
    ],
  ];
  for (const [name, message, run] of refused) it(`${message}`, () => throws(run, name, message));
  it('that unroll changes nothing', () => {
    assert.throws(() => new GRU({ units: 1, unroll: true } as never), {
      name: 'UnsupportedError',
      hint: 'It changes no result; the fused path needs no unrolling.',
    });
  });
});

describe('a layer made of layers', () => {
  const bidirectional = (): Bidirectional => new Bidirectional({ layer: new LSTM({ units: 2 }) });
  it('names weights after its parts, as Keras', () => {
    const names = (layer: Layer): string[] => built(layer).weights.map(({ name }) => name);
    assert.deepEqual(names(bidirectional()), [
      'bidirectional/forward_lstm/kernel',
      'bidirectional/forward_lstm/recurrent_kernel',
      'bidirectional/forward_lstm/bias',
      'bidirectional/backward_lstm/kernel',
      'bidirectional/backward_lstm/recurrent_kernel',
      'bidirectional/backward_lstm/bias',
    ]);
    const cells = [new SimpleRNNCell({ units: 1, useBias: false }), new SimpleRNNCell({ units: 1, useBias: false })];
    assert.deepEqual(names(new RNN({ cell: cells })), [
      'rnn/stacked_rnn_cells/simple_rnn_cell/kernel',
      'rnn/stacked_rnn_cells/simple_rnn_cell/recurrent_kernel',
      'rnn/stacked_rnn_cells/simple_rnn_cell_1/kernel',
      'rnn/stacked_rnn_cells/simple_rnn_cell_1/recurrent_kernel',
    ]);
    assert.deepEqual(names(new GRU({ units: 1 })), ['gru/kernel', 'gru/recurrent_kernel', 'gru/bias']);
  });
  it('is copied with its parts', () => {
    const layer = new RNN({ cell: [new LSTMCell({ units: 2, dropout: 0.1 })], goBackwards: true });
    const copy = copyLayer(layer, { name: 'other' });
    assert.notEqual(copy.cell, layer.cell);
    assert.deepEqual(copy.config(), { ...layer.config(), name: 'other' });
    const twice = layerFromConfig({ className: 'Bidirectional', config: bidirectional().config() });
    assert.deepEqual(twice.config(), bidirectional().config());
  });
  it('freezes its parts', () => {
    const layer = built(bidirectional());
    layer.trainable = false;
    assert.ok(layer.weights.every(({ trainable }) => !trainable));
  });
  it('resets the states of its parts', () => {
    const layer = built(new Bidirectional({ layer: new GRU({ units: 2, stateful: true }) }));
    const first = call(layer, x);
    assert.equal(layer.stateVariables.length, 2);
    assert.notDeepEqual(call(layer, x).data, first.data);
    layer.resetStates();
    assert.deepEqual(call(layer, x).data, first.data);
  });
  it('says in a summary which path its recurrent layers take', () => {
    const model = new Sequential([
      new Bidirectional({ layer: new GRU({ units: 2, returnSequences: true }) }),
      new RNN({ cell: new LSTMCell({ units: 2, activation: 'relu' }) }),
    ]);
    model.build([null, 3, 1]);
    assert.equal(
      model.summary().split('\n').at(-1),
      ' Recurrent path: bidirectional/forward_gru fused, bidirectional/backward_gru fused, rnn cell loop',
    );
  });
});

it('TimeDistributed gives whole numbers on as they are', () => {
  const layer = built(new TimeDistributed({ layer: new Embedding({ inputDim: 3, outputDim: 2 }) }), [null, null, 2]);
  const ids = tensor(Int32Array.of(0, 1, 2, 0), [1, 2, 2]);
  const [table] = layer.weights.map(({ data }) => [...data]);
  const wanted = [0, 1, 2, 0].flatMap((id) => table?.slice(2 * id, 2 * id + 2) ?? []);
  assert.deepEqual([...call(layer, ids).data], wanted);
});

describe('a tracer', () => {
  it('hears gates and states of a fused layer and of a loop', () => {
    const heard: Record<string, readonly number[]>[] = [];
    const tracer = {
      forward: (_layer: object, values: Readonly<Record<string, Tensor>>) => {
        heard.push(Object.fromEntries(Object.entries(values).map(([name, { shape }]) => [name, shape])));
      },
    };
    const layers = [
      new GRU({ units: 3 }),
      new GRU({ units: 3, activation: 'relu' }),
      new LSTM({ units: 3, activation: 'relu' }),
    ].map((layer) => built(layer));
    for (const layer of layers) scope(() => void layer.call(x, forwardPass({ tracer })));
    const shape = [4, 6, 3];
    assert.deepEqual(heard, [
      { updateGate: shape, resetGate: shape, candidate: shape, hidden: shape },
      { updateGate: shape, resetGate: shape, candidate: shape, hidden: shape },
      { inputGate: shape, forgetGate: shape, candidate: shape, outputGate: shape, hidden: shape, cell: shape },
    ]);
  });
});
