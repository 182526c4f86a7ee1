import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { ramp } from '../../test/support/ramp.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import type { Layer } from '../layers/layer.ts';
import { LSTM } from '../layers/lstm.ts';
import type { CompileOptions } from '../models/compile.ts';
import type { FitOptions } from '../models/options.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam, SGD } from '../optimizers/index.ts';
import { memory } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import type { Callback, TrainControl } from './callback.ts';

const x = ramp([10, 3]);
const y = ramp([10, 2], 5);

function compiled(layers: Layer[] = [new Dense({ units: 2 })], options: Partial<CompileOptions> = {}): Sequential {
  const model = new Sequential(layers, { seed: 1 });
  model.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss: 'mse', ...options });
  return model;
}

const noted = (): { calls: string[]; callback: Callback } => {
  const calls: string[] = [];
  const callback: Callback = {
    onTrainBegin: ({ epochs, steps }) => void calls.push(`begin ${epochs}×${steps}`),
    onEpochBegin: (epoch) => void calls.push(`epoch ${epoch}`),
    onBatchEnd: async (batch) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      calls.push(`batch ${batch}`);
    },
    onEpochEnd: (epoch, logs) => void calls.push(`end ${epoch}: ${Object.keys(logs)}`),
    onTrainEnd: ({ steps, stopped }) => void calls.push(`done ${steps} ${stopped}`),
  };
  return { calls, callback };
};

