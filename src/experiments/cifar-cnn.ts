import { drawnShapes, type ImageSet } from '../data/index.ts';
import { RandomUniform } from '../initializers/index.ts';
import { torch7Bytes } from '../interop/torch7/save-torch7.ts';
import { Activation } from '../layers/activation.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Flatten } from '../layers/flatten.ts';
import { Input } from '../layers/input.ts';
import { MaxPooling2D } from '../layers/max-pooling2d.ts';
import { exp } from '../math.ts';
import type { SequentialPart } from '../models/layer-list.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam, OneCycle, SGD } from '../optimizers/index.ts';
import type { Figure } from '../plots/index.ts';
import { Random } from '../random.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import {
  channelStatistics,
  type ImageBatch,
  ImageScale,
  type ImageSource,
  imageChoice,
  imageOrder,
  takeImages,
} from './image-data.ts';
import { Curve, imageResult, type Judgement, judge } from './image-scores.ts';
import { shiftImages } from './shift-images.ts';
import { trainSteps } from './train-steps.ts';

const [SIZE, CHANNELS, CLASSES] = [32, 3, 10];
const IMAGES: ImageSource = {
  real: 'cifar10-small',
  comesWith: 'cifar10',
  generate: drawnShapes,
  train: 10_000,
  test: 1000,
};
/** The test image that is shown, counted from 0: the hundredth. */
const SHOWN = 99;

const presets = {
  default: {
    description: '16, 32 and 64 filters of 3×3 on images that are moved and mirrored, 10 epochs of batches of 64',
    options: { batchSize: 64, learningRate: 0.004, dropout: 0.3, shift: 4, steps: 1570 },
    stepsPerEpoch: 157,
  },
  published: {
    description:
      'the source to the letter: 6 and 16 filters of 5×5, one image a step, gradient descent 0.001, 5 epochs',
    options: { batchSize: 1, learningRate: 0.001, dropout: 0, shift: 0, steps: 50_000 },
    stepsPerEpoch: 10_000,
  },
} as const;

/** A convolutional network says what is in small colour pictures. */
export const cifarCnn: Experiment = {
  name: 'cifar-cnn',
  title: 'a convolutional network says what is in small colour pictures',
  presets,
  choices: [imageChoice(IMAGES)],
  scoreMeaning: 'testAccuracy: share of the test images whose class is right; perClass: of those of each class',
  published: {
    score: {},
    text: 'the source names no figure; PyTorch with its numbers reaches 0.433 to 0.492 of 1,000 test images over three seeds',
  },
  run,
};

/** The network of a preset, its weights drawn from the seed; it ends in logarithms of probabilities. */
export function cifarCnnModel(preset: PresetName, seed: number): Sequential {
  const parts = preset === 'published' ? publishedParts() : defaultParts();
  const layers = [Input({ shape: [SIZE, SIZE, CHANNELS] }), ...parts, new Activation({ activation: 'logSoftmax' })];
  return new Sequential(layers, { name: 'cifar_cnn', seed });
}

/** As Torch draws weights and biases: evenly within 1 / √(inputs of a unit). */
function publishedParts(): readonly SequentialPart[] {
  const drawn = (inputs: number) => {
    const limit = 1 / Math.sqrt(inputs);
    const evenly = new RandomUniform({ minval: -limit, maxval: limit });
    return { kernelInitializer: evenly, biasInitializer: evenly };
  };
  const conv = (filters: number, depth: number) =>
    new Conv2D({ filters, kernelSize: 5, activation: 'relu', ...drawn(25 * depth) });
  return [
    conv(6, CHANNELS),
    new MaxPooling2D(),
    conv(16, 6),
    new MaxPooling2D(),
    new Flatten(),
    new Dense({ units: 120, activation: 'relu', ...drawn(400) }),
    new Dense({ units: 84, activation: 'relu', ...drawn(120) }),
    new Dense({ units: CLASSES, ...drawn(84) }),
  ];
}

