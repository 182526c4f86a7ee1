// What Keras has not, where the contract and golden suites do not reach: draws in training, paths, texts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { built, call, stepsOf, throws } from '../../test/support/recurrent.ts';
import { checkFunction } from '../autograd/check-gradients.ts';
import { trace } from '../inspect/trace.ts';
import { Sequential } from '../models/sequential.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { GRU } from './gru.ts';
import { GRUCell } from './gru-cell.ts';
import type { Layer } from './layer.ts';
import { LSTM, type LstmOptions } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import { RNN } from './rnn.ts';
import type { RNNCell } from './rnn-cell.ts';
import { SimpleRNN } from './simple-rnn.ts';
import { SimpleRNNCell } from './simple-rnn-cell.ts';
import { forwardPass } from './trainable.ts';

const training = (seed: number) => forwardPass({ training: true, random: new Random(seed) });
const inTraining = (layer: Layer, x: Tensor | readonly Tensor[], seed = 1): readonly Tensor[] =>
  scope(() => {
    const made = layer.call(x, training(seed));
    return Array.isArray(made) ? made : [made as Tensor];
  });

describe('zoneout', () => {
  const rates = { hidden: 0.2, cell: 0.6 };
  const kinds: readonly [RNNCell, RNNCell][] = [
    [new LSTMCell({ units: 8, zoneout: rates }), new LSTMCell({ units: 8 })],
    [new GRUCell({ units: 8, zoneout: { hidden: 0.2 } }), new GRUCell({ units: 8 })],
    [new SimpleRNNCell({ units: 8, zoneout: { hidden: 0.2 } }), new SimpleRNNCell({ units: 8 })],
  ];
  for (const [cell, plain] of kinds) {
    it(`keeps units as they were, at its rate, to the bit: ${cell.className}`, () => {
      const x = ramp([500, 2]);
      const before = cell.stateSize.map((n) => ramp([500, n], n));
      const [output, ...states] = inTraining(built(cell, [null, 2]), [x, ...before]) as [Tensor, ...Tensor[]];
      const [, ...fresh] = inTraining(built(plain, [null, 2]), [x, ...before]);
      assert.deepEqual(output.data, states[0]?.data);
      states.forEach(({ data }, i) => {
        const [old, now] = [before[i]?.data ?? [], fresh[i]?.data ?? []];
        assert.ok(data.every((value, j) => value === old[j] || value === now[j]));
        const share = data.filter((value, j) => value === old[j]).length / data.length;
        assert.ok(Math.abs(share - [rates.hidden, rates.cell][i]!) < 0.03, `${share}`);
      });
    });
  }
  it('draws at each step, and gives the same bits for the same seed', () => {
    // h' = 1 + h, or h where it is kept: after 3 steps 0, 1, 2 or 3
    const options = { units: 4, kernelInitializer: 'ones', recurrentInitializer: 'identity' } as const;
    const layer = new SimpleRNN({ ...options, activation: 'relu', zoneout: { hidden: 0.5 }, returnSequences: true });
    built(layer, [null, null, 1]);
    const ones = tensor(new Float32Array(1500).fill(1), [500, 3, 1]);
    const [y] = inTraining(layer, ones) as [Tensor];
    const last = stepsOf(y, 2, 3).data;
    const shares = [0, 1, 2, 3].map((n) => last.filter((value) => value === n).length / last.length);
    [1 / 8, 3 / 8, 3 / 8, 1 / 8].forEach((wanted, n) => {
      assert.ok(Math.abs((shares[n] ?? 0) - wanted) < 0.04, `${shares}`);
    });
    assert.deepEqual(inTraining(layer, ones)[0]?.data, y.data);
    assert.notDeepEqual(inTraining(layer, ones, 2)[0]?.data, y.data);
    assert.ok(stepsOf(call(layer, ones), 0, 1).data.every((value) => value === 0.5));
  });
  it('is left out of masked steps', () => {
    const layer = built(new GRU({ units: 3, zoneout: { hidden: 0.4 } }));
    const x = ramp([4, 6, 2]);
    const masks = new Map([[x, tensor(Array.from({ length: 4 }, () => [1, 1, 1, 1, 0, 0]))]]);
    const masked = scope(() => layer.call(x, { ...training(3), masks }) as Tensor);
    assert.deepEqual(masked.data, inTraining(layer, stepsOf(x, 0, 4), 3)[0]?.data);
  });
  const drawn: readonly [string, () => Layer][] = [
    ['LSTM', () => new LSTM({ units: 3, zoneout: { hidden: 0.3, cell: 0.3 }, projectionUnits: 2 })],
    ['GRU', () => new GRU({ units: 3, zoneout: { hidden: 0.3 }, recurrentDropout: 0.3, variationalDropout: false })],
    ['SimpleRNN', () => new SimpleRNN({ units: 3, dropout: 0.3, variationalDropout: false, goBackwards: true })],
  ];
  for (const [name, make] of drawn) {
    it(`gives the gradients of what was drawn: ${name}`, () => {
      checkFunction(() => {
        const layer = built(make());
        const run = (): Tensor => {
          const y = layer.call(ramp([2, 4, 2]), training(7)) as Tensor;
          return sum(multiply(y, ramp(y.shape)));
        };
        return { variables: layer.weights, run };
      });
    });
  }
});

