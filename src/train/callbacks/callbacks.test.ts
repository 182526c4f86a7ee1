import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../../test/support/ramp.ts';
import { weightsOf } from '../../../test/support/weights-of.ts';
import { Dense } from '../../layers/dense.ts';
import { type MetricName, metric, metrics } from '../../metrics/index.ts';
import type { CompileOptions } from '../../models/compile.ts';
import type { FitOptions } from '../../models/options.ts';
import { Sequential } from '../../models/sequential.ts';
import { Adam, ExponentialDecay, SGD } from '../../optimizers/index.ts';
import type { Callback, Json, ModelInTraining, ResumableCallback, TrainControl } from '../callback.ts';
import { Control } from '../control.ts';
import {
  EarlyStopping,
  LambdaCallback,
  LearningRateScheduler,
  ModelCheckpoint,
  ReduceLROnPlateau,
  TerminateOnNaN,
} from './index.ts';
import { Monitor } from './monitor.ts';

const x = ramp([10, 3]);
const y = ramp([10, 2], 5);

function compiled(options: Partial<CompileOptions> = {}): Sequential {
  const model = new Sequential([new Dense({ units: 2 })], { seed: 1 });
  model.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss: 'mse', ...options });
  return model;
}

/** Writes numbers of its own into the logs of the epochs. */
const told = (name: string, values: readonly number[]): Callback => ({
  onEpochEnd: (epoch, logs) => {
    logs[name] = values[epoch] as number;
  },
});
const train = (callbacks: Callback[], options: FitOptions = {}, model: Sequential = compiled()) =>
  model.fit(x, y, { epochs: 8, callbacks, ...options });

describe('EarlyStopping', () => {
  it('keeps the weights of the best epoch and gives them back, also where training is not stopped', async () => {
    for (const [values, patience, epochs] of [
      [[3, 1, 2, 2, 2, 2, 2, 2], 2, 4],
      [[3, 1, 2, 2, 2, 2, 2, 2], 50, 8],
    ] as const) {
      const model = compiled();
      const after: Float32Array[][] = [];
      const note: Callback = { onEpochEnd: () => void after.push(weightsOf(model) as Float32Array[]) };
      const stopping = new EarlyStopping({ monitor: 'mine', mode: 'min', patience, restoreBestWeights: true });
      const { epoch } = await train([told('mine', values), stopping, note], {}, model);
      assert.equal(epoch.length, epochs);
      assert.deepEqual(weightsOf(model), after[1]);
      assert.notDeepEqual(after.at(-1), after[1]);
      assert.deepEqual([stopping.best, stopping.bestEpoch], [1, 1]);
      assert.equal(stopping.stoppedEpoch, epochs === 4 ? 3 : undefined);
    }
  });

  it('takes the direction from loss and metrics', async () => {
    const run = async (monitor: string, values: readonly number[], metrics: CompileOptions['metrics'] = []) => {
      const { epoch } = await train([told(monitor, values), new EarlyStopping({ monitor })], {}, compiled({ metrics }));
      return epoch.length;
    };
    assert.equal(await run('loss', [4, 3, 2, 3]), 4);
    assert.equal(await run('accuracy', [1, 2, 3, 2], ['accuracy']), 4);
    assert.equal(await run('mae', [4, 3, 2, 3], ['mae']), 4);
    await assert.rejects(run('mine', [1]), {
      name: 'OptionError',
      message:
        "Cannot monitor 'mine' in EarlyStopping: mode must be 'min' or 'max' where the metric does not say it, received 'auto'",
    });
  });

  it('takes any number as better than NaN', async () => {
    const stopping = new EarlyStopping({ monitor: 'mine', mode: 'min', patience: 2 });
    await train([told('mine', [NaN, 5, NaN, NaN]), stopping], { epochs: 5 });
    assert.deepEqual([stopping.best, stopping.bestEpoch, stopping.stoppedEpoch], [5, 1, 3]);
  });

  it('knows the direction of every metric of the index', () => {
    for (const name of Object.keys(metrics) as MetricName[]) {
      const monitor = new Monitor('test', { monitor: name });
      const model = { metrics: [metric(name, { outputShape: [null, 2] })] } as never;
      monitor.begin({ epochs: 1, initialEpoch: 0, steps: 1, validates: false }, model);
      const rises = /ccuracy|^auc$|Score$|precision|recall|confusionMatrix|cosineSimilarity/.test(name);
      assert.equal(monitor.improves(2, 1), rises, name);
    }
  });

  it('begins anew with each training', async () => {
    const stopping = new EarlyStopping({ monitor: 'mine', mode: 'max', patience: 1 });
    const values = told('mine', [5, 4]);
    for (let i = 0; i < 2; i++) assert.equal((await train([values, stopping])).epoch.length, 2);
  });

  it('says what the logs must have, and skips epochs without validation', async () => {
    await assert.rejects(train([new EarlyStopping()]), {
      name: 'OptionError',
      message: "Cannot monitor 'valLoss' in EarlyStopping: it must be in the logs, received loss",
      hint: "Give fit validationData or validationSplit, or monitor 'loss'.",
    });
    await assert.rejects(train([new EarlyStopping({ monitor: 'valMae' })], { validationSplit: 0.5 }), {
      message: "Cannot monitor 'valMae' in EarlyStopping: it must be in the logs, received loss, valLoss",
    });
    const stopping = new EarlyStopping({ minDelta: 1000, patience: 1 });
    const { epoch, history } = await train([stopping], { validationSplit: 0.5, validationFreq: 3 });
    assert.deepEqual([epoch.length, history.valLoss?.length, stopping.stoppedEpoch], [6, 2, 5]);
  });
});

