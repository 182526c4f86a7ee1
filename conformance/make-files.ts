// node conformance/make-files.ts FOLDER: models that memcell trained, with inputs and memcell's prediction beside each.
import { join } from 'node:path';
import { adder } from '../src/experiments/adder.ts';
import { allPairs } from '../src/experiments/adder-data.ts';
import { writeNpy } from '../src/formats/npy.ts';
import type { Tensor } from '../src/index.ts';
import { saveModel } from '../src/interop/io.ts';
import { platform } from '../src/platform/index.ts';
import { type Case, cases } from './models.ts';

async function write(folder: string, { name, model, inputs }: Case): Promise<void> {
  platform().makeFolder(folder);
  await saveModel(model, join(folder, `${name}.safetensors`));
  const prediction = model.predict(inputs.length === 1 ? (inputs[0] as Tensor) : [...inputs]) as Tensor;
  const files = { prediction, ...Object.fromEntries(inputs.map((input, i) => [`input${i}`, input])) };
  for (const [file, { shape, data }] of Object.entries(files)) {
    platform().writeFileAtomic(join(folder, `${file}.npy`), writeNpy({ shape, data }));
  }
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/make-files.ts FOLDER');

const { model } = await adder.run({ preset: 'default', seed: 1 }, { callbacks: [] });
const trained = [{ name: 'adder', model, inputs: [allPairs().input] }, ...(await cases())];
for (const each of trained) await write(join(folder, each.name), each);
