// node conformance/make-files.ts FOLDER: models that memcell trained, with an input and memcell's prediction beside each.
import { join } from 'node:path';
import { adder } from '../src/experiments/adder.ts';
import { allPairs } from '../src/experiments/adder-data.ts';
import { writeNpy } from '../src/formats/npy.ts';
import { Dense, Dropout, LSTM, Random, Sequential, type Tensor, tensor } from '../src/index.ts';
import { saveModel } from '../src/interop/io.ts';
import { platform } from '../src/platform/index.ts';

async function write(folder: string, name: string, model: Sequential, input: Tensor): Promise<void> {
  platform().makeFolder(folder);
  await saveModel(model, join(folder, `${name}.safetensors`));
  for (const [file, { shape, data }] of [
    ['input', input],
    ['prediction', model.predict(input)],
  ] as const) {
    platform().writeFileAtomic(join(folder, `${file}.npy`), writeNpy({ shape, data: data as Float32Array }));
  }
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/make-files.ts FOLDER');

const { model } = await adder.run({ preset: 'default', seed: 1 }, { callbacks: [] });
await write(join(folder, 'adder'), 'adder', model, allPairs().input);

const layers = [
  new LSTM({ units: 7, returnSequences: true, goBackwards: true, useBias: false }),
  new Dropout({ rate: 0.4 }),
  new LSTM({ units: 5, kernelRegularizer: 'l2' }),
  new Dense({ units: 3, activation: 'softmax' }),
];
const classifier = new Sequential(layers, { name: 'classifier', seed: 3 });
classifier.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['accuracy'] });
const random = new Random(3);
const x = tensor(random.uniform(60 * 9 * 4, -1, 1), [60, 9, 4]);
const labels = random.integers(60, 0, 3);
const y = tensor(
  Float32Array.from({ length: 180 }, (_, i) => (labels[Math.floor(i / 3)] === i % 3 ? 1 : 0)),
  [60, 3],
);
await classifier.fit(x, y, { epochs: 3 });
await write(join(folder, 'classifier'), 'classifier', classifier, x);
