// Recurrent layers in a stream that are applied several times; initial states there; masks with more axes than steps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { Model } from '../models/model.ts';
import { Sequential } from '../models/sequential.ts';
import { SGD } from '../optimizers/index.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Conv1D } from './conv1d.ts';
import { Dense } from './dense.ts';
import { Embedding } from './embedding.ts';
import { GRU } from './gru.ts';
import { Input } from './input.ts';
import { LSTM } from './lstm.ts';
import { RepeatVector } from './repeat-vector.ts';
import { RNN } from './rnn.ts';
import { SimpleRNNCell } from './simple-rnn-cell.ts';
import { StackedRNNCells } from './stacked-rnn-cells.ts';
import { Subtract } from './subtract.ts';
import { TimeDistributed } from './time-distributed.ts';

const sequences = { returnSequences: true };
const close = (a: Tensor, b: Tensor): void => {
  assert.deepEqual(a.shape, b.shape);
  a.data.forEach((value, i) => void assert.ok(Math.abs(value - (b.data[i] as number)) < 1e-6));
};

describe('a layer that is applied twice', () => {
  it('has states of its own at each place of a stream', () => {
    for (const layer of [
      new LSTM({ units: 2, ...sequences }),
      new RNN({
        cell: new StackedRNNCells({ cells: [new SimpleRNNCell({ units: 3 }), new SimpleRNNCell({ units: 2 })] }),
        ...sequences,
      }),
    ]) {
      const x = Input({ shape: [null, 2] });
      const once = layer.apply(x);
      const twice = new Model({ inputs: x, outputs: new Subtract().apply([layer.apply(once), once]), seed: 1 });
      const model = new Sequential([twice, new GRU({ units: 2, ...sequences })], { seed: 2 });
      const whole = model.predict(ramp([2, 4, 2])).toArray() as number[][][];
      const steps = ramp([2, 4, 2]).toArray() as number[][][];
      for (let t = 0; t < 4; t++) {
        const step = model.predictStep(steps.map((row) => row[t] as number[]));
        close(step, tensor(whole.map((row) => row[t] as number[])));
      }
    }
  });

  it('has the loss of the whole where a sequence is cut into pieces', async () => {
    const [a, b] = [Input({ shape: [null, 2] }), Input({ shape: [null, 2] })];
    const layer = new GRU({ units: 2, ...sequences });
    const model = new Model({
      inputs: [a, b],
      outputs: new Subtract().apply([layer.apply(a), layer.apply(b)]),
      seed: 1,
    });
    model.compile({ optimizer: new SGD({ learningRate: 1e-20 }), loss: 'mse' }); // so that no piece changes the next
    const x = [ramp([2, 6, 2]), ramp([2, 6, 2], 1)];
    const y = ramp([2, 6, 2], 2);
    const whole = (await model.fit(x, y)).history.loss?.[0] as number;
    const cut = (await model.fit(x, y, { truncate: 2 })).history.loss?.[0] as number;
    assert.ok(Math.abs(whole - cut) < 1e-6, `${whole} and ${cut}`);
  });
});

describe('a stream', () => {
  it('writes into an array of the caller, with the same tensor in every call', () => {
    const model = new Sequential([new LSTM({ units: 3 }), new Dense({ units: 2 })], { seed: 1 });
    const steps = [[[0.1]], [[0.2]], [[0.3]]];
    const wanted = steps.map((x) => model.predictStep(x).toArray());
    model.resetStates();
    const out = new Float32Array(2);
    const results = steps.map((x) => {
      const result = model.predictStep(x, { out });
      return { result, numbers: result.toArray() };
    });
    assert.deepEqual(
      results.map(({ numbers }) => numbers),
      wanted,
    );
    assert.ok(results.every(({ result }) => result === results[0]?.result && result.data === out));
    for (const wrong of [new Float32Array(3), [0, 0]]) {
      assert.throws(() => model.predictStep([[1]], { out: wrong as Float32Array }), {
        name: 'ShapeError',
        message: /out must be a Float32Array of length 2, received/,
      });
    }
    const options = { outs: out } as object;
    assert.throws(() => model.predictStep([[1]], options), { name: 'OptionError' });
  });

  it('is refused by layers that need the whole sequence', () => {
    const conv = new Conv1D({ filters: 2, kernelSize: 3, padding: 'causal' });
    const model = new Sequential([new GRU({ units: 2, ...sequences }), conv], { seed: 1 });
    assert.throws(() => model.predictStep([[1, 2]]), {
      name: 'UnsupportedError',
      message:
        "Cannot call Conv1D 'conv1d': in a stream a layer must work on each step by itself, received one that needs the whole sequence",
    });
    const decoder = new Sequential([new GRU({ units: 2 }), new RepeatVector({ n: 2 }), new GRU({ units: 2 })]);
    assert.throws(() => decoder.predictStep([[1, 2]]), { name: 'UnsupportedError' });
    const each = new Sequential([new Conv1D({ filters: 2, kernelSize: 1 }), new GRU({ units: 2 })]);
    assert.deepEqual(each.predictStep([[1, 2]]).shape, [1, 2]); // a window of one step is no window
  });

  it('is refused where initial states are given', () => {
    const x = Input({ shape: [null, 2] });
    const state = new GRU({ units: 2 }).apply(x);
    const part = new Model({ inputs: x, outputs: new GRU({ units: 2 }).apply(x, { initialState: state }) });
    assert.throws(() => new Sequential([part]).predictStep([[1, 2]]), {
      name: 'UnsupportedError',
      message: /initial states must be left out in a stream, received 1/,
    });
  });
});

describe('TimeDistributed', () => {
  const embedding = () => new Embedding({ inputDim: 5, outputDim: 3, maskZero: true }); // of documents [B, sentences, words]

  it('gives each sentence its words that count, and leaves out sentences without any', () => {
    const words = new TimeDistributed({ layer: new LSTM({ units: 2 }) });
    const model = new Sequential([embedding(), words, new GRU({ units: 2 })], { seed: 3 });
    const [padded, ...apart] = [
      [
        [1, 2, 0],
        [4, 3, 0],
        [0, 0, 0],
      ],
      [
        [1, 2],
        [4, 3],
      ],
      [
        [2, 1],
        [4, 3],
      ],
    ].map((document) => model.predict([document])) as [Tensor, Tensor, Tensor];
    close(padded, apart[0]);
    assert.notDeepEqual(padded.data, apart[1].data);
  });

  it('keeps the mask of the words where the layer does', () => {
    const steps = new TimeDistributed({ layer: new GRU({ units: 2, ...sequences }) });
    const last = new TimeDistributed({ layer: new GRU({ units: 2 }) });
    const model = new Sequential([embedding(), steps, last, new GRU({ units: 2 })], { seed: 3 });
    close(
      model.predict([
        [
          [1, 2, 0, 0],
          [0, 0, 0, 0],
        ],
      ]),
      model.predict([[[1, 2]]]),
    );
  });
});
