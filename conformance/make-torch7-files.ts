// node conformance/make-torch7-files.ts FOLDER: .t7 files with what they must give beside each.
import { join } from 'node:path';
import { cifarCnnModel } from '../src/experiments/cifar-cnn.ts';
import { writeNpy } from '../src/formats/npy.ts';
import { type T7Value, t7List, t7Tensor } from '../src/formats/t7.ts';
import { writeT7 } from '../src/formats/write-t7.ts';
import { tensor } from '../src/index.ts';
import { saveModel } from '../src/interop/io.ts';
import { platform } from '../src/platform/index.ts';
import { Random } from '../src/random.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/make-torch7-files.ts FOLDER');
platform().makeFolder(folder);
const random = new Random(11);
const write = (file: string, bytes: Uint8Array): void => platform().writeFileAtomic(join(folder, file), bytes);

for (const preset of ['default', 'published'] as const) {
  const model = cifarCnnModel(preset, 1);
  for (const weight of model.weights) weight.assign(random.normal(weight.size, 0, 0.1)); // biases of 0 would show nothing
  const input = tensor(random.normal(4 * 32 * 32 * 3), [4, 32, 32, 3]);
  await saveModel(model, join(folder, `${preset}.t7`));
  write(`${preset}-input.npy`, writeNpy(input));
  write(`${preset}-prediction.npy`, writeNpy(model.predict(input)));
}

/** Every kind of value, as check_torch7_files.py expects it. */
const counts = {
  Byte: Uint8Array,
  Char: Int8Array,
  Short: Int16Array,
  Int: Int32Array,
  Float: Float32Array,
  Double: Float64Array,
};
const tensors = Object.entries(counts).map(([name, Kind]): [T7Value, T7Value] => {
  return [name, t7Tensor({ shape: [2, 3], data: Kind.from([0, 1, 2, 3, 4, 5]) })];
});
const base = t7Tensor({ shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) });
const values: [T7Value, T7Value][] = [
  ['number', -0.5],
  ['text', 'Zelle'],
  ['yes', true],
  ['no', false],
  ['list', t7List([1, 'b', false])],
  ['turned', { ...base, shape: [3, 2], strides: [1, 3] }],
  ['row', { ...base, shape: [3], strides: [1], offset: 3 }],
  ['Long', t7Tensor({ shape: [2], data: BigInt64Array.of(-1n, 1n << 40n) })],
];
const inner = new Map<T7Value, T7Value>(values);
write('values.t7', writeT7(new Map<T7Value, T7Value>([['first', inner], ['again', inner], ...tensors])));
