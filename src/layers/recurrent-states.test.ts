// States of recurrent layers: kept from batch to batch, given, in a stream; and masks that hold them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { built, call, stepsOf, throws } from '../../test/support/recurrent.ts';
import { Tape } from '../autograd/tape.ts';
import { Sequential } from '../models/sequential.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Bidirectional } from './bidirectional.ts';
import { Dense } from './dense.ts';
import { GRU } from './gru.ts';
import { GRUCell } from './gru-cell.ts';
import type { Layer } from './layer.ts';
import { LSTM } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';
import { RNN } from './rnn.ts';
import type { RNNCell } from './rnn-cell.ts';
import { SimpleRNN } from './simple-rnn.ts';
import { SimpleRNNCell } from './simple-rnn-cell.ts';
import { forwardPass } from './trainable.ts';

const rows = (x: Tensor, from: number, to: number): Tensor => tensor((x.toArray() as number[][][]).slice(from, to));
const close = (a: Tensor, b: Tensor): void => {
  assert.deepEqual(a.shape, b.shape);
  a.data.forEach((value, i) => void assert.ok(Math.abs(value - (b.data[i] as number)) < 1e-6));
};
const x = ramp([4, 6, 2]);

/** One of each, by whether it is stateful. */
const kinds: Record<string, (stateful: boolean) => RecurrentLayer> = {
  LSTM: (stateful) => new LSTM({ units: 3, stateful }),
  GRU: (stateful) => new GRU({ units: 3, stateful }),
  SimpleRNN: (stateful) => new SimpleRNN({ units: 3, stateful }),
  'LSTM in a loop': (stateful) => new LSTM({ units: 3, stateful, activation: 'linear' }),
  'LSTM with all that Keras has not': (stateful) =>
    new LSTM({
      units: 3,
      stateful,
      projectionUnits: 2,
      peephole: true,
      layerNormalization: true,
      zoneout: { cell: 0.4 },
    }),
  'GRU with layer normalisation and zoneout': (stateful) =>
    new GRU({ units: 3, stateful, layerNormalization: true, zoneout: { hidden: 0.3 } }),
  'SimpleRNN with zoneout': (stateful) => new SimpleRNN({ units: 3, stateful, zoneout: { hidden: 0.3 } }),
  RNN: (stateful) => new RNN({ cell: [new GRUCell({ units: 2 }), new LSTMCell({ units: 3 })], stateful }),
};

