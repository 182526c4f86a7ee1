// Options of recurrent layers that Keras has not, through a whole life: training, files, a stop, streams, a look inside.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Bidirectional,
  Dense,
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  memory,
  type RecurrentLayer,
  RNN,
  Sequential,
  SimpleRNN,
} from '../../src/index.ts';
import { gradientNorms, trace } from '../../src/inspect/index.ts';
import { BackupAndRestore, type CheckpointStore, loadModel, modelBytes } from '../../src/interop/io.ts';
import { ramp } from '../support/ramp.ts';
import { weightsOf } from '../support/weights-of.ts';

const eachStep = { dropout: 0.2, recurrentDropout: 0.2, variationalDropout: false } as const;
const all = { projectionUnits: 3, peephole: true, layerNormalization: true } as const;
const options = { returnSequences: true } as const;
const kinds: Readonly<Record<string, () => RecurrentLayer | Bidirectional>> = {
  LSTM: () => new LSTM({ units: 4, ...all, ...eachStep, ...options, zoneout: { hidden: 0.1, cell: 0.3 } }),
  'LSTM on the fused path': () => new LSTM({ units: 4, dropout: 0.3, variationalDropout: false, ...options }),
  GRU: () => new GRU({ units: 4, layerNormalization: true, ...eachStep, ...options, zoneout: { hidden: 0.2 } }),
  SimpleRNN: () => new SimpleRNN({ units: 4, ...eachStep, ...options, zoneout: { hidden: 0.2 } }),
  'RNN of stacked cells': () => {
    const cells = [
      new LSTMCell({ units: 4, ...all, zoneout: { cell: 0.2 } }),
      new GRUCell({ units: 3, layerNormalization: true, ...eachStep }),
    ];
    return new RNN({ cell: cells, ...options });
  },
  'Bidirectional LSTM': () =>
    new Bidirectional({ layer: new LSTM({ units: 4, ...all, ...options, zoneout: { hidden: 0.2 } }) }),
};
const x = ramp([10, 6, 2]);
const y = ramp([10, 6, 1], 4);

const modelOf = (layer: RecurrentLayer | Bidirectional): Sequential => {
  const model = new Sequential([layer, new Dense({ units: 1 })], { seed: 3 });
  model.compile({ optimizer: 'adam', loss: 'mse' });
  return model;
};

for (const [name, make] of Object.entries(kinds)) {
  describe(`beyond Keras: ${name}`, () => {
    const train = (model: Sequential, more: object = {}) =>
      model.fit(x, y, { epochs: 3, batchSize: 4, ...(name.startsWith('Bi') ? {} : { truncate: 3 }), ...more });

    it('comes back from a file with the same predictions', async () => {
      const model = modelOf(make());
      await train(model);
      const again = await loadModel(modelBytes(model));
      assert.deepEqual(again.config(), model.config());
      assert.deepEqual(again.predict(x).data, model.predict(x).data);
    });

    it('goes on after a stop with the bits of a training that was not stopped, and keeps no memory', async () => {
      const whole = modelOf(make());
      const expected = await train(whole);
      const used = memory().tensors;
      let bytes: Uint8Array | undefined;
      const store: CheckpointStore = {
        read: () => bytes,
        write: (written) => {
          bytes = written.slice();
        },
        remove: () => {
          bytes = undefined;
        },
      };
      const stop = new AbortController();
      let steps = 0;
      const stopping = { onBatchEnd: () => void (++steps === 4 && stop.abort()) };
      const backup = () => new BackupAndRestore(store, { saveFreq: 1 });
      await train(modelOf(make()), { callbacks: [stopping, backup()], signal: stop.signal });
      assert.ok(bytes);
      const resumed = modelOf(make());
      const { history } = await train(resumed, { callbacks: [{}, backup()] });
      assert.deepEqual(history, expected.history);
      assert.deepEqual(weightsOf(resumed), weightsOf(whole));
      assert.equal(memory().tensors, used);
    });

    if (!name.startsWith('Bi')) {
      it('streams the numbers of the whole sequence', () => {
        const model = modelOf(make());
        const whole = model.predict(x).toArray() as number[][][];
        for (let t = 0; t < 6; t++) {
          const now = (x.toArray() as number[][][]).map((row) => row[t] as number[]);
          const found = model.predictStep(now).toArray() as number[][];
          found.forEach(([value], row) => {
            assert.ok(Math.abs((value as number) - (whole[row]?.[t]?.[0] as number)) < 1e-5);
          });
        }
      });
    }

    it('shows its gates, states and gradients', () => {
      const model = modelOf(make());
      const traces = trace(model, x);
      assert.ok(traces.length > 0);
      for (const { values } of traces) {
        for (const value of Object.values(values)) {
          assert.deepEqual(value.shape.slice(0, 2), [10, 6]);
          assert.ok(value.data.every(Number.isFinite));
        }
      }
      const norms = gradientNorms(model, x, y, { loss: 'mse' });
      assert.equal(norms.length, traces.length);
      assert.ok(norms.every((each) => each.norms.length === 6 && (each.norms[0] as number) > 0));
    });
  });
}