describe('variationalDropout: false', () => {
  const options = {
    units: 50,
    activation: 'relu',
    returnSequences: true,
    kernelInitializer: 'identity',
    variationalDropout: false,
  } as const;
  const ones = tensor(new Float32Array(400 * 3 * 50).fill(1), [400, 3, 50]);
  const shareOf = (data: Iterable<number>, hit: (value: number, i: number) => boolean): number => {
    const values = [...data];
    return values.filter(hit).length / values.length;
  };
  it('drops inputs at its rate, others at each step', () => {
    const layer = built(new SimpleRNN({ ...options, dropout: 0.25, recurrentInitializer: 'zeros' }), [null, null, 50]);
    assert.equal(layer.path, 'fused');
    const [y] = inTraining(layer, ones) as [Tensor];
    const [first, second] = [0, 1].map((t) => [...stepsOf(y, t, t + 1).data]) as [number[], number[]];
    assert.ok(Math.abs(shareOf(y.data, (value) => value === 0) - 0.25) < 0.01);
    // both dropped: 1/16 where draws are independent, 1/4 where they are the same
    assert.ok(Math.abs(shareOf(first, (value, i) => value === 0 && second[i] === 0) - 1 / 16) < 0.01);
  });
  it('drops h at its rate, others at each step, in a loop', () => {
    const given = { ...options, recurrentDropout: 0.5, recurrentInitializer: 'identity' } as const;
    const layer = built(new SimpleRNN(given), [null, null, 50]);
    assert.equal(layer.path, 'cell loop');
    const [y] = inTraining(layer, ones) as [Tensor];
    // h1 = 1; h2 = 1 + 2·m2; h3 = 1 + 2·m3·h2: 1, 3 or 7, and 3 only where the draws differ
    const third = stepsOf(y, 2, 3).data;
    [1 / 2, 1 / 4, 1 / 4].forEach((wanted, i) => {
      const share = shareOf(third, (value) => value === [1, 3, 7][i]);
      assert.ok(Math.abs(share - wanted) < 0.015, `${share}`);
    });
  });
});

