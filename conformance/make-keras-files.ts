// node conformance/make-keras-files.ts FOLDER: every case as .keras and .h5, with inputs and memcell's prediction as JSON.
import { join } from 'node:path';
import { saveModel } from '../src/interop/io.ts';
import { platform } from '../src/platform/index.ts';
import type { Tensor } from '../src/tensor/tensor.ts';
import { kerasCases } from '../test/support/keras-models.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/make-keras-files.ts FOLDER');
platform().makeFolder(folder);
const block = ({ shape, data }: Tensor) => ({ shape, data: [...data] });

for (const { name, model, x, y } of kerasCases()) {
  const input = x.length === 1 ? (x[0] as Tensor) : x;
  if (y !== undefined) for (let step = 0; step < 5; step++) model.trainOnBatch(input, y);
  const prediction = model.predict(input);
  const endings = model.weights.length > 0 ? ['keras', 'h5'] : ['keras'];
  for (const ending of endings) await saveModel(model, join(folder, `${name}.${ending}`));
  const next = y === undefined ? null : model.trainOnBatch(input, y).loss;
  const outputs = (Array.isArray(prediction) ? prediction : [prediction]) as readonly Tensor[];
  const text = JSON.stringify({
    x: x.map(block),
    y: y === undefined ? null : block(y),
    outputs: outputs.map(block),
    next,
  });
  platform().writeFileAtomic(join(folder, `${name}.json`), text);
}
