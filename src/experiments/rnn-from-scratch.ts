import { RandomUniform } from '../initializers/index.ts';
import { Dense } from '../layers/dense.ts';
import { Input } from '../layers/input.ts';
import { SimpleRNN } from '../layers/simple-rnn.ts';
import { MeanSquaredError } from '../losses/index.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam, SGD } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import { adderBatches, allPairs, BITS, countRight, numberOf, PAIRS } from './adder-data.ts';
import { carryFigure } from './carry-figure.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { trainSteps } from './train-steps.ts';

const UNITS = 16;

const presets = {
  default: {
    description: 'batches of 32, tanh, biases, Adam 0.02, cross-entropy; ends when all 16,384 sums are right',
    options: { units: UNITS, batchSize: 32, optimizer: 'adam', learningRate: 0.02, lookEvery: 10, steps: 3000 },
    stepsPerLook: 10,
  },
  published: {
    description: 'the source to the letter: one sum a step, 10,000 sums, sigmoid, no biases, gradient descent 0.1',
    options: { units: UNITS, batchSize: 1, optimizer: 'sgd', learningRate: 0.1, lookEvery: 1000, steps: 10_000 },
    stepsPerLook: 1000,
  },
} as const;

/** A simple recurrent network learns to add; `plain/rnn-from-scratch.ts` is the same without the engine. */
export const rnnFromScratch: Experiment = {
  name: 'rnn-from-scratch',
  title: 'a recurrent network of sixteen units learns to add, with nothing hidden',
  presets,
  scoreMeaning: 'exactShare: share of all 16,384 pairs of numbers from 0 to 127 whose eight sum bits are all right',
  published: {
    score: {},
    text: 'the source shows single sums; NumPy has all 16,384 right after 10,000 samples, twenty seeds of twenty',
  },
  run,
};

/** The network of a preset, its weights drawn from the seed. */
export function scratchModel(preset: PresetName, seed: number): Sequential {
  const weights = new RandomUniform({ minval: -1, maxval: 1 });
  const drawn = { useBias: false, kernelInitializer: weights };
  const cell = { ...drawn, recurrentInitializer: weights, activation: 'sigmoid' } as const;
  const published = preset === 'published';
  const rnn = new SimpleRNN({ units: UNITS, returnSequences: true, ...(published ? cell : {}) });
  const head = new Dense({ units: 1, activation: 'sigmoid', ...(published ? drawn : {}) });
  return new Sequential([Input({ shape: [BITS, 2] }), rnn, head], { name: 'rnn_from_scratch', seed });
}

/** Compiles with half the sum of squared errors, whose gradient is the delta rule; or as we would today. */
export function compileScratch(model: Sequential, preset: PresetName): void {
  const { learningRate } = presets[preset].options;
  model.compile(
    preset === 'published'
      ? {
          optimizer: new SGD({ learningRate }),
          loss: new MeanSquaredError({ reduction: 'sum' }),
          lossWeights: 0.5,
          metrics: ['mae'],
        }
      : { optimizer: new Adam({ learningRate }), loss: 'binaryCrossentropy', metrics: ['mae', 'binaryAccuracy'] },
  );
}

async function run({ preset, seed, steps: asked }: RunRequest, context: RunContext): Promise<RunResult> {
  const { batchSize, lookEvery, steps: planned } = presets[preset].options;
  const steps = asked ?? planned;
  const model = scratchModel(preset, seed);
  compileScratch(model, preset);
  const all = allPairs();
  const right = (): number => countRight(model.predict(all.input, { batchSize: 2048 }).data, all.target.data);
  const batches = adderBatches(batchSize, new Random(seed).fold(17));
  /** The batches, told of as the source tells them: every 1,000th before it is learnt from. */
  const told = function* (taken: () => number): typeof batches {
    for (let n = 0; ; n++) {
      const batch = batches.next().value;
      if (preset === 'published' && n % 1000 === 0 && n >= taken()) context.tell?.(sentence(model, n, batch));
      yield batch;
    }
  };
  const onStep = (step: number): boolean => preset === 'default' && step % lookEvery === 0 && right() === PAIRS;
  const trained = await trainSteps(model, told, { steps, perEpoch: lookEvery, onStep }, context);
  const exact = right();
  const { seconds } = trained;
  const count = (n: number): string => n.toLocaleString('en-US');
  const found = exact === PAIRS ? 'All 16,384' : `${count(exact)} of 16,384`;
  const time = `after ${count(trained.steps * batchSize)} samples in ${seconds.toFixed(1)} s of training`;
  return {
    score: { exactShare: exact / PAIRS, of: PAIRS },
    model,
    steps: trained.steps,
    seconds,
    summary: [`${found} sums are right ${time}.`],
    figures: { carry: carryFigure(model, 63, 1) },
  };
}

/** Error, answer and truth of a sample. */
function sentence(model: Sequential, n: number, { input, target }: ReturnType<typeof allPairs>): string {
  const answer = model.predict(input).data;
  const error = [...answer].reduce((sum, bit, i) => sum + Math.abs(bit - (target.data[i] as number)), 0);
  const bits = (list: ArrayLike<number>): string =>
    Array.from(list, (bit) => Math.round(bit))
      .reverse()
      .join('');
  const numbers = `${numberOf(answer)}, truth ${numberOf(target.data)}`;
  return `sample ${n}: error ${error.toFixed(3)}, answer ${bits(answer)}, truth ${bits(target.data)} (${numbers})`;
}
