// Models large enough to be shared by threads, and digests of what they learn; imported by the programs of threads.test.ts.
import { createHash } from 'node:crypto';
import {
  Adam,
  Dense,
  type Layer,
  LSTM,
  type Optimizer,
  Random,
  Sequential,
  type Tensor,
  tensor,
} from '../../src/index.ts';

/** The SHA-256 of all weights. */
export function digestOf(...models: readonly Sequential[]): string {
  const hash = createHash('sha256');
  for (const { data } of models.flatMap(({ weights }) => weights)) {
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** Numbers from −1 to 1. */
export function numbers(random: Random, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(random.uniform(size, -1, 1), shape);
}

/** A compiled model of these layers. */
export function compiled(layers: Layer[], optimizer: Optimizer = new Adam({ learningRate: 0.01 })): Sequential {
  const model = new Sequential(layers, { seed: 3 });
  model.compile({ optimizer, loss: 'mse' });
  return model;
}

/** An LSTM, and so many rows to train it with. */
export function lstmWork(rows: number): { readonly model: Sequential; readonly x: Tensor; readonly y: Tensor } {
  const random = new Random(rows);
  const model = compiled([new LSTM({ units: 96 }), new Dense({ units: 10 })]);
  return { model, x: numbers(random, [rows, 6, 28]), y: numbers(random, [rows, 10]) };
}
