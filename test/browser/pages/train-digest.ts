import {
  Adam,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  GRU,
  type Layer,
  LSTM,
  MaxPooling2D,
  Random,
  Sequential,
  type Shape,
  SimpleRNN,
  type Tensor,
  tensor,
} from 'memcell';

interface Case {
  readonly layers: readonly Layer[];
  readonly shape: Shape;
}

/** Large enough to be shared by threads. */
const cases = (): readonly Case[] => [
  { layers: [new LSTM({ units: 64, returnSequences: true }), new LSTM({ units: 48 })], shape: [48, 6, 28] },
  { layers: [new GRU({ units: 64 }), new Dropout({ rate: 0.2 })], shape: [48, 6, 28] },
  { layers: [new SimpleRNN({ units: 96 })], shape: [48, 6, 28] },
  {
    layers: [new Conv2D({ filters: 8, kernelSize: 3, activation: 'relu' }), new MaxPooling2D(), new Flatten()],
    shape: [16, 16, 16, 3],
  },
];

/** SHA-256 of all weights after ten steps of Adam on each of some models. */
export async function trainDigest(): Promise<string> {
  const random = new Random(5);
  const numbers = (shape: Shape): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    return tensor(random.uniform(size, -1, 1), shape);
  };
  const parts: Float32Array[] = [];
  for (const { layers, shape } of cases()) {
    const head = new Dense({ units: 10, activation: 'softmax' });
    const model = new Sequential([...layers, head], { seed: 3 });
    model.compile({ optimizer: new Adam({ learningRate: 0.01 }), loss: 'mse' });
    const [x, y] = [numbers(shape), numbers([shape[0] as number, 10])];
    for (let step = 0; step < 10; step++) {
      model.trainOnBatch(x, y);
      await new Promise((resolve) => setTimeout(resolve, 2)); // threads begin meanwhile
    }
    parts.push(...model.getWeights().map(({ data }) => data as Float32Array));
  }
  return sha256(parts);
}

/** Of the bytes of arrays, one after the other, in hexadecimal digits. */
export async function sha256(parts: readonly ArrayLike<number>[]): Promise<string> {
  const all = Float32Array.from(parts.flatMap((part) => Array.from(part)));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all.buffer));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
