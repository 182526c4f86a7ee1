// node brain.mjs FOLDER: brain.js on the sizes of a workload; waits for orders on standard input. Its work is another:
// it predicts the next row of each sequence, one sequence after the other, by stochastic descent; there is no batch and no
// Adam. A step here is one sequence times the size of the batch.
import { readFileSync } from 'node:fs';
import brain from 'brain.js';
import { readFixture, serve } from './common.mjs';

const fixture = readFixture(process.argv[2]);
const [batch, steps, depth] = fixture.input;
const hiddenLayers = fixture.layers.filter(({ kind }) => kind === 'lstm').map(({ units }) => units);
const net = new brain.recurrent.LSTMTimeStep({ inputSize: depth, hiddenLayers, outputSize: depth });
const sequences = fixture.batches.map(({ x }) => {
  const rows = Array.from({ length: steps }, (_, t) => [...x.subarray(t * depth, (t + 1) * depth)]);
  return [...rows, rows[0]];
});
net.train([sequences[0]], { iterations: 1 });
const { version } = JSON.parse(readFileSync(new URL('node_modules/brain.js/package.json', import.meta.url), 'utf8'));
await serve('brain.js', version, fixture, () => (i) => net.trainPattern(sequences[i % 4], 0.01), batch);
