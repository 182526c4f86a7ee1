// Trains the adder's network, and models of all kinds of layers, and prints the build and a digest of their weights.
import { createHash } from 'node:crypto';
import { engineReport } from '../../src/backend/current.ts';
import { adder } from '../../src/experiments/adder.ts';
import { modelsOfAllKinds } from './models-of-all-kinds.ts';

const hash = createHash('sha256');
const add = ({ weights }: { readonly weights: readonly { readonly data: ArrayBufferView }[] }): void => {
  for (const { data } of weights) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
};
const { model } = await adder.run({ preset: 'default', seed: 5, steps: 30 }, { callbacks: [] });
add(model);
for (const { model: each, x, y } of modelsOfAllKinds(5)) {
  each.compile({ optimizer: 'adam', loss: 'mse' });
  for (let step = 0; step < 10; step++) each.trainOnBatch(x, y);
  add(each);
}
console.log(`${engineReport().build} ${hash.digest('hex')}`);
