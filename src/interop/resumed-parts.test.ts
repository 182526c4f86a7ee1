// Whatever a training consists of, it goes on with the same bits: kinds of layers, averages and sums of gradients, metrics
// with a state of their own, files that callbacks write.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { assertResumes, memoryStore, type Train } from '../../test/support/resumed.ts';
import {
  BatchNormalization,
  Bidirectional,
  CosineDecay,
  Dense,
  Dropout,
  EarlyStopping,
  Embedding,
  GRU,
  Input,
  LSTM,
  Model,
  type OptimizerName,
  Random,
  ReduceLROnPlateau,
  Sequential,
} from '../index.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import { type Optimizer, type OptimizerOptions, optimizers } from '../optimizers/index.ts';
import type { Tensors } from '../tensor/batch.ts';
import type { Callback } from '../train/callback.ts';
import { BackupAndRestore, CSVLogger, ModelCheckpoint } from './io.ts';

type AnyModel = LayeredModel<Tensors>;

const root = mkdtempSync(join(tmpdir(), 'memcell-resumed-'));
after(() => rmSync(root, { recursive: true }));

const random = new Random(7);
const N = 14;
const x = { data: random.normal(N * 4 * 2), shape: [N, 4, 2] };
const ids = { data: Int32Array.from({ length: N * 4 }, (_, i) => (i * i + 3 * i) % 6), shape: [N, 4] };
const numbers = { data: random.normal(N), shape: [N, 1] };
const bits = { data: numbers.data.map((value) => (value > 0 ? 1 : 0)), shape: [N, 1] };
const labels = { data: Int32Array.from({ length: N }, (_, i) => i % 3), shape: [N] };
/** 11 samples to learn from, 4 a batch: 3 steps an epoch. */
const options = { epochs: 3, batchSize: 4, validationSplit: 0.2 };

type Kind = readonly [make: (optimizer: Optimizer) => AnyModel, train: Train<AnyModel>];
const kinds: Readonly<Record<string, Kind>> = {
  'ids, masks, dropout, moving statistics': [
    (optimizer) => {
      const layers = [
        new Embedding({ inputDim: 6, outputDim: 3, maskZero: true }),
        new GRU({ units: 3, dropout: 0.3, recurrentDropout: 0.2 }),
        new BatchNormalization(),
        new Dense({ units: 3, activation: 'softmax' }),
      ];
      const model = new Sequential(layers, { seed: 2 });
      const metrics = ['accuracy', 'confusionMatrix', 'perClassAccuracy', 'perplexity'] as const;
      model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy', metrics });
      return model;
    },
    (model, more) => model.fit(ids, labels, { ...options, ...more }),
  ],
  'two outputs': [
    (optimizer) => {
      const inputs = Input({ shape: [4, 2] });
      const h = new Dropout({ rate: 0.3 }).apply(new LSTM({ units: 3 }).apply(inputs));
      const a = new Dense({ units: 1, name: 'a', activation: 'sigmoid' }).apply(h);
      const b = new Dense({ units: 3, name: 'b', activation: 'softmax' }).apply(h);
      const model = new Model({ inputs, outputs: [a, b], seed: 4 });
      const loss = ['binaryCrossentropy', 'sparseCategoricalCrossentropy'] as const;
      model.compile({ optimizer, loss, lossWeights: [0.3, 1], metrics: [['mae', 'auc'], ['accuracy']] });
      return model;
    },
    (model, more) => model.fit(x, [bits, labels], { ...options, ...more }),
  ],
  'states that are kept': [
    (optimizer) => {
      const both = new Bidirectional({ layer: new GRU({ units: 2, stateful: true, returnSequences: true }) });
      const layers = [both, new LSTM({ units: 2, stateful: true }), new Dense({ units: 1 })];
      const model = new Sequential(layers, { seed: 2 });
      model.compile({ optimizer, loss: 'huber', metrics: ['r2Score'] });
      return model;
    },
    (model, more) => model.fit(x, numbers, { ...options, ...more }),
  ],
};
const averaged = { useEma: true, emaMomentum: 0.7, emaOverwriteFrequency: 3, weightDecay: 0.01 };
const extras: readonly OptimizerOptions[] = [
  { ...averaged, gradientAccumulationSteps: 2 },
  {
    useEma: true,
    clipNorm: 0.5,
    learningRate: new CosineDecay({ initialLearningRate: 0.05, decaySteps: 10 }),
  },
];