describe('fit', () => {
  it('calls the callbacks in order and awaits them', async () => {
    const { calls, callback } = noted();
    const second: Callback = { onBatchEnd: (batch) => void calls.push(`second ${batch}`) };
    const model = compiled(undefined, { metrics: ['mae'] });
    await model.fit(x, y, { batchSize: 6, epochs: 2, callbacks: [callback, second], validationData: [x, y] });
    const epoch = ['batch 0', 'second 0', 'batch 1', 'second 1'];
    const keys = 'loss,mae,valLoss,valMae';
    assert.deepEqual(calls, [
      ...['begin 2×2', 'epoch 0', ...epoch, `end 0: ${keys}`],
      ...['epoch 1', ...epoch, `end 1: ${keys}`, 'done 4 undefined'],
    ]);
  });

  it("reports each epoch's mean over samples, whatever the batches", async () => {
    const model = compiled(undefined, { optimizer: new SGD({ learningRate: 1e-30 }), metrics: ['mae'] });
    const { epoch, history, steps, stopped } = await model.fit(x, y, { batchSize: 4, epochs: 2 });
    assert.deepEqual([epoch, steps, stopped], [[0, 1], 6, undefined]);
    assert.deepEqual(Object.keys(history), ['loss', 'mae']);
    const whole = await model.evaluate(x, y, { batchSize: 100 });
    for (const batchSize of [1, 3, 10]) {
      const parts = await model.evaluate(x, y, { batchSize });
      assertClose(Object.values(parts), Object.values(whole), 1e-6, `batchSize ${batchSize}`);
    }
    assertClose(history.loss ?? [], [whole.loss as number, whole.loss as number], 1e-6, 'loss');
  });

  it('without shuffle sees the samples in order, with it in a new order each epoch', async () => {
    const orders = async (options: FitOptions): Promise<string[]> => {
      const losses: string[] = [];
      const callbacks = [{ onBatchEnd: (_: number, logs: object) => void losses.push(JSON.stringify(logs)) }];
      const model = compiled(undefined, { optimizer: new SGD({ learningRate: 1e-30 }) });
      await model.fit(x, y, { batchSize: 1, epochs: 2, callbacks, ...options });
      return [losses.slice(0, 9).join(), losses.slice(10, 19).join()];
    };
    const [first, second] = await orders({ shuffle: false });
    assert.equal(first, second);
    const [mixed, again] = await orders({});
    assert.notEqual(mixed, again);
    assert.notEqual(mixed, first);
  });

  it('twice for one epoch is, bit for bit, once for two', async () => {
    const layers = () => [new Dropout({ rate: 0.3 }), new Dense({ units: 2 })];
    const [twice, once] = [compiled(layers()), compiled(layers())];
    const a = [await twice.fit(x, y, { batchSize: 4 }), await twice.fit(x, y, { batchSize: 4 })];
    const b = await once.fit(x, y, { batchSize: 4, epochs: 2 });
    assert.deepEqual(
      a.map(({ history }) => history.loss?.[0]),
      b.history.loss,
    );
    assert.deepEqual(weightsOf(twice), weightsOf(once));
  });

  it('splits the last samples off for validation', async () => {
    const model = compiled();
    const { history } = await model.fit(x, y, { validationSplit: 0.2 });
    const last = await model.evaluate(tensor(x.data.slice(24), [2, 3]), tensor(y.data.slice(16), [2, 2]));
    assertClose(history.valLoss ?? [], [last.loss as number], 1e-6, 'valLoss');
  });

  it('weights samples', async () => {
    const [weighted, fewer] = [compiled(), compiled()];
    const sampleWeight = tensor([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    const a = await weighted.evaluate(x, y, { sampleWeight });
    const b = await fewer.evaluate(tensor(x.data.slice(0, 15), [5, 3]), tensor(y.data.slice(0, 10), [5, 2]));
    assert.ok(Math.abs((a.loss as number) * 2 - (b.loss as number)) < 1e-6);
  });

  it('goes on from initialEpoch in the order of that epoch', async () => {
    const layers = () => [new Dropout({ rate: 0.3 }), new Dense({ units: 2 })];
    const [parts, once] = [compiled(layers()), compiled(layers())];
    await parts.fit(x, y, { batchSize: 4, epochs: 2 });
    const { epoch, steps } = await parts.fit(x, y, { batchSize: 4, initialEpoch: 2, epochs: 5 });
    assert.deepEqual([epoch, steps], [[2, 3, 4], 9]);
    await once.fit(x, y, { batchSize: 4, epochs: 5 });
    assert.deepEqual(weightsOf(parts), weightsOf(once));
    await parts.fit(x, y, { batchSize: 4 });
    await once.fit(x, y, { batchSize: 4 });
    assert.deepEqual(weightsOf(parts), weightsOf(once));
  });

  it('takes no step where initialEpoch is beyond the last epoch', async () => {
    const { epoch, history, steps, stopped } = await compiled().fit(x, y, { initialEpoch: 4, epochs: 4 });
    assert.deepEqual([epoch, history, steps, stopped], [[], {}, 0, undefined]);
  });

  it('validates after the epochs that validationFreq names', async () => {
    const after = async (validationFreq: number | number[]): Promise<number[]> => {
      const epochs: number[] = [];
      const callbacks: Callback[] = [{ onEpochEnd: (epoch, logs) => void ('valLoss' in logs && epochs.push(epoch)) }];
      const { history } = await compiled().fit(x, y, { epochs: 5, validationData: [x, y], validationFreq, callbacks });
      assert.equal(history.valLoss?.length, epochs.length);
      return epochs;
    };
    assert.deepEqual(await after(2), [1, 3]);
    assert.deepEqual(await after([1, 4]), [0, 3]);
  });

  it('keeps in the history what a callback adds to the logs', async () => {
    const callbacks: Callback[] = [{ onEpochEnd: (epoch, logs) => void Object.assign(logs, { mine: epoch }) }];
    assert.deepEqual((await compiled().fit(x, y, { epochs: 2, callbacks })).history.mine, [0, 1]);
  });

  it('tells callbacks of the model and of a step whose numbers are not finite', async () => {
    const model = compiled(undefined, { optimizer: new Adam({ learningRate: 1e30 }), metrics: ['mae'] });
    const seen: unknown[] = [];
    const callbacks: Callback[] = [
      {
        onTrainBegin: (plan, given) => void seen.push(plan, given === model),
        onBatchError: (batch, error) =>
          void seen.push(
            batch,
            error.code,
            model.metrics.map(({ name }) => name),
          ),
      },
    ];
    const options = { batchSize: 5, shuffle: false, callbacks };
    await assert.rejects(model.fit(x, y, options), { name: 'NumericError' });
    assert.deepEqual(seen, [{ epochs: 1, initialEpoch: 0, steps: 2, validates: false }, true, 1, 'numeric', ['mae']]);
  });

  it('waits between steps from pause to resume, stop or abort', async () => {
    for (const way of ['resume', 'stop', 'abort'] as const) {
      const abort = new AbortController();
      let control: TrainControl | undefined;
      let [batches, paused] = [0, false];
      const pause = Promise.withResolvers<void>();
      const callbacks: Callback[] = [
        {
          onTrainBegin: (_plan, _model, given) => {
            control = given;
          },
          onBatchEnd: (batch) => {
            assert.equal(paused, false);
            batches++;
            if (batch !== 1) return;
            control?.pause();
            paused = true;
            pause.resolve();
          },
        },
      ];
      const training = compiled().fit(x, y, { batchSize: 2, callbacks, signal: abort.signal });
      await Promise.race([pause.promise, training]);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve)); // enough for all steps
      assert.deepEqual([batches, paused], [2, true]);
      paused = false;
      if (way === 'abort') abort.abort();
      else control?.[way]();
      const { steps, stopped } = await training;
      assert.deepEqual([steps, stopped], { resume: [5, undefined], stop: [2, 'callback'], abort: [2, 'abort'] }[way]);
    }
  });

  it('stops where a callback asks for it', async () => {
    const stop: Callback = { onBatchEnd: (batch, _, control) => void (batch === 1 && control.stop()) };
    const { calls, callback } = noted();
    const history = await compiled().fit(x, y, { batchSize: 2, epochs: 3, callbacks: [stop, callback] });
    assert.deepEqual([history.steps, history.stopped, history.epoch], [2, 'callback', [0]]);
    assert.deepEqual(calls.slice(-3), ['batch 1', 'end 0: loss', 'done 2 callback']);
    const end: Callback = { onEpochEnd: (epoch, _, control) => void (epoch === 1 && control.stop()) };
    assert.deepEqual((await compiled().fit(x, y, { epochs: 9, callbacks: [end] })).epoch, [0, 1]);
  });

  it('stops where the signal is aborted: before, and after the step under way', async () => {
    const model = compiled();
    const { calls, callback } = noted();
    const none = await model.fit(x, y, { signal: AbortSignal.abort(), callbacks: [callback] });
    assert.deepEqual([none.steps, none.stopped, none.epoch, none.history], [0, 'abort', [], {}]);
    assert.deepEqual(calls, ['begin 1×1', 'done 0 abort']);
    const control = new AbortController();
    const callbacks: Callback[] = [{ onBatchEnd: (batch) => void (batch === 1 && control.abort()) }];
    const { signal } = control;
    const some = await model.fit(x, y, { batchSize: 2, epochs: 5, validationData: [x, y], callbacks, signal });
    assert.deepEqual([some.steps, some.stopped, Object.keys(some.history)], [2, 'abort', ['loss']]);
    assert.equal((await model.fit(x, y)).steps, 1);
  });

  it('lets the event loop turn', async () => {
    const model = compiled([new LSTM({ units: 32 }), new Dense({ units: 2 })]);
    const [input, target] = [ramp([640, 20, 8]), ramp([640, 2])];
    await model.fit(input, target, { batchSize: 64 });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const end = performance.now() + 30_000;
    const over = (): boolean => turns >= 4 || performance.now() > end;
    const callbacks: Callback[] = [{ onBatchEnd: (_batch, _logs, control) => void (over() && control.stop()) }];
    await model.fit(input, target, { batchSize: 64, epochs: 100_000, callbacks });
    clearInterval(timer);
    assert.ok(turns >= 4, `${turns} turns`); // one comes every 50 ms, however slow the machine; none without them
  });

  it('refuses a second call while one runs', async () => {
    const model = compiled();
    const first = model.fit(x, y, { epochs: 2, callbacks: [{ onEpochBegin: async () => {} }] });
    await assert.rejects(model.fit(x, y), {
      name: 'OptionError',
      message:
        "Cannot train Sequential 'sequential': one training must end before the next, received a second call of fit",
    });
    assert.equal((await first).steps, 2);
    assert.equal((await model.fit(x, y)).steps, 1);
  });

  it('goes on undisturbed where a callback evaluates, tests and predicts', async () => {
    const run = async (look: boolean) => {
      const model = compiled(undefined, { metrics: ['mae'] });
      const callbacks: Callback[] = [
        {
          async onBatchEnd() {
            if (!look) return;
            await model.evaluate(x, y);
            model.testOnBatch(x, y);
            model.predict(x);
          },
        },
      ];
      return (await model.fit(x, y, { batchSize: 3, epochs: 2, callbacks })).history;
    };
    assert.deepEqual(await run(true), await run(false));
  });
});

