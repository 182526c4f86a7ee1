// node bench/workload.ts A|B|E|G|I|I1|S: times one workload of memcell on one thread and prints a JSON line.
// A: a step of the adder's network, 2×LSTM(20) on [64, 8, 2]. B: a step of LSTM(128) on [128, 28, 28].
// E: a step of an Embedding of 100,000 × 64 on [32, 20] ids; `E 10000` takes another vocabulary.
// G: a step of GRU(128) on [128, 28, 28].
// I: a step of a small network of convolutions on [32, 32, 32, 3]; I1: on one image.
// S: one step of a stream through LSTM(128), batch 1. The peers in peers/ do the same work with the same losses.
import { engineReport } from '../src/backend/current.ts';
import {
  Adam,
  Conv2D,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  type Layer,
  LSTM,
  MaxPooling2D,
  Random,
  Sequential,
  type Shape,
  tensor,
} from '../src/index.ts';

interface Workload {
  readonly input: Shape;
  readonly output: Shape;
  readonly layers: () => Layer[];
  /** The input holds ids below this number. */
  readonly ids?: number;
}

const convolutions = (): Layer[] => [
  new Conv2D({ filters: 6, kernelSize: 5, activation: 'relu' }),
  new MaxPooling2D(),
  new Conv2D({ filters: 16, kernelSize: 5, activation: 'relu' }),
  new MaxPooling2D(),
  new Flatten(),
  new Dense({ units: 120, activation: 'relu' }),
  new Dense({ units: 84, activation: 'relu' }),
  new Dense({ units: 10, activation: 'softmax' }),
];

const VOCABULARY = Number((import.meta.main && process.argv[3]) || 100_000);

export const workloads: Readonly<Record<'A' | 'B' | 'C' | 'D' | 'E' | 'G' | 'I' | 'I1' | 'S', Workload>> = {
  A: {
    input: [64, 8, 2],
    output: [64, 8, 1],
    layers: () => [
      new LSTM({ units: 20, returnSequences: true }),
      new LSTM({ units: 20, returnSequences: true }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
  },
  B: {
    input: [128, 28, 28],
    output: [128, 10],
    layers: () => [new LSTM({ units: 128 }), new Dense({ units: 10, activation: 'softmax' })],
  },
  C: {
    input: [128, 16, 1],
    output: [128, 9],
    layers: () => [new LSTM({ units: 256 }), new Dropout({ rate: 0.2 }), new Dense({ units: 9, activation: 'relu' })],
  },
  D: {
    input: [64, 64, 256],
    output: [64, 256],
    layers: () => [
      new LSTM({ units: 512, returnSequences: true }),
      new LSTM({ units: 512 }),
      new Dense({ units: 256, activation: 'softmax' }),
    ],
  },
  E: {
    input: [32, 20],
    output: [32, 20, 1],
    layers: () => [new Embedding({ inputDim: VOCABULARY, outputDim: 64 }), new Dense({ units: 1 })],
    ids: VOCABULARY,
  },
  G: {
    input: [128, 28, 28],
    output: [128, 10],
    layers: () => [new GRU({ units: 128 }), new Dense({ units: 10, activation: 'softmax' })],
  },
  I: { input: [32, 32, 32, 3], output: [32, 10], layers: convolutions },
  I1: { input: [1, 32, 32, 3], output: [1, 10], layers: convolutions },
  S: { input: [1, 28], output: [1, 10], layers: () => [new LSTM({ units: 128 }), new Dense({ units: 10 })] },
};

const product = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** One run of a workload; gives its loss, or one number of its output. */
export function stepOf(name: keyof typeof workloads): (i: number) => number {
  const { input, output, layers, ids } = workloads[name];
  const random = new Random(1);
  const model = new Sequential(layers(), { seed: 1 });
  const batches = Array.from({ length: 4 }, () => ({
    x: tensor(ids ? random.integers(product(input), 0, ids) : random.uniform(product(input)), input),
    y: tensor(random.uniform(product(output)).map(Math.round), output),
  }));
  const batch = (i: number) => batches[i % batches.length] as (typeof batches)[number];
  if (name === 'S') return (i) => model.predictStep(batch(i).x).data[0] as number;
  model.compile({ optimizer: new Adam({ learningRate: 0.001 }), loss: 'meanSquaredError' });
  return (i) => model.trainOnBatch(batch(i).x, batch(i).y).loss as number;
}

if (import.meta.main) {
  const name = process.argv[2] as keyof typeof workloads;
  if (!(name in workloads)) throw new Error(`workload must be one of A, B, E, G, I, I1, S, received '${name}'`);
  const step = stepOf(name);
  const [warm, most] = 'BCDGI'.includes(name) ? [10, 100] : [500, 3000];
  for (let i = 0; i < warm; i++) step(i);
  const times: number[] = [];
  const begun = performance.now();
  let last = 0;
  while (times.length < 10 || (times.length < most && performance.now() - begun < 5000)) {
    const start = performance.now();
    last = step(times.length);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const { build, width } = engineReport();
  const milliseconds = times[times.length >> 1];
  console.log(
    JSON.stringify({
      peer: `memcell (${build} ${width}-bit)`,
      workload: name,
      milliseconds,
      steps: times.length,
      last,
    }),
  );
}
