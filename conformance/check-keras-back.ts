// node conformance/check-keras-back.ts FOLDER: loads what Keras saved there and compares predictions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../src/interop/io.ts';
import type { Model } from '../src/models/model.ts';
import { platform } from '../src/platform/index.ts';
import { type Tensor, tensor } from '../src/tensor/tensor.ts';

interface Block {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/check-keras-back.ts FOLDER');
const tensorOf = ({ data, shape }: Block): Tensor => tensor(Float32Array.from(data), shape);

async function check(path: string): Promise<string> {
  const { x, y, outputs } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as {
    x: Block[];
    y: Block | null;
    outputs: Block[];
  };
  const model = await loadModel<Model>(path);
  const input = x.length === 1 ? tensorOf(x[0] as Block) : x.map(tensorOf);
  const made = model.predict(input);
  const list = (Array.isArray(made) ? made : [made]) as readonly Tensor[];
  let error = list.length === outputs.length ? 0 : Infinity;
  for (const [i, { data }] of outputs.entries()) {
    const found = list[i]?.data ?? [];
    data.forEach((value, n) => {
      error = Math.max(error, Math.abs(value - (found[n] ?? Infinity)));
    });
  }
  if (!(error <= 1e-5)) throw new Error(`predictions differ by ${error}`);
  if (y === null) return `largest difference ${error.toPrecision(2)}`;
  const losses = Array.from({ length: 20 }, () => model.trainOnBatch(input, tensorOf(y)).loss as number);
  if (!((losses.at(-1) as number) < (losses[0] as number))) throw new Error(`loss rose: ${losses.join(' ')}`);
  return `largest difference ${error.toPrecision(2)}, loss from ${losses[0]} to ${losses.at(-1)}`;
}

for (const file of platform().listFolder(folder)) {
  if (file.endsWith('.json')) continue;
  try {
    process.stdout.write(`ok ${file} back from Keras: ${await check(join(folder, file))}\n`);
  } catch (error) {
    process.stdout.write(`not ok ${file} back from Keras: ${error}\n`);
    process.exitCode = 1;
  }
}