describe('ModelCheckpoint', () => {
  it('awaits save, and gives model, epoch, batch and logs', async () => {
    const model = compiled();
    const calls: unknown[] = [];
    const save = async (
      given: ModelInTraining,
      { epoch, batch, logs }: { epoch: number; batch?: unknown; logs: object },
    ) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      calls.push(given === model, epoch, batch, Object.keys(logs));
    };
    await train([new ModelCheckpoint({ save })], { epochs: 1 }, model);
    await train([new ModelCheckpoint({ save, saveFreq: 3 })], { epochs: 2, batchSize: 5 }, model);
    assert.deepEqual(calls, [true, 0, undefined, ['loss'], true, 1, 0, ['loss']]);
  });

  it('keeps its best value over trainings, and counts none as best that could not be saved', async () => {
    let full = true;
    const saved: number[] = [];
    const save = (_: ModelInTraining, { epoch }: { epoch: number }): void => {
      if (full) throw new Error('disk full');
      saved.push(epoch);
    };
    const checkpoint = new ModelCheckpoint({ save, monitor: 'mine', mode: 'min', saveBestOnly: true });
    const values = told('mine', [3, 2, 4]);
    await assert.rejects(train([values, checkpoint], { epochs: 3 }), { message: 'disk full' });
    assert.equal(checkpoint.best, undefined);
    full = false;
    await train([values, checkpoint], { epochs: 3 });
    await train([values, checkpoint], { epochs: 3 });
    assert.deepEqual([saved, checkpoint.best], [[0, 1], 2]);
  });
});

describe('ReduceLROnPlateau and LearningRateScheduler', () => {
  it('set the rate of the optimizer and tell it', async () => {
    const model = compiled();
    const plateau = new ReduceLROnPlateau({ monitor: 'mine', mode: 'min', factor: 0.5, patience: 2 });
    const { history } = await train([told('mine', [1, 1, 1, 1, 1]), plateau], { epochs: 5 }, model);
    assert.deepEqual(history.learningRate, [0.1, 0.1, 0.1, 0.05, 0.05]);
    assert.equal(model.optimizer?.learningRate, 0.025);
    const asked: number[][] = [];
    const schedule = (epoch: number, rate: number): number => {
      asked.push([epoch, rate]);
      return 1 / (epoch + 1);
    };
    const scheduled = await train([new LearningRateScheduler(schedule)], { epochs: 3 }, model);
    assert.deepEqual(asked, [
      [0, 0.025],
      [1, 1],
      [2, 0.5],
    ]);
    assert.deepEqual(scheduled.history.learningRate, [1, 0.5, 1 / 3]);
    await assert.rejects(train([new LearningRateScheduler(() => NaN)], {}, model), {
      name: 'OptionError',
      message: /^Cannot set learningRate of SGD: .*, received NaN$/,
    });
  });
});

describe('ReduceLROnPlateau', () => {
  it('refuses an optimizer that follows a schedule before any step', async () => {
    const learningRate = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 5, decayRate: 0.5 });
    const model = compiled({ optimizer: new SGD({ learningRate }) });
    await assert.rejects(train([new ReduceLROnPlateau({ monitor: 'loss' })], {}, model), {
      name: 'OptionError',
      message: 'Cannot set learningRate of SGD: it must not follow a schedule, received 0.1',
    });
    assert.equal(model.optimizer?.iterations, 0);
  });
});

