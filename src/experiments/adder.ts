import { OptionError } from '../errors.ts';
import { RandomUniform, TruncatedNormal } from '../initializers/index.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import type { SequentialPart } from '../models/layer-list.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import type { Logs } from '../train/metric-set.ts';
import { adderBatches, adderSamples, allPairs, BITS, countRight, LIMIT, numberOf, PAIRS } from './adder-data.ts';
import { carryFigure } from './carry-figure.ts';
import type { Dialogue, Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { trainSteps } from './train-steps.ts';

const UNITS = 20;
/** Steps between two looks at all pairs. */
const LOOK_EVERY = 10;

const presets = {
  default: {
    description: 'batches of 64, Adam 0.02, binary cross-entropy, no dropout; ends when all 16,384 sums are right',
    options: {
      units: UNITS,
      layers: 2,
      batchSize: 64,
      learningRate: 0.02,
      keep: 1,
      steps: 2000,
      loss: 'binaryCrossentropy',
    },
    stepsPerLook: LOOK_EVERY,
  },
  published: {
    description: 'the source to the letter: one pair a step, 1,000 steps, Adam 0.001, keep 0.5, mean squared error',
    options: {
      units: UNITS,
      layers: 2,
      batchSize: 1,
      learningRate: 0.001,
      keep: 0.5,
      steps: 1000,
      loss: 'meanSquaredError',
    },
    stepsPerLook: LOOK_EVERY,
  },
} as const;

/** Two stacked LSTMs learn to add binary numbers, bit by bit from the least significant one. */
export const adder: Experiment = {
  name: 'adder',
  title: 'two stacked LSTMs learn to add binary numbers',
  presets,
  scoreMeaning: 'exactShare: share of all 16,384 pairs of numbers from 0 to 127 whose eight sum bits are all right',
  published: {
    score: { exactShare: 0.99, of: PAIRS },
    text: 'the source expects about 99 % after 3,000 steps of one pair each, and all right after 128·128',
  },
  run,
};

/** The network of a preset, its weights drawn from the seed. */
export function adderModel(preset: PresetName, seed: number): Sequential {
  const { keep } = presets[preset].options;
  const layers: SequentialPart[] = [Input({ shape: [BITS, 2] })];
  for (const depth of [2, UNITS]) {
    // TensorFlow 1 draws [D + U, 4U] as one matrix: Glorot's limit counts both inputs
    const limit = Math.sqrt(6 / (depth + UNITS + 4 * UNITS));
    const joint = new RandomUniform({ minval: -limit, maxval: limit });
    const published = { kernelInitializer: joint, recurrentInitializer: joint };
    layers.push(new LSTM({ units: UNITS, returnSequences: true, ...(preset === 'published' ? published : {}) }));
    if (keep < 1) layers.push(new Dropout({ rate: 1 - keep }));
  }
  const head = { useBias: false, kernelInitializer: new TruncatedNormal({ mean: 0, stddev: 0.01 }) };
  layers.push(new Dense({ units: 1, activation: 'sigmoid', ...(preset === 'published' ? head : {}) }));
  return new Sequential(layers, { name: 'adder', seed });
}

async function run(request: RunRequest, context: RunContext): Promise<RunResult> {
  const { batchSize, learningRate, loss, steps: presetSteps } = presets[request.preset].options;
  const steps = request.steps ?? presetSteps;
  const model = adderModel(request.preset, request.seed);
  // TensorFlow 1's Adam has ε = 1e-8, Keras's 1e-7
  const epsilon = request.preset === 'published' ? 1e-8 : 1e-7;
  model.compile({ optimizer: new Adam({ learningRate, epsilon }), loss, metrics: ['binaryAccuracy'] });

  const all = allPairs();
  const right = (): number => countRight(model.predict(all.input, { batchSize: 2048 }).data, all.target.data);
  const onStep = (step: number, _loss: number, { binaryAccuracy }: Logs): boolean =>
    request.preset === 'default' && step % LOOK_EVERY === 0 && binaryAccuracy === 1 && right() === PAIRS;
  const batches = adderBatches(batchSize, new Random(request.seed).fold(17));
  const trained = await trainSteps(model, batches, { steps, perEpoch: LOOK_EVERY, onStep }, context);
  const { seconds, steps: done } = trained;
  const exact = right();
  return {
    score: { exactShare: exact / PAIRS, of: PAIRS },
    model,
    steps: done,
    seconds,
    summary: tell(request.preset, exact, done, seconds),
    figures: { carry: carryFigure(model, 63, 1) },
    dialogue: dialogue(model),
  };
}

function tell(preset: PresetName, exact: number, steps: number, seconds: number): string[] {
  const time = `after ${steps.toLocaleString('en-US')} steps in ${seconds.toFixed(1)} s of training`;
  if (exact === PAIRS) return [`All 16,384 sums are right ${time}.`];
  const lines = [
    `${exact.toLocaleString('en-US')} of 16,384 sums are right (${((100 * exact) / PAIRS).toFixed(2)} %) ${time}.`,
  ];
  if (preset === 'published') {
    lines.push(
      'One pair a step with half of the units dropped leaves the network near chance (64 of 16,384) after 1,000 steps,',
      "as it does in TensorFlow 1 with the same numbers; its answers are guesses. The source's figures fit batches of 64.",
    );
  }
  return lines;
}

function dialogue(model: Sequential): Dialogue {
  return {
    questions: ['First number (0 to 127)', 'Second number (0 to 127)'],
    read(answer) {
      const text = answer.trim();
      if (/^\d+$/.test(text) && Number(text) < LIMIT) return Number(text);
      throw new OptionError(`Cannot add: number must be a whole number from 0 to 127, received '${text}'`);
    },
    reply([a = 0, b = 0]) {
      const prediction = model.predict(adderSamples([a], [b]).input).data;
      const sum = numberOf(prediction);
      const verdict = sum === a + b ? 'right' : `wrong: it is ${a + b}`;
      return [`  ${bits(a)}   ${a}`, `+ ${bits(b)}   ${b}`, `= ${bits(sum)}   ${sum}   ${verdict}`];
    },
    examples: [
      [3, 5],
      [64, 27],
      [127, 127],
    ],
  };
}

/** Eight bits as text, most significant first as people write them. */
function bits(value: number): string {
  return value.toString(2).padStart(BITS, '0');
}
