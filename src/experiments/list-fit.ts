import { SGD } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { fitMemory, type Lesson } from './fit-memory.ts';

const UNITS = 100;
/** Random numbers of a step. */
const DEPTH = 50;
const TARGETS = [-0.5, 0.2, 0.1, -0.5];

const presets = {
  default: {
    description:
      'Nesterov momentum 0.8, rate 0.02, gradients clipped, 200 iterations; cells and weights as in the source',
    options: { units: UNITS, learningRate: 0.02, momentum: 0.8, globalClipNorm: 0.3, steps: 200 },
  },
  published: {
    description: 'the source to the letter: 100 cells, weights in [-0.1, 0.1), gradient descent 0.1, 100 iterations',
    options: { units: UNITS, learningRate: 0.1, steps: 100 },
  },
} as const;

/** An LSTM written out learns four numbers by heart; `plain/list-fit.ts` is the same without the engine. */
export const listFit: Experiment = {
  name: 'list-fit',
  title: 'an LSTM written out learns a list of four numbers by heart',
  presets,
  scoreMeaning: 'loss: sum over the four steps of (h[0] - y)² at the last iteration, before its update',
  published: {
    score: {},
    text: 'the source names no figure; NumPy ends between 3e-8 and 0.087 over twenty seeds, median 4.2e-6',
  },
  run,
};

/** Four steps of random numbers from [0, 1), and what is to be said to them. */
export function listLesson(seed: number): Lesson {
  const random = new Random(seed).fold(17);
  return { name: 'list-fit', inputs: TARGETS.map(() => [...random.uniform(DEPTH)]), targets: TARGETS };
}

/** Gradient descent, as in the source; or with a momentum, and never a large step. */
export function listOptimizer(preset: PresetName): SGD {
  if (preset === 'published') return new SGD({ learningRate: presets.published.options.learningRate });
  const { learningRate, momentum, globalClipNorm } = presets.default.options;
  return new SGD({ learningRate, momentum, nesterov: true, globalClipNorm });
}

async function run(request: RunRequest, context: RunContext): Promise<RunResult> {
  const { preset, seed } = request;
  const options = presets[preset].options;
  const steps = request.steps ?? options.steps;
  const optimizer = listOptimizer(preset);
  const plan = { units: options.units, optimizer, steps, tellEvery: 10 };
  const result = await fitMemory(listLesson(seed), plan, request, context);
  const edge = 'A rate of 0.1 is near the edge for weights in [-0.1, 0.1): some seeds jump and end high.';
  return preset === 'published' ? { ...result, summary: [...result.summary, edge] } : result;
}
