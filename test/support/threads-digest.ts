// Trains models that are large enough to be shared by threads; prints the threads, whether their workers answered, a
// digest of the weights, and the milliseconds of processor time that a fifth of a second without work took.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineReport } from '../../src/backend/current.ts';
import {
  Adam,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  GRU,
  LSTM,
  MaxPooling2D,
  Random,
  Sequential,
  SimpleRNN,
  tensor,
} from '../../src/index.ts';

const random = new Random(5);
const numbers = (shape: readonly number[]) =>
  tensor(
    random.uniform(
      shape.reduce((a, b) => a * b, 1),
      -1,
      1,
    ),
    shape,
  );
const rows = [60, 6, 28] as const;
const cases = [
  {
    layers: [new LSTM({ units: 96, returnSequences: true }), new LSTM({ units: 64 }), new Dense({ units: 10 })],
    shape: rows,
  },
  {
    layers: [new GRU({ units: 96 }), new Dropout({ rate: 0.2 }), new Dense({ units: 10, activation: 'softmax' })],
    shape: rows,
  },
  { layers: [new SimpleRNN({ units: 128 }), new Dense({ units: 10 })], shape: rows },
  {
    layers: [
      new Conv2D({ filters: 16, kernelSize: 3, activation: 'relu' }),
      new MaxPooling2D(),
      new Flatten(),
      new Dense({ units: 10 }),
    ],
    shape: [16, 20, 20, 3],
  },
];
const hash = createHash('sha256');
for (const { layers, shape } of cases) {
  const model = new Sequential(layers, { seed: 3 });
  model.compile({ optimizer: new Adam({ learningRate: 0.01 }), loss: 'mse' });
  const [x, y] = [numbers(shape), numbers([shape[0] as number, 10])];
  for (let step = 0; step < 10; step++) {
    model.trainOnBatch(x, y);
    await sleep(1); // workers boot meanwhile
  }
  for (const { data } of model.weights) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
await sleep(20);
const before = process.cpuUsage();
await sleep(200);
const { user, system } = process.cpuUsage(before);
console.log(`${engineReport().threads} ${hash.digest('hex')} ${Math.round((user + system) / 1000)}`);
