// Trains with a checkpoint after every step, slowly enough to be killed between any two, and prints a digest of the
// weights and the history. Arguments: the checkpoint's file, milliseconds that every step waits.
import { createHash } from 'node:crypto';
import { Dense, Dropout, LSTM, Random, Sequential } from '../../src/index.ts';
import { BackupAndRestore } from '../../src/interop/io.ts';

const [path = '', wait = '0'] = process.argv.slice(2);
const random = new Random(1);
const x = { data: random.normal(40 * 6 * 2), shape: [40, 6, 2] };
const y = { data: random.normal(40), shape: [40, 1] };
const layers = [new LSTM({ units: 5 }), new Dropout({ rate: 0.3 }), new Dense({ units: 1 })];
const model = new Sequential(layers, { seed: 8 });
model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
const pause = { onBatchEnd: () => new Promise<void>((resolve) => setTimeout(resolve, Number(wait))) };
const callbacks = [pause, new BackupAndRestore(path, { saveFreq: 1 })];
const { history } = await model.fit(x, y, { epochs: 3, batchSize: 4, validationSplit: 0.2, callbacks });
const digest = createHash('sha256').update(JSON.stringify(history));
for (const { data } of model.getWeights()) digest.update(data as Float32Array);
console.log(digest.digest('hex'));