/** Callbacks that remember, and that write files into a folder. */
function callbacksInto(folder: string, scheduled: boolean): readonly Callback[] {
  return [
    new EarlyStopping({ patience: 2, restoreBestWeights: true }),
    ...(scheduled ? [] : [new ReduceLROnPlateau({ monitor: 'loss', patience: 0, factor: 0.5, minDelta: 10 })]),
    new ModelCheckpoint(join(folder, '{epoch}.safetensors'), { saveBestOnly: true }),
    new ModelCheckpoint(join(folder, '{epoch}-{batch}.safetensors'), { saveFreq: 2 }),
    new CSVLogger(join(folder, 'log.csv')),
  ];
}

const contents = (folder: string): unknown =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'base64')]);

describe('a training goes on with the same bits, files of callbacks included', () => {
  for (const [kind, [make, train]] of Object.entries(kinds)) {
    for (const [i, name] of (Object.keys(optimizers) as OptimizerName[]).entries()) {
      const extra = extras[i % 2] as OptimizerOptions;
      it(`${kind}, ${name} with ${Object.keys(extra).join(', ')}`, async () => {
        const folder = mkdtempSync(join(root, 'case-'));
        const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
        const optimizer = (): Optimizer => new optimizers[name](extra as never);
        const stop = [1, 4, 6][i % 3] as number;
        await assertResumes(
          () => make(optimizer()),
          stop,
          train,
          (inParts) => callbacksInto(inParts ? parts : whole, extra.learningRate !== undefined),
        );
        assert.deepEqual(contents(parts), contents(whole));
      });
    }
  }
  for (const metric of ['confusionMatrix', 'perClassAccuracy', 'f1Score', 'r2Score', 'auc', 'perplexity'] as const) {
    it(`in the middle of an epoch of ${metric}`, () => {
      const make = (): AnyModel => {
        const model = new Sequential([new GRU({ units: 3, activation: 'softmax' })], { seed: 1 });
        model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: [metric] });
        return model;
      };
      const hot = Array.from(labels.data, (label) => [0, 1, 2].map((c) => (c === label ? 1 : 0)));
      return assertResumes(make, 2, (model, more) => model.fit(x, hot, { epochs: 2, batchSize: 4, ...more }));
    });
  }
  it('in the middle of a validation, which is made again', async () => {
    const make = (): Sequential => {
      const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
      model.compile({ optimizer: 'sgd', loss: 'mse' });
      return model;
    };
    const rows = numbers.data;
    const batches = function* (given: () => void): Generator<readonly [number[][], number[][]]> {
      for (let i = 0; i < N; i++) {
        given();
        yield [[[rows[i] as number]], [[i]]];
      }
    };
    const input = { data: rows, shape: [N, 1] };
    const plain = { epochs: 3, batchSize: 4, validationData: () => batches(() => {}) };
    const expected = await make().fit(input, numbers, plain);
    const controller = new AbortController();
    const store = memoryStore();
    const backup = (): Callback[] => [new BackupAndRestore(store)];
    let given = 0;
    const validationData = () => batches(() => void (++given === N + 5 && controller.abort()));
    const { signal } = controller;
    await make().fit(input, numbers, { ...plain, validationData, signal, callbacks: backup() });
    assert.deepEqual(await make().fit(input, numbers, { ...plain, callbacks: backup() }), expected);
  });
});