for (const [name, make] of Object.entries(kinds)) {
  describe(`stateful ${name}`, () => {
    it('reads two halves as the whole, and begins anew after resetStates', () => {
      const whole = call(built(make(false)), x);
      const layer = built(make(true));
      for (let turn = 0; turn < 2; turn++) {
        const first = call(layer, stepsOf(x, 0, 3));
        close(call(layer, stepsOf(x, 3, 6)), whole);
        layer.resetStates();
        close(call(layer, stepsOf(x, 0, 3)), first);
        layer.resetStates();
      }
    });

    it('uses and updates the first rows for a smaller batch', () => {
      const layer = built(make(true));
      call(layer, x);
      const before = layer.getStates();
      const wanted = built(make(true));
      wanted.setStates(before.map((state) => tensor((state.toArray() as number[][]).slice(0, 1))));
      close(call(layer, rows(x, 0, 1)), call(wanted, rows(x, 0, 1)));
      layer.getStates().forEach((state, i) => {
        const was = before[i]?.toArray() as number[][];
        assert.deepEqual((state.toArray() as number[][]).slice(1), was.slice(1));
        assert.notDeepEqual((state.toArray() as number[][])[0], was[0]);
      });
    });

    it('keeps its states beside its weights; no gradient passes through them', () => {
      const gradients = (layer: RecurrentLayer): Tensor[] =>
        scope(() => {
          const tape = new Tape();
          const output = layer.call(x, forwardPass()) as Tensor;
          const pairs = tape.gradients(sum(multiply(output, output)), layer.weights);
          return pairs.map(({ gradient }) => gradient);
        });
      const layer = built(make(true));
      gradients(layer);
      const states = layer.getStates();
      assert.equal(layer.stateVariables.length, states.length);
      assert.ok(layer.stateVariables.every((state) => !state.trainable && !layer.weights.includes(state)));
      // given as constants, the same states give the same gradients
      const other = built(make(false));
      const wanted = scope(() => {
        const tape = new Tape();
        const output = other.call([x, ...states], forwardPass()) as Tensor;
        return tape.gradients(sum(multiply(output, output)), other.weights).map(({ gradient }) => gradient);
      });
      gradients(layer).forEach((gradient, i) => {
        close(gradient, wanted[i] as Tensor);
      });
    });
  });

  it(`a stream through ${name} gives what the whole sequence gives`, () => {
    const model = new Sequential([make(false)], { seed: 1 });
    const whole = model.predict(x);
    let last = whole;
    for (let t = 0; t < 6; t++)
      last = model.predictStep((x.toArray() as number[][][]).map((row) => row[t] as number[]));
    close(last, whole);
  });

  it(`${name} takes states that gradients flow to`, () => {
    const layer = built(make(false));
    const found = scope(() => {
      const states = layer.cell.stateSize.map((size) => ramp([4, size], size));
      const tape = new Tape();
      for (const state of states) tape.watch(state);
      const output = layer.call([x, ...states], forwardPass()) as Tensor;
      return tape.gradients(sum(output), states).map(({ gradient }) => gradient);
    });
    assert.equal(found.length, layer.cell.stateSize.length);
    assert.ok(found.every(({ data }) => data.some((value) => value !== 0)));
  });

  it(`${name} in training with masked steps at the end equals the shorter sequence`, () => {
    const layer = built(make(false));
    const mask = tensor(Array.from({ length: 4 }, () => [1, 1, 1, 1, 0, 0]));
    const masked = scope(() => layer.call(x, forwardPass({ masks: new Map([[x, mask]]) })) as Tensor);
    close(masked, call(layer, stepsOf(x, 0, 4)));
  });
}

describe('a cell as a layer', () => {
  const pairs: readonly [RNNCell, RecurrentLayer][] = [
    [new LSTMCell({ units: 3 }), new LSTM({ units: 3, returnState: true })],
    [new GRUCell({ units: 3, resetAfter: false }), new GRU({ units: 3, resetAfter: false, returnState: true })],
    [new SimpleRNNCell({ units: 3 }), new SimpleRNN({ units: 3, returnState: true })],
  ];
  for (const [cell, layer] of pairs) {
    it(`makes the step that its layer makes, ${cell.className}`, () => {
      const now = ramp([4, 2]);
      const one = tensor(now.data, [4, 1, 2]);
      const states = cell.stateSize.map((size) => ramp([4, size], size));
      built(cell, [null, 2]);
      built(layer);
      const lists = (from: Layer, input: readonly Tensor[]) =>
        scope(() => from.call(input, forwardPass()) as readonly Tensor[]);
      const wanted = lists(layer, [one, ...states]);
      const found = lists(cell, [now, ...states]);
      assert.equal(found.length, wanted.length);
      found.forEach((each, i) => {
        close(each, wanted[i] as Tensor);
      });
      close(call(cell, now), lists(layer, [one])[0] as Tensor);
    });
  }
});