describe('fit that goes wrong', () => {
  it('keeps the weights of before the step whose loss is not finite', async () => {
    const model = compiled(undefined, { optimizer: new Adam({ learningRate: 1e30 }) });
    let before = weightsOf(model);
    const callbacks: Callback[] = [
      {
        onBatchEnd() {
          before = weightsOf(model);
        },
      },
    ];
    await assert.rejects(model.fit(x, y, { batchSize: 5, shuffle: false, callbacks }), {
      name: 'NumericError',
      message: 'Cannot continue training: loss must be finite, received Infinity at epoch 1 step 2',
      hint: /^All layers are finite, with predictions from -\S+ to \S+; the loss of them is not: .* Weight 'dense\/bias' has grown to 1\.0e\+30: lower the learning rate\. The weights are as before this step\.$/,
    });
    assert.deepEqual(weightsOf(model), before);
    assert.deepEqual([memory().scopes, memory().tensors], [0, 0]);
  });

  it('says NaN where the loss is NaN', async () => {
    const model = compiled([new Dense({ units: 2 }), new Dense({ units: 2, activation: 'softmax' })]);
    model.build([null, 3]);
    model.setWeights(model.getWeights().map((w) => tensor(new Float32Array(w.size).fill(Number.NaN), w.shape)));
    await assert.rejects(model.fit(x, y), {
      name: 'NumericError',
      message: 'Cannot continue training: loss must be finite, received NaN at epoch 1 step 1',
    });
    assert.throws(() => model.trainOnBatch(x, y), {
      message: 'Cannot continue training: loss must be finite, received NaN',
    });
  });

  it('changes no weight where a target does not fit the prediction or a metric', async () => {
    const model = compiled();
    model.build([null, 3]);
    const before = weightsOf(model);
    await assert.rejects(model.fit(x, ramp([10, 3])), {
      name: 'ShapeError',
      message:
        'Cannot compute MeanSquaredError: target and prediction must have the same shape, received target [10, 3] and prediction [10, 2]',
    });
    assert.deepEqual(weightsOf(model), before);
    assert.equal(model.optimizer?.iterations, 0);
  });

  it('goes on after a callback that throws', async () => {
    const model = compiled();
    const callbacks: Callback[] = [{ onBatchEnd: () => Promise.reject(new Error('mine')) }];
    await assert.rejects(model.fit(x, y, { callbacks }), { message: 'mine' });
    assert.equal((await model.fit(x, y)).steps, 1);
  });
});