function defaultParts(): readonly SequentialPart[] {
  const blocks = [16, 32, 64].flatMap((filters) => [
    new Conv2D({ filters, kernelSize: 3, padding: 'same', activation: 'relu' }),
    new MaxPooling2D(),
  ]);
  const { dropout } = presets.default.options;
  return [...blocks, new Flatten(), new Dropout({ rate: dropout }), new Dense({ units: CLASSES })];
}

async function run({ preset, seed, steps: asked, chosen }: RunRequest, context: RunContext): Promise<RunResult> {
  const { stepsPerEpoch: perEpoch } = presets[preset];
  const { batchSize, learningRate, shift, steps: planned } = presets[preset].options;
  const steps = asked ?? planned;
  const taken = await takeImages(chosen?.data ?? 'auto', IMAGES, steps * batchSize);
  const { set } = taken;
  context.tell?.(taken.note);
  const { mean, deviation } = channelStatistics(set);
  const scale = new ImageScale(set, (level, c) => (level / 255 - (mean[c] as number)) / (deviation[c] as number));
  const test = scale.all(set.test);

  const model = cifarCnnModel(preset, seed);
  const schedule = new OneCycle({ maxLearningRate: learningRate, totalSteps: planned, pctStart: 0.2 });
  const optimizer = preset === 'published' ? new SGD({ learningRate }) : new Adam({ learningRate: schedule });
  model.compile({ optimizer, loss: 'negativeLogLikelihood' });
  const random = new Random(seed);
  function* batches(): Generator<ImageBatch> {
    const moves = random.fold(18);
    for (const places of imageOrder(set.train.labels.length, batchSize, random.fold(17))) {
      const batch = scale.batch(set.train, places);
      yield shift === 0 ? batch : shiftImages(batch, shift, moves);
    }
  }
  const curve = new Curve('Learning to tell pictures apart', 'epoch');
  const onEpoch = ({ loss = Number.NaN }): undefined => {
    const { accuracy } = judge(model, test);
    const epoch = curve.length + 1;
    curve.add(epoch, { test: accuracy });
    context.tell?.(`epoch ${epoch}: loss ${loss.toPrecision(4)}, test images ${accuracy.toFixed(4)}`);
    context.draw?.(curve.figure());
  };
  const callbacks = [curve.listener, ...context.callbacks];
  const trained = await trainSteps(model, batches(), { steps, perEpoch, onEpoch }, { ...context, callbacks });

  const judged = judge(model, test);
  const result = imageResult(model, taken, { judged, trained, curve });
  const answer = answerOf(judged, set);
  return {
    ...result,
    summary: [...result.summary, answer.sentence],
    figures: { ...result.figures, ...answer.figures },
    files: { 'cifar-cnn.t7': torch7Bytes(model) },
  };
}

/** What the network says about the image that is shown. */
function answerOf(
  { outputs, predicted }: Judgement,
  { name, width, height, classes, test }: ImageSet,
): { sentence: string; figures: Readonly<Record<string, Figure>> } {
  const row = outputs.data.subarray(SHOWN * CLASSES, (SHOWN + 1) * CLASSES);
  const probabilities = Array.from(row, exp);
  const [truth, told] = [test.labels[SHOWN] as number, predicted[SHOWN] as number];
  const title = `Test image ${SHOWN + 1} of ${name}: ${classes[truth]}`;
  const shares = classes.map((each, k) => `${each} ${(probabilities[k] as number).toFixed(3)}`).join(', ');
  const pixels = width * height * CHANNELS;
  return {
    sentence: `Test image ${SHOWN + 1}, of class ${classes[truth]}, is taken for ${classes[told]}: ${shares}.`,
    figures: {
      'image-100': {
        kind: 'image',
        title,
        caption: `Taken for ${classes[told]}.`,
        width,
        height,
        channels: 3,
        pixels: Array.from(test.images.subarray(SHOWN * pixels, (SHOWN + 1) * pixels)),
      },
      'image-100-classes': {
        kind: 'bars',
        title,
        labels: classes,
        values: probabilities,
        value: { label: 'probability', min: 0, max: 1 },
        marked: truth,
      },
    },
  };
}
