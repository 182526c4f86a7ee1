import { Adam, CosineDecay, type Optimizer, SGD } from '../optimizers/index.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { fitMemory, type Lesson } from './fit-memory.ts';

const UNITS = 100;
/** Primes that are shown at a step. */
const DEPTH = 50;
/** Steps of the sequence. */
const SAMPLES = 10;

const presets = {
  default: {
    description: 'Adam with a learning rate that falls from 0.003 to 0 in 2,000 iterations; cells and weights as there',
    options: { units: UNITS, learningRate: 0.003, steps: 2000 },
  },
  published: {
    description:
      'the source to the letter: 100 cells, weights in [-0.1, 0.1), gradient descent 0.01, 10,000 iterations',
    options: { units: UNITS, learningRate: 0.01, steps: 10_000 },
  },
} as const;

/** An LSTM written out says the next prime; `plain/next-prime.ts` is the same without the engine. */
export const nextPrime: Experiment = {
  name: 'next-prime',
  title: 'an LSTM written out is shown fifty primes and says the next',
  presets,
  scoreMeaning: 'loss: sum over the ten samples of (h[0] - y)² at the last iteration, primes divided by 100',
  published: { score: { loss: 1.05172e-6 }, text: 'from 0.17973 at the first iteration' },
  run,
};

/** Ten times fifty primes below 100 in a circle, divided by 100, each time one further; and the one that follows. */
export function primeLesson(): Lesson {
  const primes: number[] = [];
  for (let n = 2; n < 100; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const at = (i: number): number => (primes[i % primes.length] as number) / 100;
  return {
    name: 'next-prime',
    inputs: Array.from({ length: SAMPLES }, (_, k) => Array.from({ length: DEPTH }, (_, i) => at(k + i))),
    targets: Array.from({ length: SAMPLES }, (_, k) => at(k + DEPTH)),
  };
}

/** Gradient descent, as in the source; or Adam with a learning rate that falls to nothing. */
export function primeOptimizer(preset: PresetName): Optimizer {
  const { learningRate, steps } = presets[preset].options;
  if (preset === 'published') return new SGD({ learningRate });
  return new Adam({ learningRate: new CosineDecay({ initialLearningRate: learningRate, decaySteps: steps }) });
}

async function run(request: RunRequest, context: RunContext): Promise<RunResult> {
  const options = presets[request.preset].options;
  const steps = request.steps ?? options.steps;
  const optimizer = primeOptimizer(request.preset);
  const plan = { units: options.units, optimizer, steps, tellEvery: Math.ceil(steps / 10) };
  return await fitMemory(primeLesson(), plan, request, context);
}