describe('a projection', () => {
  it('makes h and the output P wide, and the memory U', () => {
    const options = { units: 3, projectionUnits: 2, returnState: true, name: 'memory' };
    const layer = built(new LSTM(options), [null, null, 5]);
    assert.deepEqual(layer.outputShape([null, 4, 5]), [
      [null, 2],
      [null, 2],
      [null, 3],
    ]);
    assert.deepEqual(
      layer.weights.map(({ name, shape }) => [name, shape]),
      [
        ['memory/kernel', [5, 12]],
        ['memory/recurrent_kernel', [2, 12]],
        ['memory/bias', [12]],
        ['memory/projection_kernel', [3, 2]],
      ],
    );
    const [traced] = trace(new Sequential([new LSTM({ units: 3, projectionUnits: 2 })], { seed: 1 }), ramp([2, 4, 5]));
    assert.deepEqual(traced?.values.hidden?.shape, [2, 4, 2]);
    assert.deepEqual(traced?.values.cell?.shape, [2, 4, 3]);
    assert.deepEqual(traced?.values.forgetGate?.shape, [2, 4, 3]);
  });
  it('is stacked with other cells', () => {
    const cell = [new LSTMCell({ units: 3, projectionUnits: 2 }), new LSTMCell({ units: 2 })];
    const layer = built(new RNN({ cell }), [null, null, 5]);
    assert.deepEqual(layer.cell.stateSize, [2, 3, 2, 2]);
    assert.deepEqual(layer.weights[4]?.shape, [2, 8]);
  });
});

describe('the path of options that Keras has not', () => {
  const paths: readonly [LstmOptions, string][] = [
    [{ units: 1, dropout: 0.1, variationalDropout: false }, 'fused'],
    [{ units: 1, zoneout: { hidden: 0, cell: 0 } }, 'fused'],
    [{ units: 1, zoneout: { cell: 0.1 } }, 'cell loop'],
    [{ units: 1, recurrentDropout: 0.1, variationalDropout: false }, 'cell loop'],
    [{ units: 1, peephole: true }, 'cell loop'],
    [{ units: 1, layerNormalization: true }, 'cell loop'],
    [{ units: 1, projectionUnits: 1 }, 'cell loop'],
  ];
  for (const [options, path] of paths) {
    it(`${JSON.stringify(options)}: ${path}`, () => {
      assert.equal(new LSTM(options).path, path);
      const model = new Sequential([new LSTM(options)]);
      model.build([null, null, 2]);
      assert.equal(model.summary().split('\n').at(-1), ` Recurrent path: lstm ${path}`);
    });
  }
});

describe('what Keras has not says', () => {
  const lstm = (options: object) => () => new LSTM({ units: 2, ...options });
  const refused: readonly [string, () => unknown][] = [
    ["Cannot create LSTM 'lstm': zoneout must be an object { hidden, cell }, received 0.1", lstm({ zoneout: 0.1 })],
    [
      "Cannot create LSTM 'lstm': hidden of zoneout must be a finite number from 0 and below 1, received 1",
      lstm({ zoneout: { hidden: 1 } }),
    ],
    [
      "Cannot create GRU 'gru' with zoneout: options must be among hidden, received 'cell'",
      () => new GRU({ units: 2, zoneout: { cell: 0.1 } }),
    ],
    [
      "Cannot create LSTM 'lstm': projectionUnits must be a whole number from 1, received 0",
      lstm({ projectionUnits: 0 }),
    ],
    ["Cannot create LSTM 'lstm': peephole must be true or false, received 1", lstm({ peephole: 1 })],
    [
      "Cannot create GRU 'gru': layerNormalization must be true or false, received 'yes'",
      () => new GRU({ units: 2, layerNormalization: 'yes' as never }),
    ],
    [
      "Cannot create LSTM 'lstm': variationalDropout must be true or false, received 'no'",
      lstm({ variationalDropout: 'no' }),
    ],
  ];
  for (const [message, run] of refused) it(message, () => throws(run, 'OptionError', message));
  it('which random numbers it needs', () => {
    const layer = built(new LSTM({ units: 1, zoneout: { cell: 0.5 } }));
    const message = "Cannot call LSTMCell 'lstm': random must be given in training, received none";
    throws(() => layer.call(ramp([1, 2, 2]), forwardPass({ training: true })), 'OptionError', message);
  });
  it('which initial states it takes', () => {
    const layer = built(new LSTM({ units: 3, projectionUnits: 2 }));
    throws(
      () => layer.call([ramp([1, 2, 2]), ramp([1, 3]), ramp([1, 3])], forwardPass()),
      'ShapeError',
      "Cannot call LSTM 'lstm': initial state 1 must have shape [1, 2], received [1, 3]",
    );
  });
});