describe('evaluate', () => {
  it('rejects with the reason of an aborted signal, before and during', async () => {
    const model = compiled();
    const early = AbortSignal.abort(new Error('too late'));
    await assert.rejects(model.evaluate(x, y, { signal: early }), { message: 'too late' });
    const control = new AbortController();
    const batches = function* () {
      yield [x, y] as const;
      control.abort();
      yield [x, y] as const;
      assert.fail('went on');
    };
    await assert.rejects(model.evaluate(batches, undefined, { signal: control.signal }), { name: 'AbortError' });
  });
});

describe('a model in training', () => {
  it('adds regularizers to the loss', async () => {
    const plain = compiled([new Dense({ units: 2 })]);
    const heavy = compiled([new Dense({ units: 2, kernelRegularizer: 'l2', activityRegularizer: 'l1' })]);
    const base = (await plain.evaluate(x, y)).loss as number;
    const kernel = weightsOf(plain)[0] ?? [];
    const output = plain.predict(x).data;
    const l2 = 0.01 * Array.from(kernel).reduce((sum, w) => sum + w * w, 0);
    const l1 = (0.01 * Array.from(output).reduce((sum, v) => sum + Math.abs(v), 0)) / 10;
    assertClose([(await heavy.evaluate(x, y)).loss as number], [base + l2 + l1], 1e-6, 'loss');
    assertClose([heavy.trainOnBatch(x, y).loss as number], [base + l2 + l1], 1e-6, 'loss of a step');
  });

  it('holds constraints after each step', () => {
    const model = compiled([new Dense({ units: 2, kernelConstraint: 'nonNeg' })]);
    for (let i = 0; i < 5; i++) {
      model.trainOnBatch(x, y);
      assert.ok(model.getWeights()[0]?.data.every((w) => w >= 0));
    }
  });

  it('leaves layers alone that are not trainable, also from between two fits on', async () => {
    const frozen = new Dense({ units: 3, trainable: false });
    const head = new Dense({ units: 2 });
    const model = compiled([frozen, head]);
    await model.fit(x, y);
    const [kernel, , own] = weightsOf(model);
    await model.fit(x, y);
    assert.deepEqual(weightsOf(model)[0], kernel);
    assert.notDeepEqual(weightsOf(model)[2], own);
    frozen.trainable = true;
    head.trainable = false;
    const still = weightsOf(model)[2];
    await model.fit(x, y);
    assert.notDeepEqual(weightsOf(model)[0], kernel);
    assert.deepEqual(weightsOf(model)[2], still);
  });

  it("finds the accuracy that fits the target's shape", async () => {
    const model = compiled([new Dense({ units: 3, activation: 'softmax' })], { metrics: ['accuracy'] });
    const oneHot = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const logs = model.testOnBatch(
      [
        [1, 0],
        [0, 1],
      ],
      oneHot,
    );
    assert.ok([0, 0.5, 1].includes(logs.accuracy as number));
    const sigmoid = compiled([new Dense({ units: 1, activation: 'sigmoid' })], { metrics: ['acc'] });
    const zeros = sigmoid.testOnBatch(
      [
        [0, 0],
        [0, 0],
      ],
      [[1], [0]],
    );
    assert.equal(zeros.acc, 0.5);
  });
});