describe('a stateful model', () => {
  it('is reset with its stream', () => {
    const model = new Sequential([new GRU({ units: 2, stateful: true }), new Dense({ units: 1 })], { seed: 2 });
    const first = model.predict(x);
    const second = model.predict(x);
    assert.notDeepEqual(second.data, first.data);
    model.resetStates();
    assert.deepEqual(model.predict(x).data, first.data);
    assert.equal(model.stateVariables.length, 1);
    const both = new Sequential([new Bidirectional({ layer: new LSTM({ units: 2, stateful: true }) })]);
    both.predict(x);
    assert.equal(both.stateVariables.length, 4);
  });
  it('reads a stream beside its own states', () => {
    const model = new Sequential([new GRU({ units: 2, stateful: true })], { seed: 2 });
    model.predict(x);
    const kept = model.layers[0]?.stateVariables.map(({ data }) => data);
    model.predictStep([[1, 2]]);
    assert.deepEqual(
      model.layers[0]?.stateVariables.map(({ data }) => data),
      kept,
    );
  });
  it('trains on with states from step to step', () => {
    const model = new Sequential([new LSTM({ units: 2, stateful: true })], { seed: 2 });
    model.compile({ loss: 'mse' });
    const before = model.trainOnBatch(x, ramp([4, 2])).loss;
    for (let i = 0; i < 20; i++) model.trainOnBatch(x, ramp([4, 2]));
    assert.ok((model.trainOnBatch(x, ramp([4, 2])).loss as number) < (before as number));
  });
});

describe('states of a recurrent layer', () => {
  const layer = () => built(new GRU({ units: 3, stateful: true }));
  it('can be read and set', () => {
    const gru = layer();
    assert.deepEqual(gru.getStates(), []);
    gru.setStates([[[1, 2, 3]]]);
    assert.deepEqual(gru.getStates()[0]?.toArray(), [[1, 2, 3]]);
    gru.resetStates([ramp([4, 3])]);
    assert.deepEqual(gru.getStates()[0]?.data, ramp([4, 3]).data);
  });
  const lstm = built(new LSTM({ units: 3 }));
  const refused: readonly [string, string, () => unknown][] = [
    [
      'ShapeError',
      "Cannot call GRU 'gru': a stateful layer must keep its batch size 2, received 4",
      () => {
        const gru = layer();
        call(gru, rows(x, 0, 2));
        call(gru, x);
      },
    ],
    [
      'ShapeError',
      "Cannot call GRU 'gru': a stateful layer must keep its batch size 2, received 4",
      () => {
        const gru = layer();
        call(gru, rows(x, 0, 2));
        scope(() => gru.call([x, ramp([4, 3])], forwardPass())); // though the states are given
      },
    ],
    [
      'OptionError',
      'Cannot find activation null: name must be one of linear, relu, sigmoid, tanh, softmax, logSoftmax, hardSigmoid, hardSigmoidKeras2, exponential, received null',
      () => new GRU({ units: 3, activation: null as never }),
    ],
    [
      'ShapeError',
      "Cannot set states of GRU 'gru': there must be a list of 1, received 2",
      () => layer().setStates([1, 2]),
    ],
    [
      'ShapeError',
      "Cannot set states of GRU 'gru': state 1 must have shape [2, 3], received [2, 4]",
      () => layer().resetStates([ramp([2, 4])]),
    ],
    [
      'OptionError',
      "Cannot set states of LSTM 'lstm': it must be stateful, received stateful: false",
      () => lstm.setStates([]),
    ],
    [
      'OptionError',
      "Cannot read states of LSTM 'lstm': it must be stateful, received stateful: false",
      () => lstm.getStates(),
    ],
    [
      'ShapeError',
      "Cannot call LSTM 'lstm': the input must be followed by 2 states, received 1",
      () => lstm.call([x, ramp([4, 3])], forwardPass()),
    ],
    [
      'ShapeError',
      "Cannot call LSTM 'lstm': initial state 2 must have shape [4, 3], received [4, 2]",
      () => lstm.call([x, ramp([4, 3]), ramp([4, 2])], forwardPass()),
    ],
    [
      'ShapeError',
      "Cannot call LSTM 'lstm': mask must have shape [4, 6], received [4, 5]",
      () => lstm.call(x, forwardPass({ masks: new Map([[x, ramp([4, 5])]]) })),
    ],
    [
      'ShapeError',
      "Cannot call GRUCell 'gru_cell': initial state 1 must have shape [4, 3], received [4, 2]",
      () => built(new GRUCell({ units: 3 }), [null, 2]).call([ramp([4, 2]), ramp([4, 2])], forwardPass()),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => throws(run, name, message));
});