describe('TerminateOnNaN', () => {
  const wild = () => compiled({ optimizer: new Adam({ learningRate: 1e30 }) });
  it('ends training with what came before the step', async () => {
    const model = wild();
    let before = weightsOf(model);
    const note: Callback = {
      onBatchEnd: () => {
        before = weightsOf(model);
      },
    };
    const options = { batchSize: 5, shuffle: false };
    const result = await train([new TerminateOnNaN(), note], options, model);
    assert.deepEqual([result.steps, result.stopped, result.epoch], [1, 'callback', [0]]);
    assert.ok(Number.isFinite(result.history.loss?.[0]));
    assert.deepEqual(weightsOf(model), before);
    await assert.rejects(train([new TerminateOnNaN({ raiseError: true })], options, wild()), { name: 'NumericError' });
  });
  it('lets errors of another kind through', () => {
    const control = new Control(undefined);
    new TerminateOnNaN().onBatchError(0, new RangeError('x') as never, control);
    assert.equal(control.stopped, undefined);
  });
});

describe('LambdaCallback', () => {
  it('calls its functions', async () => {
    const calls: string[] = [];
    const note = (name: string) => () => void calls.push(name);
    const names = ['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd', 'onTrainEnd'];
    await train([new LambdaCallback(Object.fromEntries(names.map((name) => [name, note(name)])))], { epochs: 1 });
    assert.deepEqual(calls, names);
  });
});

describe('resumable callbacks', () => {
  const values = [5, 4, 4.5, 4.4, 4.3, 4.2, 4.1, 4.05];
  const make: Readonly<Record<string, (saved: number[]) => ResumableCallback>> = {
    EarlyStopping: () => new EarlyStopping({ monitor: 'mine', mode: 'min', patience: 4, restoreBestWeights: true }),
    ModelCheckpoint: (saved) =>
      new ModelCheckpoint({
        monitor: 'mine',
        mode: 'min',
        saveBestOnly: true,
        save: (_, { epoch }) => void saved.push(epoch),
      }),
    'ModelCheckpoint of batches': (saved) =>
      new ModelCheckpoint({ saveFreq: 5, save: (_, { epoch }) => void saved.push(epoch) }),
    ReduceLROnPlateau: () =>
      new ReduceLROnPlateau({ monitor: 'mine', mode: 'min', patience: 2, cooldown: 2, factor: 0.5 }),
  };
  for (const [name, create] of Object.entries(make)) {
    it(`${name}: going on is never having stopped`, async () => {
      const options = { batchSize: 5, shuffle: false };
      const whole = compiled();
      const saved: number[] = [];
      await train([told('mine', values), create(saved)], { ...options, epochs: 7 }, whole);

      const parts = compiled();
      const savedInParts: number[] = [];
      const first = create(savedInParts);
      let state: Json = null;
      let kept: Float32Array[] = [];
      let rate = 0;
      let reached: Float32Array[] = [];
      const keep: Callback = {
        onEpochEnd(epoch, _logs, control: TrainControl) {
          if (epoch !== 2) return;
          state = JSON.parse(JSON.stringify(first.state()));
          kept = first.variables.map(({ data }) => data as Float32Array);
          rate = parts.optimizer?.learningRate as number;
          reached = weightsOf(parts) as Float32Array[];
          control.stop();
        },
      };
      await train([told('mine', values), first, keep], { ...options, epochs: 7 }, parts);
      const second = create(savedInParts);
      second.restore(state);
      assert.equal(second.variables.length, kept.length);
      second.variables.forEach((variable, i) => void variable.assign(kept[i] as Float32Array));
      assert.deepEqual(second.state(), state);
      const again = compiled({ optimizer: new SGD({ learningRate: rate }) });
      again.build([null, 3]);
      again.weights.forEach((weight, i) => void weight.assign(reached[i] as Float32Array));
      await train([told('mine', values), second], { ...options, initialEpoch: 3, epochs: 7 }, again);
      assert.deepEqual(savedInParts, saved);
      assert.deepEqual(weightsOf(again), weightsOf(whole));
      assert.equal(again.optimizer?.learningRate, whole.optimizer?.learningRate);
    });
    it(`${name} refuses a state that is not its own`, () => {
      const callback = create([]);
      assert.throws(() => callback.restore({}), {
        name: 'OptionError',
        message: /state must hold best, .*, received '\{\}'/,
      });
      assert.throws(() => callback.restore({ ...(callback.state() as object), best: 'x' }), {
        name: 'OptionError',
        message: `Cannot restore ${callback.className}: best must be a number, received 'x'`,
      });
    });
  }
  it('keep a best value that JSON lacks', async () => {
    const one = new EarlyStopping({ monitor: 'mine', mode: 'max' });
    await train([told('mine', [-Infinity]), one], { epochs: 1 });
    const two = new EarlyStopping({ monitor: 'mine', mode: 'max' });
    two.restore(JSON.parse(JSON.stringify(one.state())));
    assert.equal(two.best, -Infinity);
  });
  it('EarlyStopping refuses weights that are none', () =>
    assert.throws(() => new EarlyStopping().restore({ best: 1, wait: 0, bestEpoch: 0, bestWeights: 3 }), {
      message: 'Cannot restore EarlyStopping: bestWeights must be a list, received 3',
    }));
});

