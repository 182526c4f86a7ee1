// node conformance/make-tensorboard.ts FOLDER: event files as memcell writes them, and expected.json with what they say.
import { join } from 'node:path';
import {
  Adam,
  Bidirectional,
  Concatenate,
  Dense,
  Embedding,
  GRU,
  Input,
  LSTM,
  Model,
  Random,
  Sequential,
  TimeDistributed,
} from '../src/index.ts';
import { BackupAndRestore, SummaryWriter, TensorBoard } from '../src/interop/io.ts';
import { platform } from '../src/platform/index.ts';
import { learningCurves } from '../src/plots/index.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/make-tensorboard.ts FOLDER');
const random = new Random(11);
/** Numbers with 17 digits go through JSON as they are; NaN and infinities as text. */
const plain = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

function byHand(): object {
  const writer = new SummaryWriter(join(folder as string, 'by-hand'), { maxQueue: 3 });
  const scalars = [0.1, -1e-30, 3e38, Number.NaN, Infinity, 7].map((value, i) => ({ step: i * 1_000_000_007, value }));
  for (const { step, value } of scalars)
    writer.addScalar('числа/损失', value, step, { wallTime: 1763748371.125 + step });
  const lists = [random.normal(1000), new Float32Array(5).fill(0.25), random.uniform(17, -3, -2)];
  for (const [step, list] of lists.entries()) writer.addHistogram('values', list, step);
  const images = ([1, 3] as const).map((channels, step) => {
    const pixels = Array.from(random.uniform(5 * 4 * channels, 0, 255), Math.round);
    writer.addImage('pixels', { width: 5, height: 4, channels, pixels }, step);
    return { step, width: 5, height: 4, channels, pixels };
  });
  const texts = ['**bold**, `code`, 中文', 'line\nline', ''];
  for (const [step, text] of texts.entries()) writer.addText('notes', text, step);
  const curves = learningCurves({ loss: [3, 2, 1.5, 1.2], valLoss: [3.2, 2.4, 2, 1.9] });
  writer.addFigure('figures/curves', curves, 4, { width: 640, height: 400 });
  writer.close();
  return {
    scalars: { 'числа/损失': scalars.map(({ step, value }) => [step, plain(value)]) },
    wallTimes: scalars.map(({ step }) => 1763748371.125 + step),
    histograms: { values: lists.map((list, step) => [step, [...list]]) },
    images: { pixels: images },
    figure: { tag: 'figures/curves', step: 4, width: 640, height: 400, paper: [255, 255, 255], line: [0, 0x72, 0xb2] },
    texts: { notes: texts },
  };
}

/** Keras's published adder, and a functional model with a bit of everything. */
function models(): readonly { run: string; model: Sequential | Model; layers: string[] }[] {
  const adder = new Sequential(
    [
      Input({ shape: [8, 2] }),
      new LSTM({ units: 20, returnSequences: true }),
      new LSTM({ units: 20, returnSequences: true }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
    { seed: 1 },
  );
  const ids = Input({ shape: [6], dtype: 'int32', name: 'words' });
  const series = Input({ shape: [6, 3], name: 'series' });
  const head = new Sequential([Input({ shape: [9] }), new Dense({ units: 4, activation: 'tanh' })], { name: 'head' });
  const read = new Bidirectional({ layer: new GRU({ units: 2, returnSequences: true }) }).apply(
    new Embedding({ inputDim: 12, outputDim: 5 }).apply(ids),
  );
  const each = new TimeDistributed({ layer: new Dense({ units: 3 }) }).apply(read);
  const joint = new Concatenate().apply([new LSTM({ units: 5 }).apply(series), new LSTM({ units: 4 }).apply(each)]);
  const shared = head.apply(joint);
  const outputs = [
    new Dense({ units: 1, name: 'age' }).apply(shared),
    new Dense({ units: 3, name: 'kind', activation: 'softmax' }).apply(shared),
  ];
  const functional = new Model({ inputs: [ids, series], outputs, seed: 2 });
  return [
    { run: 'adder', model: adder, layers: ['input', 'lstm', 'lstm_1', 'dense'] },
    {
      run: 'functional',
      model: functional,
      layers: [
        ...['words', 'series', 'embedding', 'bidirectional', 'time_distributed', 'lstm', 'lstm_1', 'concatenate'],
        ...['head', 'age', 'kind'],
      ],
    },
  ];
}

async function trained(): Promise<Record<string, object>> {
  const expected: Record<string, object> = {};
  for (const { run, model, layers } of models()) {
    const first = run === 'adder';
    const series = random.normal(40 * (first ? 16 : 18));
    const optimizer = new Adam({ learningRate: 0.01 });
    const board = {
      logDir: join(folder as string, run),
      ...{ histogramFreq: 1, updateFreq: 'batch', writeImages: true, writeGradients: true },
    } as const;
    const options = { epochs: 4, batchSize: 8, validationSplit: 0.2 };
    let history: Readonly<Record<string, readonly number[]>>;
    if (first) {
      model.compile({ optimizer, loss: 'binaryCrossentropy', metrics: ['binaryAccuracy', 'confusionMatrix'] });
      const x = { data: series, shape: [40, 8, 2] };
      const y = {
        data: Float32Array.from({ length: 320 }, (_, i) => Number((series[2 * i] as number) > 0)),
        shape: [40, 8, 1],
      };
      const callbacks = [new TensorBoard({ ...board, traceInput: { data: series.slice(0, 64), shape: [4, 8, 2] } })];
      ({ history } = await (model as Sequential).fit(x, y, { ...options, callbacks }));
    } else {
      model.compile({ optimizer, loss: ['mse', 'sparseCategoricalCrossentropy'], metrics: [['mae'], ['accuracy']] });
      const x = {
        words: { data: Int32Array.from({ length: 240 }, (_, i) => (i * i) % 12), shape: [40, 6] },
        series: { data: series, shape: [40, 6, 3] },
      };
      const y = {
        age: { data: series.slice(0, 40), shape: [40, 1] },
        kind: { data: Int32Array.from({ length: 40 }, (_, i) => i % 3), shape: [40] },
      };
      history = await interrupted(model as Model, x, y, options, board);
    }
    const weights = model.weights.map(({ shape, data }) => ({ shape, data: [...data] }));
    const names = [...model.namedWeights().keys()];
    expected[run] = { history, layers, weights, names, steps: 16, summary: model.summary() };
  }
  return expected;
}

/** Trains with a stop in the middle of an epoch, after the last checkpoint, and goes on. */
async function interrupted(
  model: Model,
  x: object,
  y: object,
  options: object,
  board: ConstructorParameters<typeof TensorBoard>[0],
): Promise<Readonly<Record<string, readonly number[]>>> {
  let bytes: Uint8Array | undefined;
  const store = {
    read: () => bytes,
    write: (kept: Uint8Array) => {
      bytes = kept;
    },
    remove: () => {},
  };
  let steps = 0;
  const initial = model.getWeights();
  const run = (stop: number) =>
    model.fit(x as never, y as never, {
      ...options,
      callbacks: [
        new TensorBoard(board),
        new BackupAndRestore(store, { saveFreq: 3 }),
        {
          onBatchEnd: () => {
            if (++steps === stop) throw new Error('stopped');
          },
        },
      ],
    });
  await run(8).catch((error: Error) => {
    if (error.message !== 'stopped') throw error;
  });
  model.setWeights(initial);
  return (await run(-1)).history;
}

const expected = { byHand: byHand(), runs: await trained() };
platform().writeFileAtomic(join(folder, 'expected.json'), JSON.stringify(expected));
