// Trains the adder's network for thirty steps and prints the build and a digest of its weights.
import { createHash } from 'node:crypto';
import { engineReport } from '../../src/backend/current.ts';
import { adder } from '../../src/experiments/adder.ts';

const { model } = await adder.run({ preset: 'default', seed: 5, steps: 30 }, { callbacks: [] });
const hash = createHash('sha256');
for (const { data } of model.getWeights()) hash.update(new Uint8Array(data.buffer));
console.log(`${engineReport().build} ${hash.digest('hex')}`);
