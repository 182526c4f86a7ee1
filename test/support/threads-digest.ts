// Trains models that are large enough to be shared by threads; prints the threads, a digest of the weights, and the
// milliseconds of processor time that a fifth of a second without work took.
import { setTimeout as sleep } from 'node:timers/promises';
import { bothBackends, engineReport } from '../../src/backend/current.ts';
import {
  Adam,
  Adamax,
  Conv2D,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  LSTM,
  MaxPooling2D,
  Random,
  RMSprop,
  type Sequential,
  SGD,
  SimpleRNN,
  type Tensor,
  tensor,
} from '../../src/index.ts';
import { compiled, digestOf, numbers } from './threads-work.ts';

const random = new Random(5);
const rows = [60, 6, 28] as const;
const cases: (readonly [model: Sequential, input: Tensor])[] = [
  [
    compiled([new LSTM({ units: 96, returnSequences: true }), new LSTM({ units: 64 }), new Dense({ units: 10 })]),
    numbers(random, rows),
  ],
  [
    compiled(
      [
        new GRU({ units: 96, dropout: 0.3 }),
        new Dropout({ rate: 0.2 }),
        new Dense({ units: 10, activation: 'softmax' }),
      ],
      new RMSprop({ learningRate: 0.01 }),
    ),
    numbers(random, rows),
  ],
  [
    compiled(
      [new SimpleRNN({ units: 128 }), new Dense({ units: 10 })],
      new SGD({ learningRate: 0.01, momentum: 0.9, nesterov: true }),
    ),
    numbers(random, rows),
  ],
  [
    compiled(
      [
        new Conv2D({ filters: 16, kernelSize: 3, activation: 'relu' }),
        new MaxPooling2D(),
        new Flatten(),
        new Dense({ units: 10 }),
      ],
      new Adamax({ learningRate: 0.01 }),
    ),
    numbers(random, [16, 20, 20, 3]),
  ],
  [
    compiled([
      new Embedding({ inputDim: 500, outputDim: 64 }),
      new GRU({ units: 64, resetAfter: false, recurrentDropout: 0.2 }),
      new Dense({ units: 10 }),
    ]),
    tensor(random.integers(60 * 12, 0, 500), [60, 12]),
  ],
  // weights and activations that are shared one element after another
  [
    compiled(
      [new Dense({ units: 1500, activation: 'tanh' }), new Dropout({ rate: 0.5 }), new Dense({ units: 10 })],
      new Adam({ learningRate: 0.01, amsgrad: true }),
    ),
    numbers(random, [60, 700]),
  ],
];
await bothBackends();
for (const [model, x] of cases) {
  const y = numbers(random, [x.shape[0] as number, 10]);
  for (let step = 0; step < 10; step++) model.trainOnBatch(x, y);
}
const digest = digestOf(...cases.map(([model]) => model));
await sleep(20);
const before = process.cpuUsage();
await sleep(200);
const { user, system } = process.cpuUsage(before);
console.log(`${engineReport().threads} ${digest} ${Math.round((user + system) / 1000)}`);