describe('callbacks refuse', () => {
  const save = (): void => {};
  const refused: readonly [string, () => unknown][] = [
    ['EarlyStopping: patience must be a whole number from 0, received -1', () => new EarlyStopping({ patience: -1 })],
    ['EarlyStopping: monitor must be a text, received 3', () => new EarlyStopping({ monitor: 3 as never })],
    [
      "EarlyStopping: mode must be one of auto, min, max, received 'up'",
      () => new EarlyStopping({ mode: 'up' as never }),
    ],
    ['EarlyStopping: minDelta must be a finite number, received NaN', () => new EarlyStopping({ minDelta: NaN })],
    [
      'EarlyStopping: baseline must be a finite number, received null',
      () => new EarlyStopping({ baseline: null as never }),
    ],
    [
      'EarlyStopping: restoreBestWeights must be true or false, received 1',
      () => new EarlyStopping({ restoreBestWeights: 1 as never }),
    ],
    [
      'EarlyStopping: startFromEpoch must be a whole number from 0, received 0.5',
      () => new EarlyStopping({ startFromEpoch: 0.5 }),
    ],
    [
      'EarlyStopping: verbose is not supported and must be left out, received 1',
      () => new EarlyStopping({ verbose: 1 } as never),
    ],
    ['ModelCheckpoint: save must be a function, received undefined', () => new ModelCheckpoint({} as never)],
    [
      "ModelCheckpoint: saveFreq (unless 'epoch') must be a whole number from 1, received 0",
      () => new ModelCheckpoint({ save, saveFreq: 0 }),
    ],
    [
      'ModelCheckpoint: saveBestOnly must be true or false, received 1',
      () => new ModelCheckpoint({ save, saveBestOnly: 1 as never }),
    ],
    [
      "ModelCheckpoint: monitor must be a number that batches have where saveFreq is not 'epoch', received 'valLoss'",
      () => new ModelCheckpoint({ save, saveBestOnly: true, saveFreq: 2 }),
    ],
    [
      'ModelCheckpoint: initialValueThreshold must be left out without saveBestOnly, received 1',
      () => new ModelCheckpoint({ save, initialValueThreshold: 1 }),
    ],
    [
      'ReduceLROnPlateau: factor must be a finite number above 0 and below 1, received 1',
      () => new ReduceLROnPlateau({ factor: 1 }),
    ],
    [
      'ReduceLROnPlateau: cooldown must be a whole number from 0, received -1',
      () => new ReduceLROnPlateau({ cooldown: -1 }),
    ],
    [
      'ReduceLROnPlateau: patience must be a whole number from 0, received -1',
      () => new ReduceLROnPlateau({ patience: -1 }),
    ],
    [
      'ReduceLROnPlateau: minLr must be a finite number from 0, received -1',
      () => new ReduceLROnPlateau({ minLr: -1 }),
    ],
    ['LearningRateScheduler: schedule must be a function, received 0.1', () => new LearningRateScheduler(0.1 as never)],
    [
      'TerminateOnNaN: raiseError must be true or false, received 1',
      () => new TerminateOnNaN({ raiseError: 1 as never }),
    ],
    ['LambdaCallback: onTrainEnd must be a function, received 1', () => new LambdaCallback({ onTrainEnd: 1 as never })],
  ];
  for (const [message, run] of refused) it(message, () => assert.throws(run, { message: `Cannot create ${message}` }));
  it('a name that no callback has', () =>
    assert.throws(() => new LambdaCallback({ onEpochEnds: save } as never), { hint: "Did you mean 'onEpochEnd'?" }));
});
