import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { Ones } from '../initializers/index.ts';
import type { CellStep } from '../layers/cell-loop.ts';
import { Dense } from '../layers/dense.ts';
import { LSTM } from '../layers/lstm.ts';
import { Masking } from '../layers/masking.ts';
import { RNN } from '../layers/rnn.ts';
import { RNNCell } from '../layers/rnn-cell.ts';
import { Sequential } from '../models/sequential.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import type { Random } from '../random.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { gradientNorms } from './gradient-norms.ts';
import { type Inspectable, trace } from './trace.ts';

// input and forget gate ½, candidate tanh(x), output gate open: c' = ½ c + ½ tanh x, h = tanh c
const byHand = (): Sequential => {
  const model = new Sequential([new LSTM({ units: 1, name: 'one', unitForgetBias: false }), new Dense({ units: 1 })]);
  model.build([null, null, 1]);
  const values = [[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 100], [1], [0]];
  model.weights.forEach((weight, i) => void weight.assign(values[i] as number[]));
  return model;
};
const x = [
  [[1], [-2]],
  [[0.5], [3]],
];

/** h' = factor · h + x. */
class Sum extends RNNCell {
  readonly className = 'Sum';
  readonly stateSize = [1];
  factor!: Variable;
  protected build(_shape: OpenShape, random: Random): void {
    this.factor = this.addWeight({ name: 'factor', shape: [1], initializer: new Ones(), random });
  }
  step(x: Tensor, [h]: readonly Tensor[]): CellStep {
    const output = add(multiply(h as Tensor, this.factor), x);
    return { output, states: [output] };
  }
  config(): Record<string, unknown> {
    return {};
  }
}

describe('trace', () => {
  it('gives gates and states of every step', () => {
    const [one, ...others] = trace(byHand(), x);
    assert.equal(others.length, 0);
    assert.deepEqual([one?.layer, one?.className], ['one', 'LSTM']);
    const { inputGate, forgetGate, candidate, outputGate, cell, hidden } = one?.values ?? {};
    const g = [1, -2, 0.5, 3].map(Math.tanh);
    const c = [0, 2].flatMap((i) => [(g[i] as number) / 2, (g[i] as number) / 4 + (g[i + 1] as number) / 2]);
    const expected = { inputGate: [0.5, 0.5, 0.5, 0.5], candidate: g, cell: c, hidden: c.map(Math.tanh) };
    for (const [name, values] of Object.entries(expected)) {
      const found = { inputGate, candidate, cell, hidden }[name];
      assert.deepEqual(found?.shape, [2, 2, 1], name);
      assertClose(found?.data ?? [], values, 1e-6, name);
    }
    assertClose(forgetGate?.data ?? [], [0.5, 0.5, 0.5, 0.5], 1e-6, 'forgetGate');
    assert.ok(outputGate?.data.every((value) => value > 0.999));
  });
  it('gives the same on the cell loop', () => {
    const layers = (recurrentActivation: 'sigmoid' | 'linear') => [
      new LSTM({ units: 3, returnSequences: true, recurrentActivation }),
      new LSTM({ units: 2, recurrentActivation }),
    ];
    const names = (activation: 'sigmoid' | 'linear') =>
      trace(new Sequential(layers(activation)), x).map(({ layer, values }) => [layer, Object.keys(values).sort()]);
    assert.deepEqual(names('linear'), names('sigmoid'));
  });
  it('takes a mask, and finds the one of a Masking layer', () => {
    const given = trace(byHand(), x, {
      mask: [
        [1, 0],
        [1, 1],
      ],
    })[0]?.values.hidden?.data as ArrayLike<number>;
    assert.equal(given[1], given[0]);
    const masking = new Sequential([new Masking({ maskValue: -2 }), new LSTM({ units: 1 })]);
    const found = trace(masking, x)[0]?.values.hidden?.data as ArrayLike<number>;
    assert.equal(found[1], found[0]);
  });
  it('leaves kept states as they are, as gradientNorms does', () => {
    const layer = new LSTM({ units: 2, stateful: true });
    const model = new Sequential([layer], { seed: 1 });
    model.predict(x);
    const before = layer.getStates().map(({ data }) => [...data]);
    trace(model, x);
    gradientNorms(
      model,
      x,
      [
        [1, 0],
        [0, 1],
      ],
      { loss: 'mse' },
    );
    assert.deepEqual(
      layer.getStates().map(({ data }) => [...data]),
      before,
    );
  });
  it('is empty without recurrent layers', () =>
    assert.deepEqual(trace(new Sequential([new Dense({ units: 1 })]), x), []));
  it('refuses what does not fit', () => {
    assert.throws(() => trace(byHand(), [[[1, 2]]]), { name: 'ShapeError' });
    assert.throws(() => trace(byHand(), [[[NaN]]]), {
      message: "Cannot trace Sequential 'sequential': input must be finite, received NaN at [0, 0, 0]",
    });
    assert.throws(() => trace(byHand(), x, { mask: [[1, 0]] }), {
      message: "Cannot trace Sequential 'sequential': mask must have shape [2, 2], received [1, 2]",
    });
    assert.throws(() => trace(byHand() as Inspectable, x, { masks: 1 } as object), { name: 'OptionError' });
    assert.throws(() => trace(null as never, x), {
      message: 'Cannot trace: model must be a Sequential or a Model, received null',
    });
  });
});

describe('gradientNorms', () => {
  it('is the norm of the gradient of h at each step', () => {
    // L = (h₂ − y)²; ∂L/∂h₂ = 2 (h₂ − y), and h₁ reaches no later step here
    const [one] = gradientNorms(byHand(), [[[1], [-2]]], [[0]], { loss: 'mse' });
    const c2 = Math.tanh(1) / 4 + Math.tanh(-2) / 2;
    assertClose(one?.norms ?? [], [0, 2 * Math.abs(Math.tanh(c2))], 1e-6, 'norms');
  });
  it('fades where a state is halved at each step, and grows where it is doubled', () => {
    const norms = (factor: number): readonly number[] => {
      const cell = new Sum('sum', {});
      const model = new Sequential([new RNN({ cell })]);
      model.build([null, null, 1]);
      cell.factor.assign([factor]);
      return gradientNorms(model, [[[1], [0], [0]]], [[0]], { loss: 'mse' })[0]?.norms ?? [];
    };
    assert.deepEqual(norms(0.5), [0.125, 0.25, 0.5]);
    assert.deepEqual(norms(2), [32, 16, 8]);
  });
  it('has an entry for each recurrent layer, first layer first', () => {
    const model = new Sequential([new LSTM({ units: 3, returnSequences: true }), new LSTM({ units: 2 })], { seed: 1 });
    const found = gradientNorms(
      model,
      x,
      [
        [1, 0],
        [0, 1],
      ],
      { loss: 'mse' },
    );
    assert.deepEqual(
      found.map(({ layer, norms }) => [layer, norms.length, norms.every((norm) => norm > 0)]),
      [
        ['lstm', 2, true],
        ['lstm_1', 2, true],
      ],
    );
  });
  it('refuses what is no model', () =>
    assert.throws(() => gradientNorms({} as never, x, [[1], [1]], { loss: 'mse' }), {
      message: 'Cannot measure gradients: model must be a Sequential or a Model, received an object',
    }));
  it('refuses an unknown loss', () =>
    assert.throws(() => gradientNorms(byHand(), x, [[1], [1]], { loss: 'mes' as 'mse' }), { name: 'OptionError' }));
});
