import { drawnDigits } from '../data/index.ts';
import { Constant, RandomNormal, RandomUniform } from '../initializers/index.ts';
import { Dense, type DenseOptions } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { SparseCategoricalCrossentropy } from '../losses/index.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam, OneCycle } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { type ImageBatch, ImageScale, type ImageSource, imageChoice, imageOrder, takeImages } from './image-data.ts';
import { Curve, imageResult, judge } from './image-scores.ts';
import { SaveAndRestore } from './save-and-restore.ts';
import { type TrainedSteps, trainSteps } from './train-steps.ts';

const [ROWS, COLUMNS, CLASSES] = [28, 28, 10];
const IMAGES: ImageSource = { real: 'mnist', comesWith: 'mnist', generate: drawnDigits, train: 60_000, test: 10_000 };
/** Batches between two accuracies that are told, in the published preset. */
const TELL_EVERY = 20;

const presets = {
  default: {
    description: 'LSTM(128) on the rows, dropout, learning rate up to 0.004 and down again, 10 epochs of all images',
    options: { units: 128, batchSize: 128, learningRate: 0.004, dropout: 0.2, globalClipNorm: 1, steps: 4690 },
    stepsPerEpoch: 469,
  },
  published: {
    description:
      'the source to the letter: Dense before the LSTM, weights from N(0, 1), 100,000 images, saved half-way',
    options: { units: 128, batchSize: 128, learningRate: 0.001, dropout: 0, globalClipNorm: 0, steps: 782 },
    stepsPerLook: TELL_EVERY,
  },
} as const;

/** An LSTM reads a picture row by row and says which digit it is. */
export const mnistRows: Experiment = {
  name: 'mnist-rows',
  title: 'an LSTM reads pictures of digits row by row',
  presets,
  choices: [imageChoice(IMAGES, 'fashion-mnist')],
  scoreMeaning: 'testAccuracy: share of the test images whose class is right; perClass: of those of each class',
  published: {
    score: { testAccuracy: 0.9687 },
    text: 'on a batch of 128 that was learnt from; on the test images TensorFlow 1 reaches 0.954 to 0.964 over three seeds',
  },
  run,
};

/** The network of a preset, its weights drawn from the seed; it ends in logits. */
export function mnistRowsModel(preset: PresetName, seed: number): Sequential {
  const { units, dropout } = presets[preset].options;
  const input = Input({ shape: [ROWS, COLUMNS] });
  const options = { name: 'mnist_rows', seed };
  if (preset === 'default') {
    const parts = [new LSTM({ units }), new Dropout({ rate: dropout }), new Dense({ units: CLASSES })];
    return new Sequential([input, ...parts], options);
  }
  const normal = new RandomNormal({ mean: 0, stddev: 1 });
  const own: Partial<DenseOptions> = { kernelInitializer: normal, biasInitializer: new Constant({ value: 0.1 }) };
  // TensorFlow 1 draws [D + U, 4U] as one matrix: Glorot's limit counts both inputs
  const limit = Math.sqrt(6 / (2 * units + 4 * units));
  const joint = new RandomUniform({ minval: -limit, maxval: limit });
  const lstm = new LSTM({ units, kernelInitializer: joint, recurrentInitializer: joint });
  return new Sequential([input, new Dense({ units, ...own }), lstm, new Dense({ units: CLASSES, ...own })], options);
}

function compiled(preset: PresetName, seed: number): Sequential {
  const { learningRate, globalClipNorm, steps } = presets[preset].options;
  const model = mnistRowsModel(preset, seed);
  const optimizer =
    preset === 'published'
      ? new Adam({ learningRate, epsilon: 1e-8 }) // TensorFlow 1's ε
      : new Adam({
          learningRate: new OneCycle({ maxLearningRate: learningRate, totalSteps: steps, pctStart: 0.2 }),
          globalClipNorm,
        });
  model.compile({ optimizer, loss: new SparseCategoricalCrossentropy({ fromLogits: true }) });
  return model;
}

async function run({ preset, seed, steps: asked, chosen }: RunRequest, context: RunContext): Promise<RunResult> {
  const { batchSize, steps: planned } = presets[preset].options;
  const steps = asked ?? planned;
  const taken = await takeImages(chosen?.data ?? 'auto', IMAGES, steps * batchSize);
  const { set } = taken;
  context.tell?.(taken.note);
  const scale = new ImageScale(set, (level) => level / 255);
  const test = scale.all(set.test);
  const published = preset === 'published';
  const curve = new Curve('Learning to read digits', published ? 'step' : 'epoch');

  let model = compiled(preset, seed);
  let batch: ImageBatch | undefined;
  function* batches(): Generator<ImageBatch> {
    for (const places of imageOrder(set.train.labels.length, batchSize, new Random(seed).fold(17))) {
      batch = scale.batch(set.train, places);
      yield batch;
    }
  }
  const told = (x: number, values: Readonly<Record<string, number>>, sentence: string): void => {
    curve.add(x, values);
    context.tell?.(sentence);
    context.draw?.(curve.figure());
  };
  const onStep = (step: number): undefined => {
    if ((step - 1) % TELL_EVERY !== 0) return;
    const { accuracy } = judge(model, batch as ImageBatch);
    told(step - 1, { batch: accuracy }, `step ${step - 1}: accuracy of the batch ${accuracy.toFixed(4)}`);
  };
  const onEpoch = ({ loss = Number.NaN }): undefined => {
    const epoch = curve.length + 1;
    const { accuracy } = judge(model, test);
    told(epoch, { test: accuracy }, `epoch ${epoch}: loss ${loss.toPrecision(4)}, test images ${accuracy.toFixed(4)}`);
  };

  const pause = Math.floor(steps / 2);
  const half = new SaveAndRestore(pause, TELL_EVERY, () =>
    context.tell?.(`Saved after step ${pause}, restored into a new network, which goes on.`),
  );
  const callbacks = [curve.listener, ...context.callbacks, ...(published ? [half] : [])];
  const options = published ? { onStep, perEpoch: TELL_EVERY } : { onEpoch, perEpoch: presets.default.stepsPerEpoch };
  const train = (): Promise<TrainedSteps> =>
    trainSteps(model, batches(), { steps, ...options }, { ...context, callbacks });
  let trained = await train();
  if (half.saved && !context.signal?.aborted) {
    model = compiled(preset, seed);
    trained = await train();
  }

  return imageResult(model, taken, { judged: judge(model, test), trained, curve });
}
