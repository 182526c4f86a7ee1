import { Constant, RandomNormal, RandomUniform } from '../initializers/index.ts';
import { Dense, type DenseOptions } from '../layers/dense.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { MeanSquaredError } from '../losses/index.ts';
import { cos, sin } from '../math.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam, OneCycle } from '../optimizers/index.ts';
import type { LinesFigure } from '../plots/figure.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { trainSteps } from './train-steps.ts';

/** Rows of a batch, and steps of a row. */
const [BATCH, STEPS] = [50, 20];
const UNITS = 10;
/** Batches between two costs that are told, and between two pictures. */
const TELL_EVERY = 20;
const DRAW_EVERY = 5;

const presets = {
  default: {
    description: 'weights after Glorot, learning rate up to 0.006 and down again, gradients clipped; the rest as there',
    options: {
      batchSize: BATCH,
      timeSteps: STEPS,
      units: UNITS,
      learningRate: 0.006,
      schedule: 'oneCycle',
      globalClipNorm: 1,
      steps: 200,
    },
  },
  published: {
    description: 'the source to the letter: weights from N(0, 1), biases 0.1, Adam 0.006, 200 batches',
    options: { batchSize: BATCH, timeSteps: STEPS, units: UNITS, learningRate: 0.006, schedule: 'none', steps: 200 },
  },
} as const;

/** A stateful LSTM hears a sine and tells the cosine. */
export const sineCosine: Experiment = {
  name: 'sine-cosine',
  title: 'a stateful LSTM hears a sine and tells the cosine',
  presets,
  scoreMeaning: 'cost: sum of the squared errors of the last batch over its 50 rows of 20 steps, divided by 50',
  published: {
    score: {},
    text: 'the source names no figure; TensorFlow 1 ends between 0.011 and 1.0 over ten seeds, median 0.077',
  },
  run,
};

/** The network of a preset, its weights drawn from the seed. */
export function sineCosineModel(preset: PresetName, seed: number): Sequential {
  const published = preset === 'published';
  const dense = (units: number): Dense => {
    const normal = new RandomNormal({ mean: 0, stddev: 1 });
    const own: Partial<DenseOptions> = { kernelInitializer: normal, biasInitializer: new Constant({ value: 0.1 }) };
    return new Dense({ units, ...(published ? own : {}) });
  };
  // TensorFlow 1 draws [D + U, 4U] as one matrix: Glorot's limit counts both inputs
  const limit = Math.sqrt(6 / (2 * UNITS + 4 * UNITS));
  const joint = new RandomUniform({ minval: -limit, maxval: limit });
  const own = published ? { kernelInitializer: joint, recurrentInitializer: joint } : {};
  const lstm = new LSTM({ units: UNITS, returnSequences: true, stateful: true, ...own });
  return new Sequential([Input({ shape: [STEPS, 1] }), dense(UNITS), lstm, dense(1)], { name: 'sine_cosine', seed });
}

/** Batch after batch of the two waves; a row of the next batch goes on where the row of this one ends. */
export function* waves(): Generator<{ input: Tensor; target: Tensor }> {
  for (let batch = 0; ; batch++) {
    const x = phases(batch);
    const wave = (of: (x: number) => number): Tensor => tensor(Float32Array.from(x, of), [BATCH, STEPS, 1]);
    yield { input: wave(sin), target: wave(cos) };
  }
}

/** Where a batch is read, in radians: its rows one after the other. */
function phases(batch: number): Float64Array {
  return Float64Array.from({ length: BATCH * STEPS }, (_, i) => (batch * STEPS + i) / (10 * Math.PI));
}

/** A batch that was not learnt from yet, as the model tells it now; what its state remembers stays as it is. */
export function waveFigure(model: Sequential, batch: number): LinesFigure {
  const x = [...phases(batch)];
  const lstm = model.layers.find((layer): layer is LSTM => layer instanceof LSTM) as LSTM;
  const states = lstm.getStates();
  const told = model.predict(tensor(Float32Array.from(x, sin), [BATCH, STEPS, 1]), { batchSize: BATCH });
  if (states.length > 0) lstm.setStates(states);
  else lstm.resetStates();
  return {
    kind: 'lines',
    title: `Cosine told from sine, batch ${batch}`,
    caption: 'The batch comes after the last one that was learnt from; the state goes on from there.',
    x: { label: 'x', unit: 'rad' },
    y: { label: 'cos x' },
    series: [
      { name: 'target', x, y: x.map(cos), color: 1 }, // red, as the source draws it
      { name: 'prediction', x, y: [...told.data], dashed: true, color: 0 },
    ],
  };
}

async function run({ preset, seed, steps: asked }: RunRequest, context: RunContext): Promise<RunResult> {
  const { learningRate: rate, steps: planned } = presets[preset].options;
  const steps = asked ?? planned;
  const model = sineCosineModel(preset, seed);
  const optimizer =
    preset === 'published'
      ? new Adam({ learningRate: rate, epsilon: 1e-8 }) // TensorFlow 1's ε
      : new Adam({
          learningRate: new OneCycle({ maxLearningRate: rate, totalSteps: steps, pctStart: 0.1 }),
          globalClipNorm: presets.default.options.globalClipNorm,
        });
  model.compile({ optimizer, loss: new MeanSquaredError({ reduction: 'sum' }), lossWeights: 1 / BATCH });
  const onStep = (step: number, cost: number): undefined => {
    if ((step - 1) % TELL_EVERY === 0) context.tell?.(`batch ${step - 1}: cost ${cost.toPrecision(4)}`);
    if (step % DRAW_EVERY === 0) context.draw?.(waveFigure(model, step));
  };
  const trained = await trainSteps(model, waves(), { steps, onStep }, context);
  const { loss: cost, seconds } = trained;
  return {
    score: { cost },
    model,
    steps: trained.steps,
    seconds,
    summary: tell(preset, cost, trained.steps, seconds),
    figures: { waves: waveFigure(model, trained.steps) },
  };
}

function tell(preset: PresetName, cost: number, steps: number, seconds: number): string[] {
  const lines = [`The cost is ${cost.toPrecision(4)} after ${steps} batches in ${seconds.toFixed(1)} s of training.`];
  if (preset === 'published') {
    lines.push('Weights from N(0, 1) make the cost of one seed ten times that of another, here as in TensorFlow 1.');
  }
  return lines;
}
